// Small helps for pages that work without them. Nothing of a paste leaves the page but by the form that shows it.
import { pack, unpack } from "./share.js";

const root = document.documentElement;
const live = document.getElementById("live");
const say = (words) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = words; }); };

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "quiet";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function showLanguage(language) {
  root.dataset.language = language;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.dataset.language === language;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
}

function dress() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  showLanguage(root.dataset.language);
}

async function diagnose(form) {
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  say("Diagnosing");
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.title = page.title;
    document.getElementById("main").replaceWith(page.getElementById("main"));
    history.pushState({ answer: true }, "", "/");
    dress();
    const heading = document.getElementById("verdict") ?? document.querySelector("h1");
    heading?.focus();
    window.scrollTo(0, 0);
    say(heading?.textContent ?? "Done");
  } catch {
    form.submit(); // the plain way still works
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.matches(".box")) {
    event.preventDefault();
    const text = event.target.elements.text;
    if (text.value.trim() || event.target.elements.file.value) diagnose(event.target);
    else { text.focus(); say("There is no text yet."); }
  }
  if (event.target.matches("[data-opinion]")) { event.preventDefault(); ask(event.target); }
});

document.addEventListener("paste", (event) => {
  const area = event.target;
  if (area.matches?.(".box textarea") && !area.value) setTimeout(() => area.value.trim() && diagnose(area.form), 0);
});

document.addEventListener("change", (event) => {
  if (event.target.matches(".box .file") && event.target.value) diagnose(event.target.form);
});

document.addEventListener("dragover", (event) => { if (document.querySelector(".box")) event.preventDefault(); });
document.addEventListener("drop", async (event) => {
  const form = document.querySelector(".box");
  if (!form) return;
  event.preventDefault();
  const file = event.dataTransfer.files[0];
  form.elements.text.value = file ? await file.text() : event.dataTransfer.getData("text/plain");
  if (form.elements.text.value.trim()) diagnose(form);
});

document.addEventListener("keydown", (event) => {
  const area = document.querySelector(".box textarea");
  const typing = event.target.matches("textarea, input, select");
  if (event.key === "/" && !typing && area) { event.preventDefault(); area.focus(); }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form?.matches(".box")) diagnose(event.target.form);
  if (event.key === "Escape" && event.target.matches(".box textarea")) event.target.value = "";
  if (event.target.matches("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    const tabs = [...event.target.parentElement.children];
    const next = tabs[(tabs.indexOf(event.target) + 1) % tabs.length];
    choose(next.dataset.language);
    next.focus();
  }
});

function choose(language) {
  showLanguage(language);
  try { localStorage.setItem("language", language); } catch { /* storage may be forbidden */ }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button, a[data-link]");
  if (!button) return;
  if (button.matches("[role=tab]")) choose(button.dataset.language);
  if (button.matches("[data-copy]")) {
    await copy(button.closest(".codebar").nextElementSibling.textContent);
    button.textContent = "Copied";
    say("Copied");
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  }
  if (button.matches("[data-link]")) { await copy(button.href); say("Link copied"); }
  if (button.matches("[data-share]")) {
    const out = document.getElementById("share-out");
    const packed = await pack(document.getElementById("share-text").value);
    if (packed.length > 8000) { out.textContent = "The text is too long for a link: shorten it to the part around the error."; return; }
    const link = `${location.origin}/#s=${packed}`;
    await copy(link);
    out.textContent = `Copied, ${link.length.toLocaleString("en")} characters.`;
    out.dataset.link = link;
  }
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "find") return;
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of document.querySelectorAll("[data-find]")) {
    item.hidden = !words.every((word) => item.dataset.find.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector("[data-find]:not([hidden])");
  document.getElementById("found").textContent = words.length ? `${shown} found` : "";
});

async function ask(form) {
  const out = document.querySelector("[data-opinion-out]");
  form.querySelector("button").disabled = true;
  out.textContent = "Asking …";
  const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + part.value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data) out.innerHTML = JSON.parse(data.slice(6)).html; // rendered and made safe by the server
    }
  }
}

async function receive() {
  if (!location.hash.startsWith("#s=")) return;
  const form = document.querySelector(".box");
  try {
    form.elements.text.value = await unpack(location.hash.slice(3));
  } catch {
    say("This link does not hold a text.");
    return;
  }
  history.replaceState(null, "", "/");
  diagnose(form);
}

window.addEventListener("popstate", () => location.reload());
dress();
receive();
