// Filters a list by terms: an entry has one of the chosen terms of each taxonomy. portal.js loads this when a term is
// pressed, or when the address has a choice: ?industry=金融&industry=电信&level=gold.
// Entries that are all on the page are hidden; of a longer list all are read, and those that are left are drawn.
(() => {
  // Cards that are drawn at a time.
  const STEP = 20;
  const FACTS = 4;
  const TAGS = 3;
  const LISTS = ".cards, .entries, .logos, .links, tbody";

  const months = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", timeZone: "UTC" });
  const filters = () => document.querySelector(".filters");

  // The names of the taxonomies, and the choices: `chip`, the index `group` of its taxonomy, `value`, `pressed`, `count`.
  let groups = [];
  let choices = [];
  // The index of each choice, by taxonomy and value.
  let indices = [];
  // The form of the list that the reader has chosen.
  let view = "";
  // Of all entries: `chosen`, the indices of the choices that they have; and `element`, or `data` to draw it from.
  let entries;
  // Promises of the entries of the page, and of those of the file; what those of the file share.
  let ofPage, ofFile, shared;

  const isOtherView = () => view !== (filters().dataset.view || "");
  const isDrawn = () => !("whole" in filters().dataset) || isOtherView();
  const isChosen = () => choices.some((choice) => choice.pressed);

  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    const button = document.querySelector(`button[data-view="${CSS.escape(query.get("view") || "")}"]`);
    view = button ? button.dataset.view : filters().dataset.view || "";
    for (const choice of choices) choice.pressed = query.getAll(groups[choice.group]).includes(choice.value);
  };

  const address = (path) => {
    const query = new URLSearchParams(location.search);
    for (const name of ["view", ...groups]) query.delete(name);
    for (const { group, value, pressed } of choices) if (pressed) query.append(groups[group], value);
    if (isOtherView()) query.append("view", view);
    return path + (query.size ? "?" + query : "");
  };

  // The indices of the choices that an entry has, from its terms by name.
  const chosenOf = (terms) =>
    groups.flatMap((name, group) => terms(name).map((term) => indices[group].get(term)).filter((index) => index !== undefined));

  const readPage = async () =>
    [...document.querySelectorAll(`.narrowed :is(${LISTS}) > *`)].map((element) => {
      const terms = new URLSearchParams(element.dataset.terms || "");
      return { chosen: chosenOf((name) => terms.getAll(name)), element };
    });

  const readFile = async () => {
    const answer = await fetch(filters().dataset.entries);
    if (!answer.ok) throw new Error(answer.statusText);
    shared = await answer.json();
    return shared.entries.map((data) => ({ chosen: chosenOf((name) => termsOf(data, name)), data }));
  };

  const load = () => (isDrawn() ? (ofFile ??= readFile()) : (ofPage ??= readPage()));

  // A copy of the site elsewhere leads to its own pages.
  const here = (url) => (url.startsWith(shared.base) ? filters().dataset.base + url.slice(shared.base.length) : url);

  const termsOf = ({ terms = {} }, name) => (Object.hasOwn(terms, name) ? terms[name] : []);

  // Returns what is left, and counts for each choice the entries that it would leave beside those of other taxonomies.
  const narrow = () => {
    const bits = choices.map(({ group }) => 1 << group);
    const pressed = choices.map((choice) => choice.pressed);
    const counts = choices.map(() => 0);
    const wanted = bits.reduce((all, bit, index) => (pressed[index] ? all | bit : all), 0);
    const left = entries.filter(({ chosen }) => {
      let missed = wanted;
      for (const index of chosen) if (pressed[index]) missed &= ~bits[index];
      // An entry that misses one taxonomy counts for the choices of that.
      if (!(missed & (missed - 1))) for (const index of chosen) if (!missed || bits[index] === missed) counts[index]++;
      return !missed;
    });
    choices.forEach((choice, index) => (choice.count = counts[index]));
    return left;
  };

  const node = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  const link = (title, url) => {
    const element = node("a", "", title);
    element.href = url;
    return element;
  };

  const time = (iso) => {
    const [y, m, d] = iso.slice(0, 10).split("-").map(Number);
    const parts = { y, m, d, month: months.format(new Date(Date.UTC(y, m - 1, d))) };
    const element = node("time", "", filters().dataset.date.replace(/\{(\w+)\}/g, (all, name) => parts[name] ?? all));
    element.dateTime = iso;
    return element;
  };

  const terms = (data, { name, terms }) => termsOf(data, name).map((term) => link(terms[term].title, here(terms[term].url)));
  const pageLink = ({ title, url }) => link(title, here(url));
  const joined = (nodes) => nodes.flatMap((node, index) => (index ? [filters().dataset.separator, node] : [node]));

  // A card as the templates draw it.
  const card = (data) => {
    const { fields = {} } = data;
    const item = node("li", "card", node("h2", "", pageLink(data)));
    if (fields.start) item.append(node("p", "when", time(fields.start)));
    const result = Array.isArray(fields.results) && fields.results[0];
    if (result && result.after) {
      const figure = node("b", "", result.after, result.unit ? "\u00A0" + result.unit : "");
      if (result.before) figure.prepend(node("s", "", result.before), " → ");
      item.append(node("p", "result", node("span", "", result.label || ""), " ", figure));
    }
    if (data.summary) item.append(node("p", "summary", data.summary));
    const meta = node("ul", "meta plain");
    const add = (child) => meta.append(node("li", "", child));
    if (data.date) add(time(data.date));
    if (Object.keys(shared.kinds).length > 1) add(shared.kinds[data.kind]);
    if (data.authors) add(data.authors.join(filters().dataset.separator));
    const isTags = ({ name }) => name === "tags";
    const links = (isShown) => shared.taxonomies.filter(isShown).flatMap((taxonomy) => terms(data, taxonomy));
    const facts = links((taxonomy) => !isTags(taxonomy)).slice(0, FACTS);
    for (const term of [...facts, ...links(isTags).slice(0, TAGS)]) add(term);
    if (meta.children.length) item.append(meta);
    return item;
  };

  const logo = (data) => {
    const page = link("", here(data.url));
    if (data.image) {
      const image = document.createElement("img");
      image.src = here(data.image);
      image.alt = "";
      page.append(image);
    }
    page.append(node("span", "", data.title));
    return node("li", "", page);
  };

  const cell = (data, { name, shape }) => {
    const { dataset } = filters();
    const taxonomy = shared.taxonomies.find((taxonomy) => taxonomy.name === name);
    const value = Object.hasOwn(data.fields || {}, name) ? data.fields[name] : undefined;
    if (shape === "terms") return taxonomy ? joined(terms(data, taxonomy)) : [];
    if (value === undefined) return [];
    if (shape === "pages") return joined(value.map(pageLink));
    if (shape === "link") return [link(value.replace(/^\w+:\/\//, "").replace(/\/$/, ""), here(value))];
    if (shape === "date") return [time(value)];
    if (shape === "bool") return [value ? dataset.yes : dataset.no];
    return [String(value)];
  };

  const hasDates = () => shared.entries.some((data) => data.date);

  const row = (data) => {
    const title = node("th", "", pageLink(data));
    title.scope = "row";
    const cells = shared.columns.map((column) => node("td", "", ...cell(data, column)));
    if (hasDates()) cells.push(node("td", "", data.date ? time(data.date) : ""));
    return node("tr", "", title, ...cells);
  };

  // Of each form: the whole, the element that entries go into, and an entry.
  const forms = {
    cards: () => [node("ol", "cards plain"), card],
    logos: () => [node("ul", "logos plain"), logo],
    links: () => [node("ul", "links plain"), (data) => node("li", "", pageLink(data))],
    table: () => {
      const { title, dated } = filters().dataset;
      const heads = [title, ...shared.columns.map((column) => column.title), ...(hasDates() ? [dated] : [])];
      const head = node("thead", "", node("tr", "", ...heads.map((text) => node("th", "", text))));
      const frame = node("div", "table", node("table", "", head, node("tbody")));
      frame.tabIndex = 0;
      return [frame, row];
    },
  };

  const draw = (left) => {
    const isOwn = !isChosen() && !isOtherView();
    for (const element of document.querySelectorAll(".narrowed, .narrowed + .pager")) element.hidden = !isOwn;
    if (isOwn) return;
    const [whole, entry] = forms[view || "cards"]();
    const list = whole.querySelector("tbody") || whole;
    const more = node("button", "tool", filters().dataset.more);
    let shown = 0;
    const add = () => {
      list.append(...left.slice(shown, shown + STEP).map(({ data }) => entry(data)));
      shown += STEP;
      more.hidden = shown >= left.length;
    };
    more.type = "button";
    more.addEventListener("click", () => {
      const next = shown;
      add();
      list.children[next].querySelector("a").focus();
    });
    add();
    document.querySelector(".narrowed").before(node("div", "left", whole, more));
  };

  const hideEntries = (left) => {
    document.querySelector(".narrowed").hidden = false;
    const stays = new Set(left.map((entry) => entry.element));
    for (const { element } of entries) element.hidden = !stays.has(element);
    // A heading goes when nothing is left of the entries under it.
    let heading;
    for (const child of document.querySelector(".narrowed").children) {
      if (/^H\d$/.test(child.tagName)) heading = child;
      const list = child.matches(LISTS) ? child : child.querySelector(LISTS);
      if (!list) continue;
      child.hidden = [...list.children].every((entry) => entry.hidden);
      if (heading) heading.hidden = child.hidden;
    }
  };

  const show = () => {
    const { dataset } = filters();
    const left = narrow();
    for (const { chip, pressed, count } of choices) {
      chip.setAttribute("aria-pressed", pressed);
      chip.classList.toggle("none", !count);
      chip.querySelector(".count").textContent = count.toLocaleString("en");
      const rest = pressed && chip.closest("details");
      if (rest) rest.open = true;
    }
    for (const button of document.querySelectorAll("button[data-view]")) {
      button.setAttribute("aria-pressed", button.dataset.view === view);
    }
    document.querySelector(".left")?.remove();
    if (isDrawn()) draw(left);
    else hideEntries(left);
    filters().querySelector(".state").textContent = isChosen() ? dataset.status.replace("{n}", left.length.toLocaleString("en")) : "";
    filters().querySelector(".clear").hidden = !isChosen();
  };

  const update = async (pressed) => {
    const state = filters().querySelector(".state");
    try {
      if (isDrawn() && !ofFile) state.textContent = filters().dataset.busy;
      entries = await load();
      show();
    } catch (failed) {
      state.textContent = "";
      if (pressed && pressed.href) location.href = pressed.href;
    }
  };

  const go = (pressed) => {
    const { list } = filters().dataset;
    // This page is a part of the list: the rest of it is not here.
    if (list) return location.assign(address(list));
    history.pushState(null, "", address(location.pathname) + location.hash);
    update(pressed);
  };

  // Again while the page is being written: parts of it are new.
  const setUp = () => {
    if (!filters()) return;
    ofPage = ofFile = undefined;
    groups = [];
    choices = [...document.querySelectorAll("a[data-choice]")].map((chip) => {
      const [[name, value]] = new URLSearchParams(chip.dataset.choice);
      if (!groups.includes(name)) groups.push(name);
      chip.setAttribute("role", "button");
      return { chip, group: groups.indexOf(name), value };
    });
    indices = groups.map(() => new Map());
    choices.forEach(({ group, value }, index) => indices[group].set(value, index));
    readAddress();
    for (const choice of choices) choice.pressed ||= choice.chip.hasAttribute("aria-current");
    if ((isChosen() || isOtherView()) && !filters().dataset.list) update();
  };

  document.addEventListener("click", (event) => {
    const form = event.target.closest("button[data-view]");
    if (form) {
      view = form.dataset.view;
      go();
      return;
    }
    if (event.target.closest(".filters .clear")) {
      for (const choice of choices) choice.pressed = false;
      choices[0].chip.focus();
      go();
      return;
    }
    const chip = event.target.closest("a[data-choice]");
    const choice = choices.find((choice) => choice.chip === chip);
    if (!choice || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choice.pressed = !choice.pressed;
    go(chip);
  });
  document.addEventListener("keydown", (event) => {
    const chip = event.key === " " && event.target.closest("a[data-choice]");
    if (!chip) return;
    event.preventDefault();
    chip.click();
  });
  addEventListener("popstate", () => {
    if (!filters() || filters().dataset.list) return;
    readAddress();
    update();
  });
  document.addEventListener("portal:updated", setUp);
  setUp();
})();
