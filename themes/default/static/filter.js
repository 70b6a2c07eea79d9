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
  // Of all entries: `chosen`, the indices of the choices that they have; and `element`, or `data` to draw it from.
  let entries;

  const isChosen = () => choices.some((choice) => choice.pressed);

  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    for (const choice of choices) choice.pressed = query.getAll(groups[choice.group]).includes(choice.value);
  };

  const address = (path) => {
    const query = new URLSearchParams(location.search);
    for (const name of groups) query.delete(name);
    for (const { group, value, pressed } of choices) if (pressed) query.append(groups[group], value);
    return path + (query.size ? "?" + query : "");
  };

  const load = async () => {
    const { entries: file, base } = filters().dataset;
    const indices = groups.map(() => new Map());
    choices.forEach(({ group, value }, index) => indices[group].set(value, index));
    const indicesOf = (terms) =>
      groups.flatMap((name, group) => terms(name).map((term) => indices[group].get(term))).filter((index) => index !== undefined);
    if (!file) {
      return [...document.querySelectorAll(`.narrowed :is(${LISTS}) > *`)].map((element) => {
        const terms = new URLSearchParams(element.dataset.terms || "");
        return { chosen: indicesOf((name) => terms.getAll(name)), element };
      });
    }
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(answer.statusText);
    const list = await answer.json();
    const shared = {
      taxonomies: list.taxonomies,
      kinds: list.kinds,
      // A copy of the site elsewhere leads to its own pages.
      href: (url) => base + url.slice(list.base.length),
    };
    return list.entries.map((data) => ({ chosen: indicesOf((name) => termsOf(data, name)), data, shared }));
  };

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

  // A card as the templates draw it.
  const card = ({ data, shared }) => {
    const { fields = {} } = data;
    const item = node("li", "card", node("h2", "", link(data.title, shared.href(data.url))));
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
    const links = ({ name, terms }) => termsOf(data, name).map((term) => link(terms[term].title, shared.href(terms[term].url)));
    const isTags = ({ name }) => name === "tags";
    const facts = shared.taxonomies.filter((taxonomy) => !isTags(taxonomy)).flatMap(links);
    const tags = shared.taxonomies.filter(isTags).flatMap(links);
    for (const term of [...facts.slice(0, FACTS), ...tags.slice(0, TAGS)]) add(term);
    if (meta.children.length) item.append(meta);
    return item;
  };

  const drawCards = (left) => {
    const whole = document.querySelectorAll(".narrowed, .narrowed + .pager");
    for (const element of whole) element.hidden = isChosen();
    document.querySelector(".left")?.remove();
    if (!isChosen()) return;
    const list = node("ol", "cards plain");
    const more = node("button", "tool", filters().dataset.more);
    let shown = 0;
    const draw = () => {
      list.append(...left.slice(shown, shown + STEP).map(card));
      shown += STEP;
      more.hidden = shown >= left.length;
    };
    more.type = "button";
    more.addEventListener("click", () => {
      const next = shown;
      draw();
      list.children[next].querySelector("a").focus();
    });
    draw();
    whole[0].before(node("div", "left", list, more));
  };

  const hideEntries = (left) => {
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
    if (dataset.entries) drawCards(left);
    else hideEntries(left);
    filters().querySelector(".state").textContent = isChosen() ? dataset.status.replace("{n}", left.length.toLocaleString("en")) : "";
    filters().querySelector("button").hidden = !isChosen();
  };

  const update = async (pressed) => {
    const state = filters().querySelector(".state");
    try {
      if (!entries) {
        state.textContent = filters().dataset.busy;
        entries = await load();
      }
      show();
    } catch (failed) {
      state.textContent = "";
      if (pressed) location.href = pressed.href;
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
    entries = undefined;
    groups = [];
    choices = [...document.querySelectorAll("a[data-choice]")].map((chip) => {
      const [[name, value]] = new URLSearchParams(chip.dataset.choice);
      if (!groups.includes(name)) groups.push(name);
      chip.setAttribute("role", "button");
      return { chip, group: groups.indexOf(name), value };
    });
    readAddress();
    for (const choice of choices) choice.pressed ||= choice.chip.hasAttribute("aria-current");
    if (isChosen() && !filters().dataset.list) update();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest(".filters button")) {
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
