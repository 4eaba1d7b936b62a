// Small helps for pages that work without them. Nothing of a paste leaves the page but by the form that shows it.
import { diagnose, read, tell } from "./answer.js";
import { copyFrom, copyLink, say } from "./copy.js";
import { dress } from "./language.js";

const root = document.documentElement;
const box = () => document.querySelector(".box");
const isTyping = (target) => target.closest?.("textarea, input, select, [contenteditable]");

async function submit(form) {
  const { text, file } = form.elements;
  if (text.value.trim()) return diagnose(text.value);
  if (file.files.length) return diagnose(await read(file.files[0]));
  tell("There is no text yet. Paste an error, or choose a file.");
}

document.addEventListener("submit", (event) => {
  if (event.target.matches(".box")) {
    event.preventDefault();
    submit(event.target);
  }
  if (event.target.matches("form.search")) {
    // Without a cause of that name, the server looks inside the errors.
    const first = document.querySelector("[data-find]:not([hidden]) a");
    if (first && event.target.elements.q.value.trim()) {
      event.preventDefault();
      first.click();
    }
  }
});

// Pasting anywhere but into another field diagnoses at once; into a box that holds something already, it adds to that.
document.addEventListener("paste", (event) => {
  const area = event.target.closest?.(".box textarea");
  if (isTyping(event.target) && !area) return;
  const { files } = event.clipboardData;
  const text = event.clipboardData.getData("text/plain");
  if (area?.value.trim() || (!text.trim() && !files.length)) return;
  event.preventDefault();
  if (box()) box().elements.text.value = text;
  if (text.trim()) diagnose(text);
  else read(files[0]).then(diagnose);
});

document.addEventListener("change", async (event) => {
  if (event.target.matches(".box .file") && event.target.files.length) diagnose(await read(event.target.files[0]));
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
  const text = file ? await read(file) : event.dataTransfer.getData("text/plain");
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

document.addEventListener("click", async (event) => {
  const target = event.target.closest("button, a[data-link]");
  if (!target) return;
  if (target.matches("[data-copy]")) copyFrom(target);
  if (target.matches("[data-link]")) { event.preventDefault(); copyLink(target); }
  if (target.matches("[data-share]")) (await share()).share();
  if (target.matches("[data-mask]")) (await share()).maskSelection();
});

document.addEventListener("toggle", async (event) => { if (event.target.id === "share" && event.target.open) (await share()).measure(); }, true);

document.addEventListener("input", async (event) => {
  if (event.target.id === "share-text") (await share()).measure();
  if (event.target.id === "find") find(event.target.value);
});

function find(sought) {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of document.querySelectorAll("[data-find]")) {
    item.hidden = !words.every((word) => item.dataset.find.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector("[data-find]:not([hidden])");
  const found = document.getElementById("found");
  found.textContent = words.length ? `${shown} found` : found.dataset.all;
  const nothing = document.querySelector(".nothing");
  if (nothing) nothing.hidden = shown > 0;
}

async function receive() {
  if (!location.hash.startsWith("#s=")) return;
  const packed = location.hash.slice(3);
  history.replaceState(history.state, "", "/");
  try {
    diagnose(await (await share()).unpack(packed));
  } catch {
    tell("This link does not hold a whole text. Ask for it again, or paste the error.");
    say("This link does not hold a whole text.");
  }
}

dress();
receive();
window.addEventListener("hashchange", receive);
