// The search: first the engine, which finds pages in the published index, then the page that shows them.
// The engine reads queries and ranks pages as `portal search` does; a test compares the two.

const IDEOGRAPH =
  /[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{3FFFD}\u3005\u3007\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF\u31F0-\u31FF\uAC00-\uD7A3]/u;
const LETTER = /[\p{Alphabetic}\p{N}]/u;
const LETTER_OR_MARK = /[\p{Alphabetic}\p{N}\p{M}]/u;
const LONGEST_QUERY = 200;
const LONGEST_WORD = 40;
const VERSION = 2;
// More than any number of a page.
const SCORE = 2 ** 32;
// Results that are shown of each kind.
const GROUP = 5;

// Half-width kana as full-width, traditional characters as simplified.
const foldIdeograph = (c, simplified) => {
  if (c >= "\uFF66" && c <= "\uFF9D") return c.normalize("NFKC");
  return simplified.get(c) || c;
};

// Letters without case, width and accents.
const foldWord = (text) => {
  const letters = [...text.normalize("NFKD").replace(/\p{M}/gu, "")];
  return letters.slice(0, LONGEST_WORD).map((c) => c.toLowerCase()).join("");
};

// Calls `take(text, position, isPair)` for each pair of ideographs and each word. A pair at the end of a run has one.
const cut = (text, simplified, take) => {
  const chars = [...text];
  const folded = (at) => (at < chars.length ? foldIdeograph(chars[at], simplified) : "");
  let position = 0;
  let afterIdeograph = false;
  for (let at = 0; at < chars.length; at++) {
    const c = folded(at);
    if (IDEOGRAPH.test(c)) {
      const next = IDEOGRAPH.test(folded(at + 1)) ? folded(at + 1) : "";
      take(c + next, position, true);
      position += next ? 1 : 2;
      afterIdeograph = true;
    } else if (LETTER.test(c)) {
      let end = at + 1;
      while (end < chars.length && LETTER_OR_MARK.test(chars[end]) && !IDEOGRAPH.test(folded(end))) end++;
      if (afterIdeograph && position) position--;
      afterIdeograph = false;
      const word = foldWord(chars.slice(at, end).join(""));
      if (word) take(word, position++, false);
      at = end - 1;
    }
  }
};

const readClause = (text, isExcluded, isOpen, simplified) => {
  const tokens = [];
  cut(text, simplified, (text, at, isPair) => {
    const isHalf = isPair && [...text].length < 2;
    const last = tokens.at(-1);
    const isAfter = (token, distance) => token && token.isPair && !token.isAnywhere && token.at + distance === at;
    // The last of a run is in the pair before it. An ideograph alone stands anywhere on the page.
    if (isHalf && isAfter(last, 1)) return;
    // What is in the pairs before and behind it is not needed.
    if (isPair && isAfter(last, 1) && isAfter(tokens.at(-2), 2)) tokens.pop();
    tokens.push({ text, at, isPair, isAnywhere: isHalf });
  });
  if (isOpen && tokens.length && !tokens.at(-1).isPair) tokens.at(-1).isPrefix = true;
  return tokens.length ? { tokens, isExcluded, text } : null;
};

// A part of a query: `-`, the name of a filter and its value, quoted or not, or words, quoted or not.
const PART =
  /(-(?!\p{White_Space}))?(?:(tag|kind|in)[:：](?:["“”]([^"“”]+)["“”]?|([^"“”\p{White_Space}]\P{White_Space}*))|["“”]([^"“”]*)["“”]?|(\P{White_Space}+))/gu;

// What a reader asks for: clauses that must hold, or not, and filters.
export const parse = (text, simplified = new Map()) => {
  const query = { clauses: [], filters: [] };
  const read = [...text.slice(0, 2 * LONGEST_QUERY)].slice(0, LONGEST_QUERY).join("");
  for (const [, not, name, quotedValue, value, quoted, word] of read.matchAll(PART)) {
    const isExcluded = Boolean(not);
    if (name) {
      query.filters.push({ name, value: quotedValue || value, isExcluded });
      continue;
    }
    const isOpen = quoted === undefined;
    const clause = readClause(isOpen ? word : quoted, isExcluded, isOpen, simplified);
    if (clause) query.clauses.push(clause);
  }
  return query;
};

const decoded = (address) => {
  try {
    return decodeURIComponent(address);
  } catch (malformed) {
    return address;
  }
};

// Undoes gzip.
const unpack = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));

