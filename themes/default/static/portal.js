// What a page can do beside being read. Everything works without it.
(() => {
  const root = document.documentElement;
  const strings = document.currentScript.dataset;

  // Scheme: as the system, light, dark. A blocked storage only forgets the choice.
  const button = document.querySelector(".theme");
  if (button) {
    const themes = ["auto", "light", "dark"];
    const label = (theme) => {
      button.setAttribute("aria-label", button.dataset[theme]);
      button.title = button.dataset[theme];
    };
    label(root.dataset.theme || "auto");
    button.addEventListener("click", () => {
      const now = root.dataset.theme || "auto";
      const next = themes[(themes.indexOf(now) + 1) % themes.length];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      label(next);
      try {
        localStorage.setItem("portal:theme", next);
      } catch (blocked) {}
    });
  }

  // A button on each block of code; prose in a fence needs none. Without HTTPS there is no clipboard.
  const addCopyButtons = () => {
    for (const figure of navigator.clipboard ? document.querySelectorAll(".code:not(.wrap, :has(.copy))") : []) {
      const copy = document.createElement("button");
      copy.type = "button";
      copy.className = "copy";
      copy.textContent = strings.copy;
      copy.setAttribute("aria-live", "polite");
      copy.addEventListener("click", async () => {
        const code = figure.querySelector("code").cloneNode(true);
        for (const part of code.querySelectorAll(".prompt")) part.remove();
        for (const line of code.querySelectorAll(".line.del")) {
          if (line.nextSibling) line.nextSibling.remove();
          line.remove();
        }
        await navigator.clipboard.writeText(code.textContent);
        copy.textContent = strings.copied;
        setTimeout(() => (copy.textContent = strings.copy), 1600);
      });
      figure.append(copy);
    }
  };

  // Tabs. A choice holds for every set that has the label, here and on the pages to come.
  const select = (label) => {
    for (const list of document.querySelectorAll(".tablist")) {
      const tabs = [...list.children];
      if (!tabs.some((tab) => tab.textContent === label)) continue;
      for (const tab of tabs) {
        const chosen = tab.textContent === label;
        tab.setAttribute("aria-selected", chosen);
        tab.tabIndex = chosen ? 0 : -1;
        document.getElementById(tab.getAttribute("aria-controls")).classList.toggle("open", chosen);
      }
    }
  };
  const nameTabs = () => {
    for (const tab of document.querySelectorAll(".tablist > *")) {
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.tabIndex = tab.getAttribute("aria-selected") === "true" ? 0 : -1;
    }
    try {
      select(localStorage.getItem("portal:tab"));
    } catch (blocked) {}
  };
  document.addEventListener("click", (event) => {
    const tab = event.target.closest(".tablist > *");
    if (!tab) return;
    const before = tab.getBoundingClientRect().top;
    select(tab.textContent);
    scrollBy({ top: tab.getBoundingClientRect().top - before, behavior: "instant" });
    try {
      localStorage.setItem("portal:tab", tab.textContent);
    } catch (blocked) {}
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest(".tablist > *");
    if (!tab) return;
    const tabs = [...tab.parentElement.children];
    const index = tabs.indexOf(tab);
    const step = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs.at(step % tabs.length);
    next.focus();
    next.click();
  });
  const openTarget = () => {
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch (malformed) {}
    const tab = target && target.closest(".tab:not(.open)");
    if (!tab) return;
    select(document.getElementById(tab.id + "-button").textContent);
    target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);

  // Shows an element over the page until Escape, or a press outside of a form. The focus comes back by itself.
  const openDialog = (name, label, element) => {
    const dialog = document.createElement("dialog");
    dialog.className = name;
    dialog.setAttribute("aria-label", label);
    dialog.append(element);
    dialog.addEventListener("click", (event) => event.target.closest("form") || dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  // An image is enlarged over the page; with another key held down, or without scripts, it is a link.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.zoom");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    const image = document.createElement("img");
    image.src = link.href;
    image.alt = link.querySelector("img").alt;
    openDialog("enlarged", image.alt, image);
  });

  // The table of contents marks the heading that is being read.
  let current;
  const links = new Map();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        if (current) current.removeAttribute("aria-current");
        current = links.get(entry.target);
        current.setAttribute("aria-current", "location");
      }
    },
    { rootMargin: "-10% 0px -70%" },
  );
  const watchHeadings = () => {
    observer.disconnect();
    links.clear();
    for (const link of document.querySelectorAll(".toc.side a")) {
      const heading = document.getElementById(link.getAttribute("href").slice(1));
      if (!heading) continue;
      links.set(heading, link);
      observer.observe(heading);
    }
  };

  // Terms above a list filter it. The script for that is loaded when one is pressed, or if the address names one.
  let script, chip;
  const loadFilter = () => {
    if (script) return;
    script = document.createElement("script");
    script.src = document.querySelector(".filters").dataset.script;
    script.addEventListener("load", () => chip && chip.click());
    script.addEventListener("error", () => chip && chip.href && (location.href = chip.href));
    document.head.append(script);
  };
  if (location.search && document.querySelector(".filters")) loadFilter();
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("a[data-choice], button[data-view]");
    if (!pressed || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    chip = pressed;
    loadFilter();
  });

  // The page says how an event stood when it was built; the reader's clock knows better.
  for (const state of document.querySelectorAll(".state-of")) {
    const { start, end } = state.dataset;
    // A day is a whole one, and a time without an end is over with its day, where the event is.
    const last = end || start;
    const begins = new Date(start.length > 10 ? start : start + "T00:00");
    const ends = new Date(end && end.length > 10 ? end : last.slice(0, 10) + "T23:59:59" + last.slice(19));
    const now = Date.now();
    const name = now < begins ? "upcoming" : now > ends ? "past" : "now";
    const word = state.querySelector("span");
    if (!word || !(name in state.dataset)) continue;
    word.className = name;
    word.textContent = state.dataset[name];
    for (const actions of document.querySelectorAll(".actions")) actions.hidden = name === "past";
  }

  // The page of missing pages says which one was asked for, and offers to search for its words.
  const address = document.querySelector("[data-address]");
  if (address) {
    try {
      address.textContent = decodeURI(location.pathname);
    } catch (malformed) {
      address.textContent = location.pathname;
    }
    const wanted = document.querySelector("[data-wanted]");
    const path = wanted && address.textContent.slice(wanted.dataset.wanted.length);
    if (path) wanted.value = path.replace(/(index)?\.html?$/, "").replace(/[-_/.]+/g, " ").trim();
  }

  // `/` and Ctrl-K lead to the search. Its index is fetched when the field has the focus, not before.
  const search = document.querySelector("form[role=search]");
  if (search) {
    // Browsers read no index out of a folder.
    for (const note of document.querySelectorAll("[data-folder]")) note.hidden = location.protocol !== "file:";
    const field = search.elements.q;
    const prefetch = () => {
      const link = document.createElement("link");
      link.rel = "prefetch";
      link.href = search.dataset.prefetch;
      document.head.append(link);
    };
    if (search.dataset.prefetch) field.addEventListener("focus", prefetch, { once: true });
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
      const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping;
      const isCtrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isSlash && !isCtrlK) return;
      event.preventDefault();
      const shown = document.querySelector(".sheet input") || field;
      if (shown.offsetParent) shown.select();
      else search.requestSubmit();
    });
    // On a small screen there is only the button. It opens the field over the page.
    search.addEventListener("submit", (event) => {
      if (field.offsetParent || !window.HTMLDialogElement) return;
      event.preventDefault();
      prefetch();
      openDialog("sheet", field.getAttribute("aria-label"), search.cloneNode(true));
    });
  }

  // While the page is being written, parts of it are new.
  const setUp = () => {
    addCopyButtons();
    nameTabs();
    watchHeadings();
  };
  document.addEventListener("portal:updated", setUp);
  setUp();
  openTarget();
})();
