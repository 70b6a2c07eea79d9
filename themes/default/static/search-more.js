// What few readers need of the search: filters, in queries and with counts, and what is nearest when nothing is found.
// `search.js` loads it when a filter is used or opened, or when a query finds nothing.

// Values that are shown of each filter: the most frequent.
const VALUES = 12;
// Letters of a sound that are in the index.
const LONGEST_SOUND = 16;

// The key of a term, the same for all its spellings, as the site makes it.
const termKey = (text) => {
  const visible = text.normalize("NFKC").replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, "");
  const parts = [...visible].map((c) => c.toLowerCase()).join("").split("/");
  return parts.map((part) => part.split(/\p{White_Space}+/u).filter(Boolean).join(" ")).filter(Boolean).join("/");
};

// The pages that pass a filter of a query.
export const passing = async (engine, index, { name, value }) => {
  if (name === "in") {
    const start = engine.decoded(value).replace(/^\/+/, "");
    const starts = ["", index.prefix].map((prefix) => prefix + start);
    const all = await Promise.all(Array.from({ length: index.pages }, (_, page) => engine.entry(index, page)));
    const isBelow = (page) => starts.some((start) => engine.decoded(all[page].address).startsWith(start));
    return new Set([...all.keys()].filter(isBelow));
  }
  const key = termKey(value);
  const asked = index.filters.filter(([filter]) => (filter === "kind") === (name === "kind"));
  const all = await Promise.all(asked.map(([filter]) => engine.values(index, filter)));
  const meant = all.flat().filter((of) => of.key === key || of.key === value || of.aliases.includes(key));
  return new Set(meant.flatMap(({ pages }) => pages));
};

// Of each filter that something is chosen of, a byte for each page: whether it has one of the chosen values.
export const masks = async (engine, chosen) => {
  const index = await engine.start();
  const mask = async (filter) => {
    const mask = new Uint8Array(index.pages);
    for (const { key, title, pages } of await engine.values(index, filter)) {
      const choice = chosen.find((choice) => choice.name === filter && choice.key === key);
      if (!choice) continue;
      choice.title = title;
      for (const page of pages) mask[page] = 1;
    }
    return [filter, mask];
  };
  return new Map(await Promise.all([...new Set(chosen.map(({ name }) => name))].map(mask)));
};

// Buttons that take back what is chosen.
export const showChosen = (line, chosen, label, choose) => {
  const buttons = chosen.map((choice) => {
    const title = choice.title || choice.key;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: title + " ×" });
    button.setAttribute("aria-label", label.replace("{value}", title));
    button.addEventListener("click", () => choose(chosen.filter((other) => other !== choice), true));
    return button;
  });
  line.replaceChildren(...buttons);
};

// How many of the pages that a query finds each value would leave, with what is chosen of the other filters.
const counted = (name, values, { all, masks }, size) => {
  const others = [...masks].filter(([filter]) => filter !== name).map(([, mask]) => mask);
  const left = new Uint8Array(size);
  for (const page of all) left[page] = others.every((mask) => mask[page]) ? 1 : 0;
  return values.map((value) => ({ ...value, count: value.pages.reduce((sum, page) => sum + left[page], 0) }));
};

const showFilter = (fieldset, values, chosen, choose) => {
  const { filter: name } = fieldset.dataset;
  const isChosen = ({ key }) => chosen.some((choice) => choice.name === name && choice.key === key);
  const shown = values
    .filter((value) => value.key && (value.count || isChosen(value)))
    // By all their pages, so that nothing moves when something is chosen.
    .sort((a, b) => (name === "year" ? 0 : b.pages.length - a.pages.length))
    .filter((value, at) => at < VALUES || isChosen(value));
  const boxes = shown.map((value) => {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", value: value.key });
    const count = document.createElement("small");
    box.checked = isChosen(value);
    count.textContent = value.count.toLocaleString();
    label.append(box, " ", value.title, " ", count);
    box.addEventListener("change", () => {
      const others = chosen.filter((choice) => choice.name !== name || choice.key !== value.key);
      choose(box.checked ? [...others, { name, key: value.key }] : others);
    });
    return label;
  });
  const focused = fieldset.contains(document.activeElement) ? document.activeElement.value : undefined;
  fieldset.querySelector("div").replaceChildren(...boxes);
  fieldset.hidden = boxes.length < 2 && !shown.some(isChosen);
  const again = [...fieldset.querySelectorAll("input")].find((box) => box.value === focused);
  if (again) again.focus();
};

