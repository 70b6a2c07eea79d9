// Draws diagrams in frames that cannot reach the site. A diagram that is not drawn stays as its source.
(() => {
  const strings = document.currentScript.dataset;
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const drawings = new Map();
  // By figure: the source that was sent last.
  const sent = new WeakMap();

  const send = ({ frame, figure, pre }) => {
    const scheme = root.dataset.theme || (system.matches ? "dark" : "light");
    const { lang } = pre.closest("[lang]");
    const font = getComputedStyle(document.body).fontFamily;
    sent.set(figure, pre.textContent);
    // The frame is of no origin that could be named.
    frame.contentWindow.postMessage({ source: pre.textContent, scheme, lang, font }, "*");
  };

  const start = (figure) => {
    const pre = figure.querySelector("pre");
    const caption = figure.querySelector("figcaption");
    caption.querySelector(".failed")?.remove();
    const isUntitled = caption.matches(".untitled");
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.title = isUntitled ? strings.diagram : caption.textContent;
    frame.src = strings.frame;
    // As wide as it will be, for Mermaid measures its texts; but not seen before there is a picture.
    frame.style.height = 0;
    frame.style.visibility = "hidden";
    caption.after(frame);
    const show = (height) => {
      frame.style.height = Math.min(height, 10000) + "px";
      if (frame.style.visibility === "") return;
      frame.style.visibility = "";
      caption.hidden = isUntitled;
      // Its source is folded already, if it was drawn before.
      if (pre.parentElement !== figure) return;
      const details = document.createElement("details");
      const summary = document.createElement("summary");
      const copy = figure.querySelector(".copy");
      summary.textContent = strings.source;
      details.append(summary);
      pre.before(details);
      details.append(pre, ...(copy ? [copy] : []));
    };
    const fail = () => {
      drawings.delete(frame.contentWindow);
      frame.remove();
      const note = document.createElement("span");
      note.className = "failed";
      note.textContent = " · " + strings.failed;
      caption.append(note);
      caption.hidden = false;
    };
    drawings.set(frame.contentWindow, { frame, figure, pre, show, fail });
  };

  addEventListener("message", ({ source, data }) => {
    const drawing = drawings.get(source);
    if (!drawing || !data) return;
    if (data.ready) send(drawing);
    else if (data.height > 0) drawing.show(data.height);
    else if (data.failed) drawing.fail();
  });

  const redraw = () => drawings.forEach((drawing) => send(drawing));
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

  // While the page is being written, sources are new.
  const setUp = () => {
    for (const [view, { frame }] of drawings) {
      if (!frame.isConnected) drawings.delete(view);
    }
    for (const figure of document.querySelectorAll(".diagram")) {
      if (sent.get(figure) === figure.querySelector("pre").textContent) continue;
      const drawing = [...drawings.values()].find((drawing) => drawing.figure === figure);
      if (drawing) send(drawing);
      else near.observe(figure);
    }
  };
  document.addEventListener("portal:updated", setUp);
  setUp();
})();
