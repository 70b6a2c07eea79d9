// Makes the page what the server has now, and touches nothing else.
//
// Three trees take part: what the server sent last, what it sends now, and the page. Only what differs between the first
// two is done to the page. So all that readers, browsers and scripts did to the rest stays as it is: focus, selection,
// open details, playing media, form values, chosen tabs, buttons that a script has put in. (A library that compares the
// page itself with the new text would take those for old text and remove them.)
//
// The tree of what was sent is changed along with the page: afterwards it equals the new one, and each of its nodes still
// knows its node on the page.

/**
 * @typedef {object} Page
 * @property {Element} served What the server sent last.
 * @property {WeakMap<Node, Node>} live The page's node of each node of `served`.
 */

/**
 * @param {Page} page
 * @param {Node} served Part of `page.served`.
 * @param {Node} next What that part is now.
 * @param {{swap: (link: Element, href: string) => Element, changed: Set<Node>}} effects `swap` changes the address of a
 *   style sheet; `changed` takes the nodes of the page that look different now.
 */
export function morph(page, served, next, effects) {
  if (served.isEqualNode(next)) return;
  if (!(served instanceof Element)) return morphText(page, served, next, effects);
  morphAttributes(page, served, next, effects);
  morphChildren(page, served, next, effects);
}

/** Only the part that differs is replaced: a selection in the rest of the text stays. */
function morphText({ live }, served, next, { changed }) {
  const [before, after] = [served.data, next.data];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const node = live.get(served);
  const text = after.slice(start, after.length - end);
  if (node.data === before) node.replaceData(start, before.length - end - start, text);
  served.data = after;
  if (node.parentElement && (before + after).trim()) changed.add(node.parentElement);
}

function morphAttributes({ live }, served, next, { swap, changed }) {
  const names = new Set([...served.getAttributeNames(), ...next.getAttributeNames()]);
  for (const name of names) {
    const [before, after] = [served.getAttribute(name), next.getAttribute(name)];
    if (before === after) continue;
    const node = live.get(served);
    if (name === "class") {
      // Scripts have added classes of their own.
      const [old, now] = [new Set(served.classList), new Set(next.classList)];
      node.classList.remove(...[...old].filter((part) => !now.has(part)));
      node.classList.add(...[...now].filter((part) => !old.has(part)));
    } else if (name === "href" && after && node.matches("link[rel~=stylesheet]")) {
      live.set(served, swap(node, after));
    } else if (after === null) {
      node.removeAttribute(name);
    } else {
      node.setAttributeNode(next.getAttributeNode(name).cloneNode());
    }
    if (after === null) served.removeAttribute(name);
    else served.setAttributeNode(next.getAttributeNode(name).cloneNode());
    changed.add(node);
  }
}

function morphChildren(page, served, next, effects) {
  const { live } = page;
  const { changed } = effects;
  const parent = live.get(served);
  const olds = [...served.childNodes];
  const news = [...next.childNodes];
  const { partners, moved } = align(olds, news);

  const kept = new Set(partners);
  for (const [index, old] of olds.entries()) {
    if (kept.has(index)) continue;
    old.remove();
    const node = live.get(old);
    if (node.parentNode && !moved.has(index) && isSeen(node)) changed.add(node.nextElementSibling ?? node.parentElement);
    if (!moved.has(index)) node.remove();
  }

  let previous = null;
  for (const [index, wanted] of news.entries()) {
    let child = olds[partners[index]];
    if (!child) {
      const from = [...moved].find(([, to]) => to === index)?.[0];
      child = olds[from] ?? served.ownerDocument.importNode(wanted, true);
      const node = live.get(child) ?? copyOf(child, live);
      served.insertBefore(child, previous ? previous.nextSibling : served.firstChild);
      const after = previous && childOf(parent, live.get(previous));
      place(parent, node, after ? after.nextSibling : parent.firstChild);
      if (isSeen(node)) changed.add(node instanceof Element ? node : parent);
    }
    morph(page, child, wanted, effects);
    previous = child;
  }
}