export const showFilters = async (panel, engine, found, chosen, choose) => {
  const index = await engine.start();
  const fieldsets = [...panel.querySelectorAll("fieldset")];
  const values = await Promise.all(fieldsets.map(({ dataset }) => engine.values(index, dataset.filter)));
  fieldsets.forEach((fieldset, at) => {
    showFilter(fieldset, counted(fieldset.dataset.filter, values[at], found, index.pages), chosen, choose);
  });
};

// How many letters must be changed, added, left out or exchanged with their neighbour, to make one word of another.
const distance = (a, b) => {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isExchanged) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
};

// The first letter is seldom wrong, and two slips in a short word make another word.
const isNear = (a, b) => a[0] === b[0] && Math.abs(a.length - b.length) <= 2 && distance(a, b) <= (a.length < 5 ? 1 : 2);

// Terms that are spelt nearly like a query, or share two of its neighbouring ideographs.
const nearTerms = async (engine, index, tokens) => {
  const filters = await Promise.all(index.filters.map(([name]) => (name === "kind" ? [] : engine.values(index, name))));
  const terms = filters.flat().map((term) => {
    const spelt = [term.key, ...term.aliases];
    const isLike = ({ text, isPair, isAnywhere }) => {
      return spelt.some((key) => (isPair ? !isAnywhere && key.includes(text) : isNear(text, key)));
    };
    return { ...term, likeness: tokens.filter(isLike).length };
  });
  const near = terms.filter(({ likeness }) => likeness);
  return near.sort((a, b) => b.likeness - a.likeness || b.pages.length - a.pages.length).slice(0, 6);
};

// The pages that have a token, else those with a title or a term that sounds like it.
const likePages = async (engine, index, token) => {
  const pages = await engine.clausePages(index, { tokens: [{ ...token, at: 0 }] });
  if (pages.size || token.isPair) return pages;
  const text = token.text.slice(0, LONGEST_SOUND);
  return engine.clausePages(index, { tokens: [{ text, at: 0, isSound: true, isPrefix: true, isAnywhere: true }] });
};

// Pages that hold the most of a query's tokens, and the tokens that the best of them does not hold.
const nearPages = async (engine, index, tokens) => {
  const found = await Promise.all(tokens.map((token) => likePages(engine, index, token)));
  const held = new Map();
  for (const pages of found) {
    for (const [page, { score }] of pages) {
      const { count, sum } = held.get(page) || { count: 0, sum: 0 };
      held.set(page, { count: count + 1, sum: sum + score });
    }
  }
  const ranked = [...held].sort(([a, x], [b, y]) => y.count - x.count || y.sum - x.sum || a - b);
  if (!ranked.length) return { pages: [], missing: [] };
  const [[best, { count }]] = ranked;
  const pages = ranked.filter(([, of]) => of.count === count).map(([page]) => page);
  return { pages: pages.slice(0, 10), missing: tokens.filter((_, at) => !found[at].has(best)).map(({ text }) => text) };
};

export const showNearest = async (results, engine, { wanted }, texts, list, ask) => {
  const index = await engine.start();
  const tokens = wanted.flatMap(({ tokens }) => tokens);
  const [terms, { pages, missing }] = await Promise.all([
    nearTerms(engine, index, tokens),
    nearPages(engine, index, tokens),
  ]);
  if (results.childElementCount) return;
  if (terms.length) {
    const line = document.createElement("p");
    line.className = "near";
    line.append(texts.terms);
    for (const { title } of terms) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: title });
      button.addEventListener("click", () => ask(`tag:"${title}"`));
      line.append(" ", button);
    }
    results.append(line);
  }
  if (pages.length) {
    const line = document.createElement("p");
    const words = missing.map((word) => `“${word}”`).join(" ");
    line.textContent = missing.length ? texts.without.replace("{words}", words) : texts.apart;
    results.append(line, list(await Promise.all(pages.map((page) => engine.entry(index, page)))));
  }
};