const broken = () => new Error("broken");

// The columns of a shard, as `src/search/shard.rs` describes them.
const decode = async (file) => {
  const end = 4 + (file.byteLength > 4 ? new DataView(file).getUint32(0, true) : 0);
  const bytes = new Uint8Array(await unpack(file.slice(4, end)).arrayBuffer());
  const low = new Uint8Array(file.slice(end));
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length) throw broken();
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128 || shift > 21) return value;
    }
  };
  const column = (length) => {
    if (length > bytes.length - at) throw broken();
    const numbers = new Uint32Array(length);
    for (let index = 0; index < length; index++) numbers[index] = number();
    return numbers;
  };
  const text = new TextDecoder();
  let token = new Uint8Array();
  const tokens = Array.from({ length: Math.min(number(), bytes.length) }, () => {
    const shared = number();
    const more = number();
    token = Uint8Array.of(...token.subarray(0, shared), ...bytes.subarray(at, (at += more)));
    return text.decode(token);
  });
  // At each place the sum of what is before it.
  const sums = (column, shift) => {
    const sums = new Uint32Array(column.length + 1);
    column.forEach((value, at) => (sums[at + 1] = sums[at] + (value >>> shift)));
    return sums;
  };
  const firsts = sums(column(tokens.length), 0);
  const pages = column(firsts.at(-1));
  const heads = bytes.subarray(at, (at += pages.length));
  const places = sums(heads, 2);
  const high = column(places.at(-1));
  if (low.length !== high.length) throw broken();
  return { tokens, firsts, pages, heads, places, high, low };
};

// Adds to `hits` the records of the tokens of a shard that are wanted: by page, those of one page in a chain.
const addHits = (hits, columns, isWanted) => {
  const { tokens, firsts, pages, heads } = columns;
  tokens.forEach((token, index) => {
    if (!isWanted(token)) return;
    let page = 0;
    for (let record = firsts[index]; record < firsts[index + 1]; record++) {
      page += pages[record];
      const next = hits.get(page);
      const weight = Math.max(heads[record] & 3, next ? next.weight : 0);
      hits.set(page, { weight, columns, record, next });
    }
  });
};

// Where a token of a clause stands, as the place where the clause begins.
const startsOf = (hit, at) => {
  const starts = [];
  for (let one = hit; one; one = one.next) {
    const { places, high, low } = one.columns;
    let start = -at;
    for (let place = places[one.record]; place < places[one.record + 1]; place++) {
      start += high[place] * 256 + low[place];
      if (start >= 0) starts.push(start);
    }
  }
  return hit.next ? [...new Set(starts)].sort((a, b) => a - b) : starts;
};

// At how many places a token stands.
const countOf = (hit) => {
  const { places } = hit.columns;
  return hit.next ? startsOf(hit, 0).length : places[hit.record + 1] - places[hit.record];
};

// By code points, as shards are sorted; `<` compares surrogates.
const isBefore = (a, b) => {
  const [x, y] = [[...a], [...b]];
  const at = x.findIndex((c, at) => c !== y[at]);
  if (at < 0) return x.length < y.length;
  return at < y.length && x[at].codePointAt(0) < y[at].codePointAt(0);
};

// How many entries of a sorted list hold; those that hold are the first.
const partitionPoint = (list, holds) => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
};

const intersect = (a, b) => {
  let at = 0;
  return a.filter((value) => {
    while (b[at] < value) at++;
    return b[at] === value;
  });
};

// The place of a clause counts most, then how often it is there.
const score = (weight, count) => weight + 8 * (31 - Math.clz32(count + 1));

