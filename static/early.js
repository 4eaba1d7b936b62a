// Runs before the first paint, so that the right language and shell show without a flash. Where the module cannot run, everything shows.
(function () {
  var root = document.documentElement, language = root.dataset.shows, shell = root.dataset.system;
  try { language = language || localStorage.getItem("language"); shell = shell || localStorage.getItem("shell"); } catch (error) { /* storage may be forbidden */ }
  root.classList.add("with-js");
  root.dataset.language = language === "typescript" ? "typescript" : "python";
  root.dataset.shell = (shell || (/Win/.test(navigator.platform) ? "powershell" : "bash")) === "powershell" ? "powershell" : "bash";
  // The module says so when it runs; it runs before "load", unless it or a part of it is blocked.
  addEventListener("load", function () { if (!root.dataset.ready) root.classList.remove("with-js"); });
})();
