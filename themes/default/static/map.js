// Progress along learning maps. It stays in this browser; without scripts, or where nothing can be kept, the maps are
// complete all the same.
(() => {
  const words = document.currentScript.dataset;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));

  // What is kept of a map: {"v": 1, "s": {"step": "done"}, "t": milliseconds}. A step can also be "doing" or "skip".
  const key = (id) => "portal:progress:" + id;
  const valid = (data) => {
    if (!data || data.v !== 1 || typeof data.s !== "object" || !data.s) return null;
    const known = ([, state]) => ["done", "doing", "skip"].includes(state);
    return { v: 1, s: Object.fromEntries(Object.entries(data.s).filter(known)), t: Number(data.t) || 0 };
  };
  let blocked = false;
  const held = {};
  const load = (id) => {
    let data = null;
    try {
      data = valid(JSON.parse(localStorage.getItem(key(id))));
    } catch (unreadable) {}
    return (blocked && held[id]) || data || { v: 1, s: {}, t: 0 };
  };
  const save = (id, data) => {
    held[id] = { ...data, t: Date.now() };
    try {
      localStorage.setItem(key(id), JSON.stringify(held[id]));
    } catch (full) {
      blocked = true;
    }
    draw();
  };
  const session = (value) => {
    try {
      if (value === undefined) return sessionStorage.getItem("portal:map");
      sessionStorage.setItem("portal:map", value);
    } catch (off) {}
  };

  const map = document.querySelector("ol.map[data-map]");
  const progress = document.querySelector(".progress");
  // On the page of a step: where it is on each map, and the ways on.
  const places = () => [...document.querySelectorAll(".where [data-map]")];
  const ways = () => [...document.querySelectorAll(".along[data-map]")];

  // A step that got another id takes its progress along.
  const rename = () => {
    for (const part of document.querySelectorAll("[data-was]")) {
      const { map: id } = part.closest("[data-map]").dataset;
      for (const old of part.dataset.was.split("\n")) {
        const data = load(id);
        const { [old]: state, ...others } = data.s;
        if (state) save(id, { ...data, s: { [part.dataset.step]: state, ...others } });
      }
    }
  };

  const press = (button, done, title) => {
    const word = done ? words.ticked : words.tick;
    button.setAttribute("aria-pressed", done);
    button.textContent = done ? word + " ✓" : word;
    if (title) button.setAttribute("aria-label", word + ": " + title);
  };
  const titleOf = (step) => step.querySelector("h2, h3, h4, h5, h6").textContent;

  function draw() {
    if (map) {
      const done = load(map.dataset.map).s;
      let count = 0;
      let next = null;
      for (const step of map.querySelectorAll(".step")) {
        const ticked = done[step.dataset.step] === "done";
        step.classList.toggle("done", ticked);
        step.removeAttribute("aria-current");
        press(step.querySelector(".tick"), ticked, titleOf(step));
        if (step.classList.contains("optional")) continue;
        if (ticked) count += 1;
        else next = next || step;
      }
      if (next) next.setAttribute("aria-current", "step");
      const bar = progress.querySelector("progress");
      bar.value = count;
      const rest = next ? fill(words.next, { title: titleOf(next) }) : words.all;
      progress.querySelector(".state").textContent =
        fill(words.state, { n: count, total: bar.max }) + rest + (blocked ? words.blocked : "");
    }
    for (const place of places()) {
      const done = load(place.dataset.map).s;
      for (const dot of place.querySelectorAll(".rail i")) dot.classList.toggle("done", done[dot.dataset.step] === "done");
    }
    for (const way of ways()) {
      press(way.querySelector(".tick"), load(way.dataset.map).s[way.dataset.step] === "done");
    }
  }

  const toggle = (id, step) => {
    const data = load(id);
    const { [step]: before, ...others } = data.s;
    save(id, { ...data, s: before === "done" ? others : { ...others, [step]: "done" } });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".tick");
    if (!button) return;
    toggle(button.closest("[data-map]").dataset.map, button.closest("[data-step]").dataset.step);
  });
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(key(""))) draw();
  });

  if (map) {
    const id = map.dataset.map;
    session(id);
    const of = (name) => progress.querySelector(`[data-do="${name}"]`);
    const status = progress.querySelector(".state");
    const reset = of("reset");
    const undo = of("undo");
    let cleared = null;
    // The first press asks, the second clears, and then there is a way back.
    const calm = () => {
      reset.classList.remove("asks");
      reset.textContent = words.reset;
    };
    reset.addEventListener("click", () => {
      if (!reset.classList.contains("asks")) {
        reset.classList.add("asks");
        reset.textContent = words.confirm;
        return;
      }
      calm();
      cleared = load(id);
      undo.hidden = false;
      save(id, { v: 1, s: {} });
      undo.focus();
    });
    reset.addEventListener("blur", calm);
    undo.addEventListener("click", () => {
      undo.hidden = true;
      reset.focus();
      save(id, cleared);
    });
    of("export").addEventListener("click", () => {
      const text = JSON.stringify({ map: id, ...load(id) }, null, 1);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = id.replace(/[^\p{L}\p{N}]+/gu, "-") + ".json";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    const file = progress.querySelector("input");
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      let data = null;
      try {
        const read = JSON.parse(await file.files[0].text());
        if (read.map === id) data = valid(read);
      } catch (unreadable) {}
      file.value = "";
      if (data) {
        save(id, data);
        rename();
      }
      status.textContent = data ? words.imported + " · " + status.textContent : words.refused;
    });
    // On paper, nothing is folded.
    addEventListener("beforeprint", () => {
      for (const rest of map.querySelectorAll("details.rest")) rest.open = true;
    });
  }

  // Of several maps, the one that the reader is following is shown: the address names it, or it was seen last.
  const choose = () => {
    const asked = [new URLSearchParams(location.search).get("map"), session()];
    const ids = places().map((place) => place.dataset.map);
    const chosen = asked.find((id) => ids.includes(id)) || ids[0];
    for (const place of places()) place.classList.toggle("other", place.dataset.map !== chosen);
    for (const way of ways()) way.hidden = way.dataset.map !== chosen;
    if (ids.includes(asked[0])) session(chosen);
  };
  document.addEventListener("click", (event) => {
    const part = event.target.closest("a") && event.target.closest(".where [data-map], .along[data-map]");
    if (part) session(part.dataset.map);
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const name = { "[": ".prev", "]": ".next" }[event.key];
    const link = name && document.querySelector(`.along[data-map]:not([hidden]) ${name}`);
    if (link) link.click();
  });

  // While the page is being written, parts of it are new.
  const setUp = () => {
    rename();
    choose();
    draw();
  };
  document.addEventListener("portal:updated", setUp);
  setUp();
})();
