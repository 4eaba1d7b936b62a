// The language of all code on the page; tabs in several places say the same.
const root = document.documentElement;

export function dress(language = root.dataset.language) {
  root.dataset.language = language;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.dataset.language === language;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
}

function choose(tab) {
  const top = tab.getBoundingClientRect().top;
  dress(tab.dataset.language);
  // What is above changes its height too; the tab stays under the pointer.
  scrollBy({ top: tab.getBoundingClientRect().top - top, behavior: "instant" });
  tab.focus({ preventScroll: true });
  try { localStorage.setItem("language", tab.dataset.language); } catch { /* storage may be forbidden */ }
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) choose(tab);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[role=tab]")) return;
  const tabs = [...event.target.parentElement.children];
  const at = tabs.indexOf(event.target);
  const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  choose(tabs.at(next % tabs.length));
});
