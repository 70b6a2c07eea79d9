// The live channel: what the server says has changed, and what is to be done about it.
//
// The channel is one-way. When it breaks, the page is fetched again before it is opened again: a server that was started
// anew has another token, and may have another page.

import { openAtBlock } from "/__portal/editor.js";
import { fetchPage, swapAssets, update } from "/__portal/page.js";
import { Report } from "/__portal/report.js";
import { wordsOf } from "/__portal/words.js";

/** Milliseconds: the first wait before connecting again, the longest, and the time after which the reader is told. */
const [FIRST_WAIT, LONGEST_WAIT, PATIENCE] = [250, 4000, 2000];

/**
 * @typedef {object} State What a message of the kind `state` holds.
 * @property {number} version
 * @property {number} ms How long the change took.
 * @property {"same" | "changed" | "gone"} page
 * @property {string[]} assets
 * @property {{title: string, url: string}[]} others
 * @property {import("./report.js").Diagnostic[]} diagnostics
 * @property {number} unlisted warnings that are not among them
 * @property {boolean} stale
 */

/**
 * @param {import("./morph.js").Page} tree
 * @param {DOMStringMap} tag The attributes of the script's tag: token, version, lang, and what `serve` was started with.
 */
export function start(tree, tag) {
  const words = wordsOf(tag.lang);
  const session = { token: tag.token, version: Number(tag.version), tree };
  const report = new Report(words, session);
  let wait = FIRST_WAIT;
  let retry = null;
  let socket = null;

  // One after the other: the second of two quick saves finds the page as the first one left it.
  let last = Promise.resolve();
  const queue = (work) => (last = last.then(work).catch(() => socket?.close()));

  const refresh = async () => {
    const now = await fetchPage();
    session.token = now.tag.token;
    session.version = Number(now.tag.version);
    if (now.status === 200) update(tree, now.document);
    return now.status !== 404;
  };

  /** @param {State} state */
  const apply = async (state) => {
    const isNew = state.version > session.version;
    let { page } = state;
    if (page === "changed" && isNew && !(await refresh())) page = "gone";
    session.version = Math.max(session.version, state.version);
    swapAssets(tree, state.assets, state.version);
    report.show({ ...state, page }, isNew);
    // A page may show more than its own text: the search finds what was saved on another one.
    if (isNew) document.dispatchEvent(new Event("portal:saved"));
    const [other] = state.others;
    const isHere = document.visibilityState === "visible";
    if ("follow" in tag && other && isHere && new URL(other.url, location.href).origin === location.origin) {
      location.assign(other.url);
    }
  };

  const listen = () => {
    const address = new URL("/__portal/live", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const { token, version } = session;
    address.search = new URLSearchParams({ token, page: location.pathname, version });
    socket = new WebSocket(address);
    socket.addEventListener("message", ({ data }) => {
      wait = FIRST_WAIT;
      report.connected();
      const message = JSON.parse(data);
      if (message.kind === "state") queue(() => apply(message));
      if (message.kind === "progress") report.progress(message);
    });
    socket.addEventListener("close", () => {
      socket = null;
      report.disconnected(PATIENCE);
      retry = setTimeout(reconnect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };

  const reconnect = async () => {
    clearTimeout(retry);
    retry = null;
    try {
      await refresh();
    } catch {
      retry = setTimeout(reconnect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      return;
    }
    listen();
  };

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && retry !== null) reconnect();
  });
  document.addEventListener("click", (event) => openAtBlock(event, session, report));
  listen();
}
