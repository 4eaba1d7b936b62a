// Runs before the first paint, so that the remembered language shows without a flash.
(function () {
  var root = document.documentElement;
  var language = "python";
  try { language = localStorage.getItem("language") || language; } catch (error) { /* storage may be forbidden */ }
  root.classList.add("with-js");
  root.dataset.language = language === "typescript" ? "typescript" : "python";
})();
