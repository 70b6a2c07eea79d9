// Draws diagrams in frames that cannot reach the site. A diagram that is not drawn stays as its source.
(() => {
  const strings = document.currentScript.dataset;
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const drawings = new Map();

  const send = (frame, pre) => {
    const scheme = root.dataset.theme || (system.matches ? "dark" : "light");
    const { lang } = pre.closest("[lang]");
    const font = getComputedStyle(document.body).fontFamily;
    // The frame is of no origin that could be named.
    frame.contentWindow.postMessage({ source: pre.textContent, scheme, lang, font }, "*");
  };

  const start = (pre) => {
    const caption = pre.parentElement.querySelector("figcaption");
    const isUntitled = caption.matches(".untitled");
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.title = isUntitled ? strings.diagram : caption.textContent;
    frame.src = strings.frame;
    // As wide as it will be, for Mermaid measures its texts; but not seen before there is a picture.
    frame.style.height = 0;
    frame.style.visibility = "hidden";
    pre.before(frame);
    const show = (height) => {
      frame.style.height = Math.min(height, 10000) + "px";
      if (frame.style.visibility === "") return;
      frame.style.visibility = "";
      caption.hidden = isUntitled;
      const details = document.createElement("details");
      const summary = document.createElement("summary");
      const copy = pre.parentElement.querySelector(".copy");
      summary.textContent = strings.source;
      details.append(summary);
      pre.before(details);
      details.append(pre, ...(copy ? [copy] : []));
    };
    const fail = () => {
      drawings.delete(frame.contentWindow);
      frame.remove();
      caption.append(" · " + strings.failed);
    };
    drawings.set(frame.contentWindow, { frame, pre, show, fail });
  };

  addEventListener("message", ({ source, data }) => {
    const drawing = drawings.get(source);
    if (!drawing || !data) return;
    if (data.ready) send(drawing.frame, drawing.pre);
    else if (data.height > 0) drawing.show(data.height);
    else if (data.failed) drawing.fail();
  });

  const redraw = () => drawings.forEach(({ frame, pre }) => send(frame, pre));
  new MutationObserver(redraw).observe(root, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", redraw);

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        start(target);
      }
    },
    { rootMargin: "600px" },
  );
  document.querySelectorAll(".diagram > figcaption + pre").forEach((pre) => near.observe(pre));
})();