// Clauses near each other belong together.
const near = (a, b) => {
  let nearest = Infinity;
  let at = 0;
  for (const position of a) {
    while (b[at] < position) at++;
    for (const other of [b[at - 1], b[at]]) {
      if (other !== undefined) nearest = Math.min(nearest, Math.abs(other - position));
    }
  }
  return nearest <= 10 ? 80 : nearest <= 50 ? 40 : 0;
};

const get = async (url, options) => {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(url);
  return response;
};

// An index whose files are below `base`. Files are read when they are needed, and kept. `loadMore` gives the functions of
// `search-more.js`.
export const open = (base, loadMore) => {
  let manifest;
  const kept = new Map();
  const missing = new Set();

  const readManifest = async (options) => {
    const read = await (await get(base + "index.json", options)).json();
    if (read.version !== VERSION) throw broken();
    const simplified = [...read.simplified];
    const pairs = simplified.flatMap((c, at) => (at % 2 ? [] : [[c, simplified[at + 1]]]));
    return { ...read, simplified: new Map(pairs) };
  };
  const start = () => {
    manifest = manifest || readManifest();
    // A reader who is back on the network need not load the page again.
    manifest.catch(() => (manifest = undefined));
    return manifest;
  };
  const keep = (name, make) => {
    if (!kept.has(name)) {
      kept.set(name, make());
      kept.get(name).catch(() => kept.delete(name) && missing.add(name));
    }
    return kept.get(name);
  };
  const file = (name, read) => {
    // A browser may keep the answer that a file is not there.
    const options = missing.has(name) ? { cache: "no-cache" } : {};
    return keep(name, async () => read(await (await get(base + name, options)).arrayBuffer()));
  };
  const shard = (name) => file(name, decode);
  const rows = (name) => file(name, (bytes) => unpack(bytes).json());

  const entry = async (index, page) => {
    const [first, name] = index.chunks[partitionPoint(index.chunks, ([first]) => first <= page) - 1];
    const [title, address, , date] = (await rows(name))[page - first];
    return { title, address, date };
  };

  const readValues = async (index, filter) => {
    if (filter === "year") {
      const end = (at) => (index.years[at + 1] || [0, index.pages])[1];
      const pages = (first, end) => Array.from({ length: end - first }, (_, at) => first + at);
      return index.years.map(([key, first], at) => ({ key, title: key, aliases: [], pages: pages(first, end(at)) }));
    }
    const [, , names] = index.filters.find(([name]) => name === filter) || [filter, 0, []];
    return (await Promise.all(names.map(rows))).flat().map(([key, title, aliases, distances]) => {
      let page = 0;
      return { key, title, aliases, pages: distances.map((distance) => (page += distance)) };
    });
  };
  // The values of a filter, each with the numbers of its pages. Those of a year are neighbours.
  const values = (index, filter) => keep([filter, ...index.filters].join(), () => readValues(index, filter));

  // The pages that have a token.
  const tokenPages = async (index, { text, isPair, isPrefix, isSound }) => {
    const shards = isPair ? index.pairs : isSound ? index.sounds : index.words;
    const isWanted = isPrefix ? (token) => token.startsWith(text) : (token) => token === text;
    const first = Math.max(partitionPoint(shards, ([token]) => isBefore(token, text)) - 1, 0);
    const isBehind = ([token]) => isBefore(text, token) && !isWanted(token);
    const count = shards.slice(first).findIndex(isBehind);
    const names = shards.slice(first, count < 0 ? shards.length : first + count).map(([, name]) => name);
    const add = async () => {
      const hits = new Map();
      for (const columns of await Promise.all(names.map(shard))) addHits(hits, columns, isWanted);
      return hits;
    };
    return keep([text, isPrefix, ...names].join(), add);
  };

  // The pages on which the tokens of a clause stand together. An ideograph alone is anywhere on the page.
  const clausePages = async (index, { tokens }) => {
    const hits = await Promise.all(tokens.map((token) => tokenPages(index, token)));
    const fewest = hits.reduce((a, b) => (b.size < a.size ? b : a));
    // A clause with a rare token counts more.
    const rarity = 35 - Math.clz32(index.pages / fewest.size);
    const scored = (weight, count) => score(index.weights[weight], count) * rarity;
    const found = new Map();
    if (!tokens[1]) {
      // Where it stands is read only for several clauses.
      for (const [page, hit] of fewest) found.set(page, { score: scored(hit.weight, countOf(hit)), hit });
      return found;
    }
    pages: for (const page of fewest.keys()) {
      let [weight, starts] = [3];
      for (let token = 0; token < tokens.length; token++) {
        const hit = hits[token].get(page);
        if (!hit) continue pages;
        weight = Math.min(weight, hit.weight);
        if (tokens[token].isAnywhere) continue;
        const more = startsOf(hit, tokens[token].at);
        starts = starts ? intersect(starts, more) : more;
        if (!starts.length) continue pages;
      }
      found.set(page, { score: scored(weight, starts ? starts.length : 0), starts: starts || [] });
    }
    return found;
  };

  // Pages by their kind, the kind of the best page first.
  const byKind = (index, kinds, pages) => {
    const kindOf = new Uint8Array(index.pages);
    kinds.forEach(({ pages }, at) => pages.forEach((page) => (kindOf[page] = at)));
    const groups = kinds.map(({ key, title }) => ({ key, title, pages: [] }));
    for (const page of pages) groups[kindOf[page]].pages.push(page);
    const place = (group) => pages.indexOf(group.pages[0]);
    return groups.filter((group) => group.pages.length).sort((a, b) => place(a) - place(b));
  };

  const findIn = async (index, text, count, masks) => {
    const { clauses, filters } = parse(text, index.simplified);
    const hasKinds = clauses.length > 0 && !masks.has("kind") && index.filters.some(([name, of]) => name === "kind" && of > 1);
    const kinds = hasKinds ? values(index, "kind") : [];
    const pages = await Promise.all(clauses.map((clause) => clausePages(index, clause)));
    let found;
    clauses.forEach((clause, at) => {
      if (clause.isExcluded) return;
      if (!found) return (found = new Map(pages[at]));
      for (const [page, one] of found) {
        const other = pages[at].get(page);
        if (!other) found.delete(page);
        else {
          const [starts, others] = [one, other].map(({ starts, hit }) => starts || startsOf(hit, 0));
          found.set(page, { score: one.score + other.score + near(starts, others), starts });
        }
      }
    });
    if (!found) {
      const length = clauses.length || filters.length ? index.pages : 0;
      found = new Map(Array.from({ length }, (_, page) => [page, { score: 0 }]));
    }
    clauses.forEach((clause, at) => {
      if (clause.isExcluded) for (const page of pages[at].keys()) found.delete(page);
    });
    for (const filter of filters) {
      const pages = await (await loadMore()).passing(engine, index, filter);
      for (const page of [...found.keys()]) if (pages.has(page) === filter.isExcluded) found.delete(page);
    }
    // One number for each page sorts fastest.
    const ranks = Float64Array.from(found, ([page, { score }]) => page - score * SCORE).sort();
    const ranked = Array.from(ranks, (rank) => ((rank % SCORE) + SCORE) % SCORE);
    const left = masks.size ? ranked.filter((page) => [...masks.values()].every((mask) => mask[page])) : ranked;
    const all = hasKinds ? byKind(index, await kinds, left) : [{ pages: left }];
    const most = all.length > 1 ? GROUP : count;
    const read = ({ pages }) => Promise.all(pages.slice(0, most).map((page) => entry(index, page)));
    const entries = await Promise.all(all.map(read));
    const groups = all.map((group, at) => ({ ...group, entries: entries[at] }));
    const wanted = clauses.filter((clause) => !clause.isExcluded);
    const hasFilters = index.years.length > 1 || index.filters.some(([, of]) => of > 1);
    return { wanted, simplified: index.simplified, all: ranked, masks, pages: left, groups, hasFilters };
  };

  const engine = {
    start,
    values,
    clausePages,
    entry,
    decoded,
    // The numbers of the pages that a query finds, best first; in `pages` those that all masks have a 1 for. Of these, what
    // is shown of the first `count`, or of the best of each kind.
    async find(text, count, masks = new Map()) {
      const index = await start();
      try {
        return await findIn(index, text, count, masks);
      } catch (gone) {
        // The site may have been published again since the manifest was read.
        manifest = readManifest({ cache: "no-cache" });
        return findIn(await start(), text, count, masks);
      }
    },
  };
  return engine;
};

