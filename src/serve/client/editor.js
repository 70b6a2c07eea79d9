// From a block on the page to its line in the editor.

import { TEXT } from "/__portal/page.js";

/**
 * @typedef {object} Session
 * @property {string} token
 * @property {number} version
 * @property {import("./morph.js").Page} tree
 */

/** The lines of the page's blocks, as the server counted them: `{version, count, lines}`. */
let known = null;

async function ask(method, route, parameters, { token }) {
  const address = `/__portal/${route}?${new URLSearchParams(parameters)}`;
  const reply = await fetch(address, { method, headers: { "X-Portal-Token": token } });
  if (!reply.ok) throw new Error(`${reply.status} ${reply.statusText}`);
  return reply.json();
}

/**
 * Opens the editor, or says why not.
 * @param {{page: string, line?: number} | {file: string, line?: number, column?: number}} place
 */
export async function openEditor(place, session, report) {
  const { page, file, line, column } = place;
  const asked = Object.entries({ page, file, line, column }).filter(([, value]) => value !== undefined);
  try {
    const { opened, link, why } = await ask("POST", "open", Object.fromEntries(asked), session);
    if (opened) report.say(report.words.opened);
    else if (link) location.assign(link);
    else report.say(why);
  } catch (failure) {
    report.say(failure.message);
  }
}

/** Alt and a click: the block below the pointer. */
export function openAtBlock(event, session, report) {
  const block = event.target;
  if (!event.altKey || event.button || !(block instanceof Element) || !block.closest("main")) return;
  event.preventDefault();
  openPage(block, session, report);
}

/** Opens the source of the page, at the line of `block` where that is known. */
export async function openPage(block, session, report) {
  const line = await lineOf(block, session).catch(() => undefined);
  await openEditor({ page: location.pathname, line }, session, report);
}

/** The line of the last known element that is `block`, is around it, or begins before it. */
async function lineOf(block, session) {
  const { token, version, tree } = session;
  if (!block.closest(TEXT)) return undefined;
  if (known?.version !== version) {
    known = { ...(await ask("GET", "lines", { page: location.pathname }, { token })), version };
  }
  // Counted in what the server sent: scripts have put more into the page.
  const elements = tree.served.querySelectorAll(`${TEXT} *`);
  if (elements.length !== known.count) return undefined;
  const begins = ([index]) => {
    const node = tree.live.get(elements[index]);
    return node === block || node.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING;
  };
  return known.lines.findLast(begins)?.[1];
}
