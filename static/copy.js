// Text -> the clipboard, and words for those who cannot see that it worked.
const live = document.getElementById("live");

export function say(words) {
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words; });
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOld(text); // an insecure origin, or the browser refused
  }
}

function copyOld(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "quiet";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

export async function copyFrom(button) {
  const source = document.getElementById(button.dataset.copy) ?? button.closest(".code").querySelector("pre");
  if (await copy(source.value ?? source.textContent)) return show(button, "Copied");
  source.closest("details")?.setAttribute("open", "");
  getSelection().selectAllChildren(source);
  show(button, "Selected");
  say("The text is selected; press Control or Command and C to copy it.");
}

// A step as plain text: its title, its words, and the code that shows.
export async function copyStep(button) {
  const step = button.closest("li");
  const words = [...step.querySelectorAll(":scope > h3, :scope > p, :scope > ul, :scope > .code > pre, :scope > .code > .long > pre")]
    .filter((part) => part.closest(".code")?.checkVisibility?.() ?? true)
    .map((part) => (part.matches("h3") ? [...part.childNodes].filter((node) => !node.matches?.("button, .link")).map((node) => node.textContent).join("").trim() : part.textContent.trim()));
  if (await copy(words.join("\n\n") + "\n")) show(button, "Copied");
}

function show(button, words) {
  const label = button.dataset.label ??= button.textContent;
  button.textContent = words;
  button.classList.add("done");
  say(words);
  setTimeout(() => { button.textContent = label; button.classList.remove("done"); }, 2000);
}

export async function copyLink(link) {
  const done = await copy(link.href);
  say(done ? "Link copied" : "The link could not be copied");
  link.classList.toggle("done", done);
  setTimeout(() => link.classList.remove("done"), 2000);
}