// Excerpts: the text of a page around the words that were asked for.

const BLOCKS = "h1,h2,h3,h4,h5,h6,p,li,td,th,pre,dt,dd,figcaption,summary,blockquote,div,article,main";
const HIDDEN = "nav,script,style,svg,math,.anchor,[aria-hidden]";
const EXCERPT = 160;
const BEFORE_HIT = 40;

// The text as the index has it, and for each unit of it the place in `text`.
const foldText = (text, simplified) => {
  const places = [];
  let folded = "";
  let at = 0;
  for (const c of text) {
    const known = foldIdeograph(c, simplified);
    const part = IDEOGRAPH.test(known) ? known : c.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    for (let unit = 0; unit < part.length; unit++) places.push(at);
    folded += part;
    at += c.length;
  }
  places.push(at);
  return { folded, places };
};

// Finds a clause in folded text. Words begin where words begin, but for parts of words such as `hub` of `GitHub`.
const patterns = ({ tokens }) => {
  const quote = (text) => text.replace(/[^\p{L}\p{N}\s]/gu, "\\$&");
  let source = "";
  tokens.forEach(({ text, at, isPair }, index) => {
    const before = tokens[index - 1];
    const distance = isPair && before && before.isPair && !before.isAnywhere ? at - before.at : 9;
    if (distance < 3) source += [...text].slice(2 - distance).join("");
    else source += (before ? "[^\\p{L}\\p{N}]*" : "") + quote(text);
  });
  const whole = tokens[0].isPair ? source : "(?<![\\p{L}\\p{N}])" + source;
  return [new RegExp(whole, "gu"), new RegExp(source, "gu")];
};

