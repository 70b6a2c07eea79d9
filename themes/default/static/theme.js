// Runs before the first paint: the reader's scheme, and room for what needs scripts.
(function (root) {
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("portal:theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (blocked) {}
})(document.documentElement);
