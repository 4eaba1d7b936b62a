// A text -> the page with its answer, in place of this one. Answers stay in this tab alone, so that Back and Reload work and no address holds a text.
import { say } from "./copy.js";
import { dress } from "./language.js";
import { shorten } from "./read.js";

const left = new Map();
let current = history.state?.page ?? 0;
let pending = null;
const KEPT = "answer-", MOST_KEPT = 8, LONGEST_KEPT = 600_000;

export async function diagnose(text, client = chosenClient()) {
  pending?.abort(); // only the newest text counts
  const request = pending = new AbortController();
  const box = document.querySelector(".box");
  const button = box?.querySelector("button[type=submit]");
  const slow = setTimeout(showBusy, 300);
  if (button) button.disabled = true;
  try {
    const body = new FormData();
    body.set("text", text.length > 1_000_000 ? await shorten(new Blob([text])) : text);
    if (client) body.set("client", client);
    const response = await fetch("/diagnose", { method: "POST", body, signal: request.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (request !== pending) return;
    const main = page.getElementById("main");
    if (main?.querySelector("[data-answer]")) swap(main, page.title);
    else tell(reason(response, page, text), text);
  } catch {
    if (request === pending) tell("The server could not be reached. Your text is still here; try again.", text);
  } finally {
    clearTimeout(slow);
    if (request === pending) {
      pending = null;
      hideBusy();
      if (button) button.disabled = false;
    }
  }
}

function reason(response, page, text) {
  const size = (new Blob([text]).size / 1048576).toFixed(1);
  if (response.status === 413) return `The text is ${size} MiB, and the server takes less. Send only the part around the error.`;
  return page.querySelector("[data-problem] .lead, .problem:not([hidden])")?.textContent ?? `The server answered ${response.status}.`;
}

export function chosenClient() {
  return document.querySelector(".box [data-client]")?.value ?? "";
}

function showBusy() {
  if (document.querySelector(".busy")) return;
  const busy = document.createElement("p");
  busy.className = "busy";
  busy.textContent = "Diagnosing …";
  document.body.append(busy);
  say("Diagnosing");
}

function hideBusy() {
  document.querySelector(".busy")?.remove();
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
  keep(current, main, title);
  show(main, title, 0);
  const heading = document.getElementById("verdict");
  heading.focus({ preventScroll: true });
  say(heading.textContent);
}

// What is kept is the answer as the server sent it: its secrets are redacted.
function keep(page, main, title) {
  try {
    const html = main.outerHTML;
    if (html.length > LONGEST_KEPT) return;
    sessionStorage.setItem(KEPT + page, JSON.stringify({ html, title }));
    sessionStorage.removeItem(KEPT + (page - MOST_KEPT));
  } catch { /* storage may be full or forbidden */ }
}

function kept(page) {
  try {
    const { html, title } = JSON.parse(sessionStorage.getItem(KEPT + page));
    return { main: new DOMParser().parseFromString(html, "text/html").getElementById("main"), title, y: 0 };
  } catch {
    return null;
  }
}

function drop(page) {
  try {
    sessionStorage.removeItem(KEPT + page);
  } catch { /* storage may be forbidden */ }
}

function leave() {
  left.set(current, { main: document.getElementById("main"), title: document.title, y: scrollY, shows: { ...document.documentElement.dataset } });
}

function show(main, title, y, shows = main.querySelector("[data-answer]")?.dataset) {
  document.getElementById("main").replaceWith(main);
  document.title = title;
  dress({ language: shows?.language ?? shows?.shows, shell: shows?.shell ?? shows?.system });
  remember();
  scrollTo({ top: y, behavior: "instant" });
}

// The program that was picked last is picked in every box.
export function remember() {
  try {
    const client = localStorage.getItem("client");
    for (const select of document.querySelectorAll(".box [data-client]")) if (client) select.value = client;
  } catch { /* storage may be forbidden */ }
}

export function restore() {
  const how = performance.getEntriesByType("navigation")[0]?.type;
  const page = ["reload", "back_forward"].includes(how) && current && location.pathname === "/" && !location.search ? kept(current) : null;
  if (page && !document.querySelector("[data-answer]")) show(page.main, page.title, 0);
  if (!page) drop(current); // this page replaces the answer that was here
  history.replaceState({ page: current }, "");
}

window.addEventListener("popstate", (event) => {
  if (event.state === null) return history.replaceState({ page: current }, ""); // a link within the page
  if (event.state.page === current) return;
  leave();
  current = event.state.page;
  const page = left.get(current) ?? kept(current);
  if (!page) return location.reload();
  show(page.main, page.title, page.y, page.shows);
});