// Where clauses stand in a text: `[start, end, clause]`, ascending.
const hits = (text, clauses, simplified) => {
  const { folded, places } = foldText(text, simplified);
  const found = clauses.flatMap((clause, number) => {
    const of = (pattern) => [...folded.matchAll(pattern)].map((hit) => [hit.index, hit.index + hit[0].length]);
    const [whole, anywhere] = patterns(clause).map(of);
    return (whole.length ? whole : anywhere).map(([start, end]) => [places[start], places[end], number]);
  });
  return found.sort(([a], [b]) => a - b);
};

const create = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

// Appends a text with its hits marked.
const appendMarked = (element, text, found) => {
  let at = 0;
  for (const [start, end] of found) {
    if (start < at || end > text.length) continue;
    element.append(text.slice(at, start), create("mark", {}, text.slice(start, end)));
    at = end;
  }
  element.append(text.slice(at));
};

// The blocks of text of a page, each with the id of the heading that it stands under.
const readBlocks = async (url) => {
  const page = new DOMParser().parseFromString(await (await get(url)).text(), "text/html");
  const root = page.querySelector("[data-content]") || page.querySelector("main") || page.body;
  const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const blocks = [];
  let heading = "";
  let last;
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest(HIDDEN)) continue;
    const block = parent.closest(BLOCKS);
    if (block !== last) {
      if (/^H[1-6]$/.test(block.tagName)) heading = block.id;
      blocks.push({ text: "", heading });
      last = block;
    }
    blocks.at(-1).text += walker.currentNode.data;
  }
  for (const block of blocks) block.text = block.text.replace(/\s+/g, " ").trim();
  return blocks.filter(({ text }) => text);
};

