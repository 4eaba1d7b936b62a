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
  if (await copy(source.textContent)) return show(button, "Copied");
  getSelection().selectAllChildren(source);
  show(button, "Selected");
  say("The text is selected; press Control or Command and C to copy it.");
}

function show(button, words) {
  button.textContent = words;
  button.classList.add("done");
  say(words);
  setTimeout(() => { button.textContent = "Copy"; button.classList.remove("done"); }, 2000);
}

export async function copyLink(link) {
  const done = await copy(link.href);
  say(done ? "Link copied" : "The link could not be copied");
  link.classList.toggle("done", done);
  setTimeout(() => link.classList.remove("done"), 2000);
}
