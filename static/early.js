// Runs before the first paint, so that the right language shows without a flash: of the text that is answered, else the remembered one.
(function () {
  var root = document.documentElement;
  var language = root.dataset.shows;
  try { language = language || localStorage.getItem("language"); } catch (error) { /* storage may be forbidden */ }
  root.classList.add("with-js");
  root.dataset.language = language === "typescript" ? "typescript" : "python";
})();
