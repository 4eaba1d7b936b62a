// The language and the shell of all code on the page; switches in several places say the same.
const root = document.documentElement;
const KINDS = ["language", "shell"];

export function dress(chosen = {}) {
  for (const kind of KINDS) {
    if (chosen[kind]) root.dataset[kind] = chosen[kind];
    for (const button of document.querySelectorAll(`.tabs [data-${kind}]`)) button.setAttribute("aria-pressed", String(button.dataset[kind] === root.dataset[kind]));
  }
  measure();
}

// What is cut off at the right fades, and can be wrapped.
export function measure() {
  for (const pre of document.querySelectorAll(".code > pre, .code > .long > pre")) {
    const code = pre.closest(".code");
    const isCut = !code.classList.contains("wraps") && pre.scrollWidth > pre.clientWidth + 1;
    const button = code.querySelector(":scope > .codebar > .wrap");
    code.classList.toggle("is-cut", isCut);
    if (button) button.hidden = !isCut && !code.classList.contains("wraps");
  }
  document.querySelectorAll(".wide").forEach(fade);
}

function fade(table) {
  table.classList.toggle("is-cut", table.scrollLeft + table.clientWidth < table.scrollWidth - 1);
}

function choose(button, kind) {
  const top = button.getBoundingClientRect().top;
  dress({ [kind]: button.dataset[kind] });
  // What is above changes its height too; the button stays under the pointer.
  scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" });
  try { localStorage.setItem(kind, button.dataset[kind]); } catch { /* storage may be forbidden */ }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".tabs button, .wrap");
  if (!button) return;
  if (button.matches(".wrap")) {
    button.setAttribute("aria-pressed", String(button.closest(".code").classList.toggle("wraps")));
    measure();
  } else choose(button, KINDS.find((kind) => button.dataset[kind]));
});
document.addEventListener("toggle", measure, true);
addEventListener("resize", measure);
addEventListener("scroll", (event) => { if (event.target.matches?.(".wide")) fade(event.target); }, { capture: true, passive: true });
