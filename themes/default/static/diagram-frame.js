// Inside of the frame: draws what the page sends, and tells how high the picture is.
(() => {
  const root = document.documentElement;
  const picture = document.getElementById("picture");
  const tell = (message) => parent.postMessage(message, "*");
  const tellHeight = () => tell({ height: Math.ceil(picture.getBoundingClientRect().height) });

  // Any site can show this page in a frame without a sandbox, and a hole in Mermaid would then be one in this site.
  if (origin !== "null" || parent === window) return;

  // Mermaid needs styles in elements. A host's policy may forbid them.
  picture.setAttribute("style", "display: block");
  if (!window.mermaid || !picture.style.display) return tell({ failed: true });

  let count = 0;
  const draw = async ({ source, scheme, lang, font }) => {
    root.lang = lang;
    root.style.colorScheme = scheme;
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      theme: scheme === "dark" ? "dark" : "default",
      fontFamily: font,
    });
    try {
      count += 1;
      const { svg } = await mermaid.render("diagram-" + count, source);
      picture.innerHTML = svg;
      picture.className = scheme;
      // On a narrow screen a wide picture shrinks as long as it can be read, and is moved sideways from there on.
      const drawn = picture.firstElementChild;
      drawn.style.minWidth = drawn.viewBox.baseVal.width * 0.7 + "px";
      tellHeight();
    } catch (error) {
      console.warn(error.message);
      tell({ failed: true });
    }
  };

  let last = Promise.resolve();
  addEventListener("message", ({ source, data }) => {
    if (source === parent) last = last.then(() => draw(data));
  });
  // While the frame is hidden, browsers do not observe.
  new ResizeObserver(() => {
    if (picture.firstElementChild) tellHeight();
  }).observe(picture);
  tell({ ready: true });
})();
