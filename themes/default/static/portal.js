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
  if (navigator.clipboard) {
    for (const figure of document.querySelectorAll(".code:not(.wrap)")) {
      const copy = document.createElement("button");
      copy.type = "button";
      copy.className = "copy";
      copy.textContent = strings.copy;
      copy.setAttribute("aria-live", "polite");
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(figure.querySelector("pre").textContent);
        copy.textContent = strings.copied;
        setTimeout(() => (copy.textContent = strings.copy), 1600);
      });
      figure.append(copy);
    }
  }

  // The table of contents marks the heading that is being read.
  const links = new Map();
  for (const link of document.querySelectorAll(".toc.side a")) {
    const heading = document.getElementById(link.getAttribute("href").slice(1));
    if (heading) links.set(heading, link);
  }
  if (links.size && "IntersectionObserver" in window) {
    let current;
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
    for (const heading of links.keys()) observer.observe(heading);
  }

  // The page of missing pages says which one was asked for.
  const address = document.querySelector("[data-address]");
  if (address) {
    try {
      address.textContent = decodeURI(location.pathname);
    } catch (malformed) {
      address.textContent = location.pathname;
    }
  }
})();
