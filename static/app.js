// Small helps for pages that work without them. Nothing of a paste leaves the page but by the form that shows it.
import { chosenClient, diagnose, remember, restore, tell } from "./answer.js";
import { copyFrom, copyLink, copyStep, say } from "./copy.js";
import { dress } from "./language.js";
import { read } from "./read.js";

const root = document.documentElement;
const box = () => document.querySelector(".box");
// Beside the box, or with nothing chosen while the box is in sight.
const isNear = (target) => {
  const around = box()?.closest(".hero, .again");
  const { top, bottom } = box()?.getBoundingClientRect() ?? {};
  return around && (around.contains(target) || (target === document.body && top < innerHeight && bottom > 0));
};
const isTyping = (target) => target.closest?.("textarea, input, select, [contenteditable]");

async function submit(form) {
  const { text, file } = form.elements;
  if (text.value.trim()) return diagnose(text.value);
  if (file.files.length) return open(file.files[0]);
  tell("There is no text yet. Paste an error, or choose a file.");
}

// Without a cause of that name, the server looks inside the errors.
async function openBest(form) {
  const best = (await search()).bestHit(form.elements.q.value);
  if (best) best.click();
  else form.submit();
}

async function open(file) {
  try {
    await diagnose(await read(file));
  } catch (error) {
    tell(error.message);
  }
}

// The text of the answer on the page, with what was added to it, for the program that was picked.
function again(form) {
  const { before, text, client } = form.elements;
  diagnose(text?.value.trim() ? `${before.value}\n\n${text.value}` : before.value, client?.value ?? chosenClient());
}

document.addEventListener("submit", (event) => {
  if (event.target.id === "same") {
    event.preventDefault();
    again(event.target);
  }
  if (event.target.matches(".box")) {
    event.preventDefault();
    submit(event.target);
  }
  if (event.target.matches("form.search:not([data-asked])")) {
    event.preventDefault();
    openBest(event.target);
  }
});

// Pasting into the box, or beside it while it is in sight, diagnoses at once; into a box that holds something, it adds to that.
document.addEventListener("paste", (event) => {
  const area = event.target.closest?.(".box textarea");
  if (!area && (isTyping(event.target) || !isNear(event.target))) return;
  const { files } = event.clipboardData;
  const text = event.clipboardData.getData("text/plain");
  if (area?.value.trim() || (!text.trim() && !files.length)) return;
  event.preventDefault();
  if (box()) box().elements.text.value = text;
  if (text.trim()) diagnose(text);
  else open(files[0]);
});

document.addEventListener("change", async (event) => {
  if (event.target.matches(".box .file") && event.target.files.length) open(event.target.files[0]);
  if (event.target.matches("[data-only]")) (await import("./lines.js")).showOnly(event.target);
  if (event.target.matches("[data-client]")) {
    try { localStorage.setItem("client", event.target.value); } catch { /* storage may be forbidden */ }
    if (event.target.form?.id === "same") again(event.target.form);
  }
});

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  root.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) root.classList.remove("dropping"); });
document.addEventListener("drop", async (event) => {
  root.classList.remove("dropping");
  if (isTyping(event.target) && !event.target.matches(".box textarea")) return;
  event.preventDefault();
  const file = event.dataTransfer.files[0];
  if (file) return open(file);
  const text = event.dataTransfer.getData("text/plain");
  if (text.trim()) diagnose(text);
});

document.addEventListener("keydown", (event) => {
  const area = event.target.closest?.(".box textarea");
  if (event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
    const field = document.getElementById("find") ?? box()?.elements.text;
    if (field) { event.preventDefault(); field.focus(); }
  }
  if (area && event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(area.form);
  if (area && event.key === "Escape") {
    area.select();
    if (area.value) document.execCommand("delete"); // so that it can be undone
    else area.blur();
  }
});

const share = () => import("./share.js");
const search = () => import("./search.js");

document.addEventListener("click", async (event) => {
  const target = event.target.closest("button, a[data-link]");
  if (!target) return;
  if (target.matches("[data-copy]")) copyFrom(target);
  if (target.matches("[data-copy-step]")) copyStep(target);
  if (target.matches("[data-link]")) { event.preventDefault(); copyLink(target); }
  if (target.matches("[data-share]")) (await share()).share();
  if (target.matches("[data-mask]")) (await share()).maskSelection();
});

document.addEventListener("toggle", async (event) => { if (event.target.id === "share" && event.target.open) (await share()).measure(); }, true);

document.addEventListener("input", async (event) => {
  if (event.target.id === "share-text") (await share()).measure();
  // A list that the server made for a query holds nothing else to search.
  if (event.target.id === "find" && !event.target.form?.dataset.asked) (document.getElementById("best") ? (await search()).showBest : find)(event.target.value);
});

function find(sought) {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of document.querySelectorAll("[data-find]")) {
    item.hidden = !words.every((word) => item.dataset.find.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  const found = document.getElementById("found");
  found.textContent = words.length ? `${shown} found` : found.dataset.all;
}

async function receive() {
  if (!location.hash.startsWith("#s=")) return;
  const packed = location.hash.slice(3);
  history.replaceState(history.state, "", "/");
  try {
    diagnose(await (await share()).unpack(packed));
  } catch {
    tell("This link is incomplete. Ask for a new one, or paste the error.");
    say("This link is incomplete.");
  }
}

restore();
dress();
remember();
receive();
root.dataset.ready = "yes";
window.addEventListener("hashchange", receive);