// The block that holds most of the clauses, cut to an excerpt, with its hits.
const excerpt = (blocks, clauses, simplified) => {
  let best = { text: "", ...blocks[0], found: [], count: 0 };
  for (const block of blocks) {
    const found = hits(block.text, clauses, simplified);
    const count = new Set(found.map(([, , clause]) => clause)).size;
    if (count > best.count) best = { ...block, found, count };
    if (count && count === clauses.length) break;
  }
  const [hit] = best.found;
  let start = hit ? Math.max(hit[0] - BEFORE_HIT, 0) : 0;
  if (start) start += best.text.slice(start, hit[0]).search(/[\s，。；：！？]/) + 1;
  const text = (start ? "…" : "") + best.text.slice(start, start + EXCERPT);
  const moved = start ? start - 1 : 0;
  return {
    text: start + EXCERPT < best.text.length ? text + "…" : text,
    found: best.found.map(([from, to]) => [from - moved, to - moved]).filter(([from]) => from >= 0),
    heading: hit ? best.heading : "",
    hit: hit ? best.text.slice(hit[0], hit[1]) : "",
  };
};

// An address that leads to a text on a page: browsers bring it into view and mark it.
const withText = (url, heading, text) => {
  const fragment = text ? ":~:text=" + encodeURIComponent(text).replace(/-/g, "%2D") : "";
  return heading || fragment ? `${url}#${encodeURIComponent(heading)}${fragment}` : url;
};

// The page of the search.

const PAGE = 20;
const WAIT = 80;
const SLOW = 500;