/** Whether it is more than space between elements. */
const isSeen = (node) => node instanceof Element || node.data.trim() !== "";

/** The child of `parent` that is `node` or that a script has put around it. */
function childOf(parent, node) {
  while (node && node.parentNode !== parent) node = node.parentNode;
  return node;
}

/** Moving keeps what playing and focus there are, in browsers that can. */
function place(parent, node, before) {
  if (parent.moveBefore && node.isConnected) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/** A copy for the page, which the nodes of `tree` then know. */
function copyOf(tree, live) {
  const copy = document.importNode(tree, false);
  live.set(tree, copy);
  for (const child of tree.childNodes) copy.append(copyOf(child, live));
  return copy;
}

/**
 * Which old child each new one is.
 * @param {Node[]} olds
 * @param {Node[]} news
 * @returns {{partners: number[], moved: Map<number, number>}} For each new child the index of the old one, in ascending
 *   order, -1 for none; and the old ones that went to another place, with that place.
 */
function align(olds, news) {
  const partners = news.map(() => -1);
  let start = 0;
  while (start < Math.min(olds.length, news.length) && olds[start].isEqualNode(news[start])) {
    partners[start] = start;
    start += 1;
  }
  let [end, newEnd] = [olds.length, news.length];
  while (end > start && newEnd > start && olds[end - 1].isEqualNode(news[newEnd - 1])) {
    end -= 1;
    newEnd -= 1;
    partners[newEnd] = end;
  }

  // The same id, or else the same text, once on each side.
  const places = uniqueKeys(olds, start, end);
  const same = [];
  for (const [key, to] of uniqueKeys(news, start, newEnd)) {
    if (places.has(key)) same.push([places.get(key), to]);
  }
  const inOrder = longestAscending(same);
  const moved = new Map();
  for (const pair of same) {
    if (inOrder.has(pair)) partners[pair[1]] = pair[0];
    else moved.set(...pair);
  }

  // Between those, elements of the same name; then texts between those.
  const movedTo = new Set(moved.values());
  const isFree = (from, to) => !moved.has(from) && !movedTo.has(to) && olds[from].nodeName === news[to].nodeName;
  fillGaps(partners, olds.length, (from, to) => isFree(from, to) && olds[from] instanceof Element);
  fillGaps(partners, olds.length, isFree);
  return { partners, moved };
}

function uniqueKeys(nodes, start, end) {
  const keys = new Map();
  const repeated = new Set();
  for (let index = start; index < end; index += 1) {
    const node = nodes[index];
    if (!(node instanceof Element)) continue;
    const key = node.id ? `${node.nodeName}#${node.id}` : node.outerHTML;
    if (keys.has(key)) repeated.add(key);
    keys.set(key, index);
  }
  for (const key of repeated) keys.delete(key);
  return keys;
}

/** The most pairs whose first numbers ascend; their second numbers do. */
function longestAscending(pairs) {
  const last = []; // of the runs of each length, the one with the lowest end
  for (const pair of pairs) {
    let [low, high] = [0, last.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (last[middle].pair[0] < pair[0]) low = middle + 1;
      else high = middle;
    }
    last[low] = { pair, before: last[low - 1] };
  }
  const run = new Set();
  for (let link = last.at(-1); link; link = link.before) run.add(link.pair);
  return run;
}

function fillGaps(partners, length, fits) {
  let [from, to] = [0, 0];
  for (let index = 0; index <= partners.length; index += 1) {
    const end = index < partners.length ? partners[index] : length;
    if (end < 0) continue;
    for (let old = from; to < index; to += 1) {
      let fit = old;
      while (fit < end && !fits(fit, to)) fit += 1;
      if (fit === end) continue;
      partners[to] = fit;
      old = fit + 1;
    }
    from = end + 1;
    to = index + 1;
  }
}
