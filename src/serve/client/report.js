// What `serve` has to say: a badge in the corner, and a report of errors and warnings over the page. Both stand in a
// shadow root outside of the page's body, so that neither the page's styles nor its changes reach them. All texts from
// outside are set as text.

import { openEditor, openPage } from "/__portal/editor.js";
import { blocksOnScreen } from "/__portal/page.js";

/** How long the badge says more than a sign when all is well, in milliseconds. */
const SHOWN = 4000;

/** Where a tab keeps the errors that its reader has put away: they do not come up again on the next page. */
const PUT_AWAY = "portal:serve:errors";

/**
 * @typedef {object} Diagnostic
 * @property {"error" | "warning"} severity
 * @property {string} code
 * @property {string} message
 * @property {string} file
 * @property {number} [line]
 * @property {number} [column]
 * @property {{line: number, text: string, from?: number, to?: number}[]} [excerpt]
 * @property {string} [help]
 * @property {string} [label]
 */

/** An element with properties and children; strings become text. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export class Report {
  constructor(words, session) {
    this.words = words;
    this.session = session;
    this.state = null;
    this.hasNews = false;
    this.isLost = false;
    this.updated = new Date();

    this.text = make("span", { role: "status" });
    this.button = make("button", { type: "button", onclick: () => this.open() }, this.text);
    this.link = make("a", { hidden: true });
    const badge = make("div", { className: "badge", role: "group", ariaLabel: words.badge }, this.link, this.button);
    this.dialog = make("dialog", { onclose: () => this.putAway() });
    const sheet = make("link", { rel: "stylesheet", href: "/__portal/overlay.css" });
    const host = make("portal-serve", { hidden: true });
    sheet.addEventListener("load", () => (host.hidden = false));
    host.attachShadow({ mode: "open" }).append(sheet, badge, this.dialog);
    document.documentElement.append(host);
    this.host = host;
    this.draw();
  }

  /** @param {import("./live.js").State} state */
  show(state, isNew) {
    this.state = state;
    this.host.dataset.version = state.version;
    this.hasNews = isNew;
    if (isNew && !state.stale) this.updated = new Date();
    clearTimeout(this.calm);
    this.calm = setTimeout(() => this.rest(), SHOWN);
    this.draw();
    const errors = this.errors();
    if (!errors) sessionStorage.removeItem(PUT_AWAY);
    if (!errors && this.dialog.role === "alertdialog") this.dialog.close();
    else if (this.dialog.open) this.fill();
    else if (errors && errors !== sessionStorage.getItem(PUT_AWAY)) this.open();
  }

  /** @param {{phase: string, done: number, total: number}} message */
  progress({ phase, done, total }) {
    const text = this.words.starting(phase, done, total);
    // The page that waits for the first version.
    const waiting = document.querySelector(".portal-own main");
    if (waiting) (this.phase ??= waiting.appendChild(make("p"))).textContent = text;
    this.set(text);
  }

  disconnected(patience) {
    this.lost ??= setTimeout(() => {
      this.isLost = true;
      this.draw();
    }, patience);
  }

  connected() {
    clearTimeout(this.lost);
    this.lost = null;
    this.isLost = false;
    this.draw();
  }

  /** A short word, in the report or the badge. */
  say(text) {
    const status = this.dialog.open && this.dialog.querySelector("[role=status]");
    if (status) status.textContent = text;
    else this.set(text);
  }

  rest() {
    this.hasNews = false;
    this.draw();
  }

  set(text, kind = "") {
    if (this.text.textContent !== text) this.text.textContent = text;
    this.button.className = kind;
  }

  count(severity) {
    const listed = this.state?.diagnostics.filter((diagnostic) => diagnostic.severity === severity).length ?? 0;
    return severity === "warning" ? listed + (this.state?.unlisted ?? 0) : listed;
  }

  /** The badge: what matters most. */
  draw() {
    const { words, state } = this;
    const [errors, warnings] = [this.count("error"), this.count("warning")];
    const [other] = state?.others ?? [];
    this.link.hidden = true;
    if (this.isLost) this.set(words.reconnecting, "bad");
    else if (errors) this.set(`✕ ${words.errors(errors)}`, "bad");
    else if (state?.page === "gone") {
      this.set(words.gone, "bad");
      this.offer(words.home, document.querySelector("a.brand")?.href ?? "/");
    } else if (other) {
      this.set(words.updated(other.title), "good");
      this.offer(words.open, other.url);
    } else if (this.hasNews && state) this.set(words.ms(state.ms), "good");
    else if (warnings) this.set(`! ${words.warnings(warnings)}`, "poor");
    else if (document.querySelector("main header .draft")) this.set(words.draft, "poor");
    else this.set("✓", "good");
  }

  offer(text, address) {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) return;
    this.link.textContent = text;
    this.link.href = url.href;
    this.link.hidden = false;
  }

  open() {
    this.fill();
    if (!this.dialog.open) this.dialog.showModal();
  }

  putAway() {
    this.dialog.replaceChildren();
    if (this.errors()) sessionStorage.setItem(PUT_AWAY, this.errors());
  }

  /** The errors as one text, empty when there are none. */
  errors() {
    const errors = this.state?.diagnostics.filter(({ severity }) => severity === "error") ?? [];
    return errors.length ? JSON.stringify(errors) : "";
  }

  fill() {
    const { words, session, dialog } = this;
    const diagnostics = this.state?.diagnostics ?? [];
    const [errors, warnings] = [this.count("error"), this.count("warning")];
    const counts = [errors && words.errors(errors), warnings && words.warnings(warnings)].filter(Boolean);
    const first = diagnostics[0];
    const unlisted = this.state?.unlisted;
    const items = (severity) => diagnostics.filter((found) => found.severity === severity).map((found) => this.item(found));
    const more = unlisted ? [make("li", { textContent: words.more(unlisted) })] : [];
    const listed = make("ul", {}, ...items("warning"), ...more);
    // What keeps the page from being right comes first and alone.
    const open = dialog.querySelector("details")?.open ?? false;
    const folded = make("details", { open }, make("summary", { textContent: words.warnings(warnings) }), listed);
    const rest = errors && warnings ? [make("li", { className: "fold" }, folded)] : [...listed.children];
    const time = this.updated.toLocaleTimeString([], { hour12: false });
    const edit = (properties, onclick) => make("button", { type: "button", ...properties, onclick });
    dialog.role = errors ? "alertdialog" : "dialog";
    dialog.ariaLabel = words.report;
    const copy = edit({ textContent: words.copy, hidden: !diagnostics.length || !navigator.clipboard }, async () => {
      await navigator.clipboard.writeText(diagnostics.map(plain).join("\n\n"));
      this.say(words.copied);
    });
    const source = first
      ? edit({ textContent: words.edit }, () => openEditor(first, session, this))
      : edit({ textContent: words.editPage }, () => {
          openPage(blocksOnScreen()[0]?.block ?? document.body, session, this);
        });
    const close = edit({ textContent: words.close, autofocus: true }, () => dialog.close());
    dialog.replaceChildren(
      make("div", { className: "top" }, make("h2", { textContent: counts.join(" · ") || words.fine }), copy, source, close),
      make("p", { role: "status" }),
      make("ul", { tabIndex: 0, ariaLabel: words.report }, ...items("error"), ...rest),
      make("p", {
        className: "below",
        textContent: this.state?.stale ? words.stale(time) : errors ? words.mend : words.editHint,
      }),
    );
    if (dialog.open) close.focus();
  }

  /** @param {Diagnostic} diagnostic */
  item(diagnostic) {
    const { words, session } = this;
    const { severity, code, message, file, line, excerpt, label, help } = diagnostic;
    const place = make("button", {
      type: "button",
      className: "place",
      textContent: placeOf(diagnostic),
      title: words.edit,
      onclick: () => openEditor(diagnostic, session, this),
    });
    const lines = (excerpt ?? []).map((row) => excerptLine(row, row.line === line ? label : undefined));
    const fact = (name, text) => (text ? [make("dt", { textContent: name }), make("dd", { textContent: text })] : []);
    return make(
      "li",
      { className: severity },
      make("h3", {}, make("b", { textContent: `${words.severity[severity] ?? severity} ${code}` }), ` ${message}`),
      file ? place : null,
      lines.length ? make("pre", { tabIndex: 0 }, ...lines) : null,
      make("dl", {}, ...fact(words.help, help), ...fact(words.why, `portal explain ${code}`)),
    );
  }
}

const placeOf = ({ file, line, column }) => [file, line, column].filter(Boolean).join(":");

/** A line of the source; of the one with the fault, a part is marked and the label stands below. */
function excerptLine({ line, text, from, to }, label) {
  const number = make("span", { className: "number", textContent: String(line) });
  if (from === undefined) return make("div", {}, number, text);
  const letters = [...text];
  const end = Math.max(to ?? from, from + 1);
  const part = letters.slice(from, end).join("") || " ";
  const parts = [letters.slice(0, from).join(""), make("mark", { textContent: part }), letters.slice(end).join("")];
  return make("div", { className: "at" }, number, ...parts, label ? make("i", { textContent: label }) : null);
}

/** As the terminal says it, for whoever wants to ask others. */
function plain(diagnostic) {
  const { severity, code, message, excerpt, help } = diagnostic;
  const lines = (excerpt ?? []).map(({ line, text }) => `${line} | ${text}`);
  return [`${severity}[${code}]: ${message}`, `  --> ${placeOf(diagnostic)}`, ...lines, help ?? ""].join("\n").trimEnd();
}