const startPage = (form) => {
  const { root, index, more, one, other, none, failed, busy, ofKind, remove } = form.dataset;
  const field = form.elements.q;
  const status = document.querySelector(".found [role=status]");
  const chips = document.querySelector(".found .chosen");
  const results = document.querySelector(".found .results");
  const button = document.querySelector(".found .actions button");
  const panel = document.querySelector(".choices");
  const elsewhere = document.querySelector(".elsewhere");
  const texts = new Map();
  // What few readers need comes when it is needed.
  const loadMore = () => import(new URL(more, document.baseURI));
  let engine = open(index, loadMore);
  let asked = 0;
  let shown = { address: "", count: 0 };
  let chosen = [];
  let timer;

  const showExcerpt = async (item, entry, { wanted, simplified }) => {
    const url = root + entry.address;
    if (!texts.has(url)) texts.set(url, readBlocks(url));
    try {
      const { text, found, heading, hit } = excerpt(await texts.get(url), wanted, simplified);
      appendMarked(item.querySelector(".excerpt"), text, found);
      item.querySelector("a").href = withText(url, heading, hit);
    } catch (offline) {
      texts.delete(url);
    }
  };
  const onScreen = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting || !target.read) continue;
      target.read();
      target.read = undefined;
      onScreen.unobserve(target);
    }
  });
  const show = (entry, { wanted, simplified }, heading) => {
    const link = create("a", { href: withText(root + entry.address, "", wanted.length ? wanted[0].text : "") });
    const meta = create("p", { className: "meta" });
    appendMarked(link, entry.title, hits(entry.title, wanted, simplified));
    if (entry.date) meta.append(create("time", { dateTime: entry.date }, entry.date));
    meta.append(create("span", {}, decoded(entry.address)));
    const text = create("p", { className: "excerpt" });
    const item = create("li", { className: "card" }, create(heading, {}, link), text, meta);
    item.read = () => showExcerpt(item, entry, { wanted, simplified });
    onScreen.observe(item);
    return item;
  };
  const list = (entries, found, heading) => {
    return create("ol", { className: "plain" }, ...entries.map((entry) => show(entry, found, heading)));
  };
  const showGroup = ({ key, title, pages, entries }, found) => {
    const name = create("h2", {}, title + " ", create("small", {}, pages.length));
    const group = create("section", { className: "kind" }, name, list(entries, found, "h3"));
    if (pages.length > entries.length) {
      const all = create("button", { type: "button", className: "tool" }, ofKind.replace("{kind}", title));
      all.addEventListener("click", () => choose([...chosen, { name: "kind", key }], true));
      group.append(create("p", { className: "actions" }, all));
    }
    return group;
  };
  // Results take the place of those before in one step. The newest query wins.
  const find = async (count) => {
    const text = field.value.trim();
    const mine = ++asked;
    clearTimeout(timer);
    const state = [...(text ? [["q", text]] : []), ...chosen.map(({ name, key }) => [name, key])];
    const address = state.length ? "?" + new URLSearchParams(state) : location.pathname;
    history.replaceState(history.state, "", address);
    for (const link of document.querySelectorAll("a[hreflang]")) {
      link.search = text ? "?q=" + encodeURIComponent(text) : "";
    }
    const slow = setTimeout(() => mine === asked && (status.textContent = busy), text ? SLOW : 1e6);
    let found;
    let message = "";
    try {
      const masks = chosen.length ? await (await loadMore()).masks(engine, chosen) : undefined;
      found = await engine.find(text, count, masks);
      const { length } = found.pages;
      if (text) message = (length === 0 ? none : length === 1 ? one : other).replace("{n}", length.toLocaleString());
    } catch (offline) {
      message = failed;
    }
    clearTimeout(slow);
    if (mine !== asked) return;
    const groups = found && found.pages.length ? found.groups : [];
    const entries = groups.length === 1 ? groups[0].entries : [];
    if (count > PAGE && address === shown.address) {
      results.querySelector("ol").append(...entries.slice(shown.count).map((entry) => show(entry, found, "h2")));
    } else {
      onScreen.disconnect();
      const isList = groups.length === 1;
      results.replaceChildren(...groups.map((group) => (isList ? list(entries, found, "h2") : showGroup(group, found))));
    }
    shown = { address, count: entries.length };
    status.textContent = message;
    button.hidden = groups.length !== 1 || entries.length === found.pages.length;
    elsewhere.hidden = groups.length > 0;
    panel.hidden = !found || !found.hasFilters || !(text || chosen.length);
    chips.replaceChildren();
    if (!found || !(panel.open || chosen.length || (text && !found.all.length))) return;
    const more = await loadMore();
    if (mine !== asked) return;
    more.showChosen(chips, chosen, remove, choose);
    if (panel.open) more.showFilters(panel, engine, found, chosen, choose);
    if (!found.all.length) {
      more.showNearest(results, engine, found, form.dataset, (entries) => list(entries, found, "h2"), ask);
    }
  };
  const choose = (choices, isMoved) => {
    chosen = choices;
    find(PAGE);
    if (isMoved) field.focus({ preventScroll: true });
  };
  const ask = (text) => {
    field.value = text;
    field.focus();
    find(PAGE);
  };

  panel.addEventListener("toggle", () => panel.open && find(PAGE));
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    // What an input method shows while a word is composed is not the word.
    if (!event.isComposing) timer = setTimeout(find, WAIT, PAGE);
  });
  field.addEventListener("compositionend", () => find(PAGE));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(PAGE);
  });
  button.addEventListener("click", async () => {
    const next = shown.count;
    await find(next + PAGE);
    const link = results.querySelectorAll("a")[next];
    if (link) link.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== field) return;
    const next = { ArrowDown: links[at + 1], ArrowUp: at > 0 ? links[at - 1] : field, Escape: field }[event.key];
    if (event.key === "Escape" && field.value) {
      field.value = "";
      find(PAGE);
    }
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  // While the site is being written, its index is new after a save.
  document.addEventListener("portal:saved", () => {
    texts.clear();
    engine = open(index, loadMore);
    find(PAGE);
  });

  for (const [name, key] of new URLSearchParams(location.search)) {
    if (name === "q") field.value = key;
    else chosen.push({ name, key });
  }
  find(PAGE);
};

const form = globalThis.document && document.querySelector("form[data-index]");
if (form) startPage(form);
