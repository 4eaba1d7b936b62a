// A text -> the page with its answer, in place of this one. Pages that were left stay in memory, so that Back works and no address holds a text.
import { say } from "./copy.js";
import { dress } from "./language.js";

const left = new Map();
let current = history.state?.page ?? 0;
history.replaceState({ page: current }, "");

// The server reads the first 64 and the last 192 KiB of a text; of a large file, no more needs to travel.
const HEAD = 64 * 1024, TAIL = 192 * 1024, WHOLE = 1024 * 1024;

export async function read(file) {
  if (file.size <= WHOLE) return file.text();
  const [head, tail] = await Promise.all([file.slice(0, HEAD).text(), file.slice(-TAIL).text()]);
  // Half a line may hold half a secret, which nothing would recognise.
  return `${head.slice(0, head.lastIndexOf("\n") + 1)}[${(file.size - HEAD - TAIL).toLocaleString("en")} bytes were not read]\n${tail.slice(tail.indexOf("\n") + 1)}`;
}

export async function diagnose(text) {
  const box = document.querySelector(".box");
  const button = box?.querySelector("button[type=submit]");
  const slow = setTimeout(() => say("Diagnosing"), 400);
  if (button) button.disabled = true;
  try {
    const response = await fetch("/diagnose", { method: "POST", body: new URLSearchParams({ text }) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const main = page.getElementById("main");
    if (main?.querySelector("[data-answer]")) swap(main, page.title);
    else tell(page.querySelector("[data-problem] .lead, .problem:not([hidden])")?.textContent ?? `The server answered ${response.status}.`, text);
  } catch {
    tell("The server could not be reached. Your text is still here; try again.", text);
  } finally {
    clearTimeout(slow);
    if (button) button.disabled = false;
  }
}

export function tell(words, text) {
  const box = document.querySelector(".box");
  if (!box) return say(words);
  if (text !== undefined) box.elements.text.value = text;
  const problem = box.querySelector(".problem");
  problem.hidden = false;
  problem.textContent = words;
  box.elements.text.focus();
}

function swap(main, title) {
  leave();
  left.delete(++current);
  history.pushState({ page: current }, "", "/");
  show(main, title, 0);
  const heading = document.getElementById("verdict");
  heading.focus({ preventScroll: true });
  say(heading.textContent);
}

function leave() {
  left.set(current, { main: document.getElementById("main"), title: document.title, y: scrollY, shows: document.documentElement.dataset.language });
}

function show(main, title, y, language = main.querySelector("[data-answer]")?.dataset.shows) {
  document.getElementById("main").replaceWith(main);
  document.title = title;
  dress(language);
  scrollTo({ top: y, behavior: "instant" });
}

window.addEventListener("popstate", (event) => {
  if (event.state === null) return history.replaceState({ page: current }, ""); // a link within the page
  if (event.state.page === current) return;
  leave();
  current = event.state.page;
  const page = left.get(current);
  if (!page) return location.reload();
  show(page.main, page.title, page.y, page.shows);
});
