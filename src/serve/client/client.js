// The first part of what `portal serve` adds to a page. It runs while the page is being read, before any deferred
// script of the theme has touched it, and keeps a copy of what the server sent; `morph.js` says what for.
// Not a module: those wait for the page and for the scripts before them.
(() => {
  const tag = document.currentScript;
  // In a document of its own, where no image is loaded a second time.
  const served = document.implementation.createHTMLDocument().importNode(document.documentElement, true);
  const live = new WeakMap();
  const pair = (copy, node) => {
    live.set(copy, node);
    for (let a = copy.firstChild, b = node.firstChild; a; a = a.nextSibling, b = b.nextSibling) pair(a, b);
  };
  pair(served, document.documentElement);
  import("/__portal/live.js").then(({ start }) => start({ served, live }, tag.dataset));
})();
