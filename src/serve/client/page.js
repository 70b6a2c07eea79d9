// The page itself: fetched again, changed where it differs, kept where its reader was.

import { morph } from "/__portal/morph.js";

/** What an eye takes for one thing. */
const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, pre, figure, table, blockquote, aside, details, dt, dd, img, video, audio";

/** The element that holds what was written, as themes mark it. */
export const TEXT = "[data-content]";

/** How long what has changed is marked, in milliseconds. */
const MARKED = 1200;

/** For this many milliseconds after readers moved the page, it is not moved for them. */
const MOVED = 1500;

/** The element that `serve` adds to each page. */
export const TAG = "script[src='/__portal/client.js']";

let readerMoved = -Infinity;
for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(type, () => (readerMoved = performance.now()), { capture: true, passive: true });
}

/**
 * The page as the server has it now, and the status of the reply.
 * @returns {Promise<{document: Document, tag: DOMStringMap, status: number}>}
 * @throws When there is no server, or not ours.
 */
export async function fetchPage() {
  const reply = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(5000) });
  const next = new DOMParser().parseFromString(await reply.text(), "text/html");
  const tag = next.querySelector(TAG);
  if (!tag) throw new Error("not a page of portal serve");
  return { document: next, tag: { ...tag.dataset }, status: reply.status };
}

/**
 * Changes the page into `next`, or loads it anew where that cannot be done.
 * @param {import("./morph.js").Page} page
 * @param {Document} next
 */
export function update(page, next) {
  const { served } = page;
  strip(served);
  strip(next);
  if (scripts(served) !== scripts(next)) return location.reload();
  const restore = keepPlace();
  const changed = new Set();
  try {
    // Not the root: a script that ran before the first paint has given it classes.
    for (const name of ["head", "body"]) {
      const [before, after] = [served.querySelector(name), next.querySelector(name)];
      morph(page, before, after, { swap: swapSheet, changed });
      if (!before.isEqualNode(after)) throw new Error("the page is not what it should be");
    }
  } catch (failure) {
    console.warn(failure);
    return location.reload();
  }
  document.documentElement.lang = next.documentElement.lang;
  document.dispatchEvent(new Event("portal:updated"));
  restore();
  show(changed);
}

/** Takes out what is not the page's own, or is read in another way where scripts run. */
function strip(tree) {
  for (const node of tree.querySelectorAll(`${TAG}, noscript`)) node.remove();
}

/** All that would have to run again. */
function scripts(tree) {
  return [...tree.querySelectorAll("script:not([type$=json])")].map((script) => script.outerHTML).join("\n");
}

/** The new sheet is there before the old one goes: nothing flashes. */
export function swapSheet(link, href) {
  const next = link.cloneNode();
  next.href = href;
  for (const type of ["load", "error"]) next.addEventListener(type, () => link.remove());
  link.after(next);
  return next;
}

/**
 * The blocks on the screen: those of the text first, for others may stick to it; of them those that begin there first,
 * which say more than one that only ends there.
 */
export function blocksOnScreen() {
  const seen = [];
  for (const block of document.querySelectorAll(`main :is(${BLOCKS})`)) {
    const { top, bottom, height } = block.getBoundingClientRect();
    if (height && bottom > 0 && top < innerHeight) seen.push({ block, top });
  }
  const rank = ({ block, top }) => (block.closest(TEXT) ? 0 : 2) + (top < 0 ? 1 : 0);
  return seen.sort((a, b) => rank(a) - rank(b));
}

/** Notes where the reader is; the returned function goes there again, whatever was put in above. */
function keepPlace() {
  if (scrollY === 0) return () => {};
  const seen = blocksOnScreen();
  const root = document.documentElement;
  root.style.overflowAnchor = "none";
  return () => {
    const still = seen.find(({ block }) => block.isConnected && block.getBoundingClientRect().height);
    if (still) scrollBy({ top: still.block.getBoundingClientRect().top - still.top, behavior: "instant" });
    requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
  };
}

/** Marks the blocks that have changed; the first is brought into view if none of them is. */
function show(changed) {
  const main = document.querySelector("main");
  const inMain = [...changed].filter((node) => main?.contains(node) && node !== main);
  const inText = inMain.filter((node) => node.closest(TEXT));
  const blocks = new Set();
  for (const node of inText.length ? inText : inMain) {
    const block = node.closest(BLOCKS) ?? node;
    if (block.getBoundingClientRect().height) blocks.add(block);
  }
  if (!blocks.size) return;
  const marked = [...blocks].filter((block) => ![...blocks].some((other) => other !== block && other.contains(block)));
  marked.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const isOnScreen = (block) => {
    const { top, bottom } = block.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  if (!marked.some(isOnScreen) && performance.now() - readerMoved > MOVED) {
    scrollBy({ top: marked[0].getBoundingClientRect().top - innerHeight * 0.3, behavior: "instant" });
  }
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const block of marked.filter(isOnScreen)) {
    const outline = ["2px solid #1a73d8", "2px solid transparent"];
    block.animate({ outline, outlineOffset: ["4px", "4px"], easing: ["ease-in", "linear"] }, MARKED);
  }
}

/** Shows files anew whose bytes are others under the same address. */
export function swapAssets({ served, live }, paths, version) {
  const wanted = new Set(paths.map(decode));
  const renewed = (address) => {
    const url = new URL(address, document.baseURI);
    if (url.origin !== location.origin || !wanted.has(decode(url.pathname))) return null;
    url.searchParams.set("v", version);
    return url.href;
  };
  for (const copy of served.querySelectorAll("link[rel~=stylesheet][href]")) {
    const link = live.get(copy);
    const href = renewed(link.href);
    if (href) live.set(copy, swapSheet(link, href));
  }
  for (const element of document.querySelectorAll("img, source, video, audio")) {
    const src = element.src && renewed(element.src);
    if (src) element.src = src;
    if (src && element.localName === "source") element.parentElement.load?.();
    if (element.srcset) {
      element.srcset = element.srcset.replace(/[^\s,]\S*[^\s,]/g, (part) => renewed(part) ?? part);
    }
  }
}

function decode(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
