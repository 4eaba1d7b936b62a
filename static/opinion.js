// The second opinion as it is written. The server renders each state of it; without this script the form gives the last one.
const live = document.getElementById("live");

async function ask(form) {
  const out = form.parentElement.querySelector("[data-opinion-out]");
  const button = form.querySelector("button");
  button.disabled = true;
  out.setAttribute("aria-busy", "true");
  live.textContent = "Asking Claude";
  let isWhole = false;
  try {
    const response = await fetch("/opinion", { method: "POST", headers: { Accept: "text/event-stream" }, body: new FormData(form) });
    if (response.headers.get("Content-Type")?.startsWith("text/event-stream")) isWhole = await show(response.body, out);
    else tell(out, await reason(response));
  } catch {
    tell(out, "The connection was lost.");
  }
  if (!out.isConnected) return;
  out.removeAttribute("aria-busy");
  button.disabled = false;
  form.hidden = isWhole;
  live.textContent = out.querySelector(".problem")?.textContent ?? "Claude has answered";
}

async function show(body, out) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", state = { over: false };
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (!out.isConnected) { reader.cancel(); return false; } // another answer took its place
    const events = (rest + part.value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      state = JSON.parse(event.slice("data: ".length));
      out.innerHTML = state.html; // rendered and made safe by the server
    }
  }
  if (!state.over) tell(out, "The connection was lost before the answer was complete.");
  return state.over && !out.querySelector(".problem");
}

async function reason(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector(".lead")?.textContent ?? `The server answered ${response.status}.`;
}

function tell(out, words) {
  const said = document.createElement("p");
  said.className = "problem";
  said.textContent = words;
  out.append(said);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-opinion]")) return;
  event.preventDefault();
  ask(event.target);
});
