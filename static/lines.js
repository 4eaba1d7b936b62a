// The text of a log -> only the lines that belong to its errors, those in folded parts too.
export function showOnly(box) {
  const all = box.closest("section").querySelector(".lines:not(.errors)");
  all.hidden = box.checked;
  all.parentElement.querySelector(".errors")?.remove();
  if (!box.checked) return;
  const only = all.cloneNode();
  only.hidden = false;
  only.classList.add("errors");
  only.setAttribute("aria-label", "The error lines of your text");
  const rows = numbered(all);
  for (const run of box.dataset.only.trim().split(" ")) {
    const [first, last] = run.split("-").map(Number);
    for (let number = first; number <= last; number += 1) if (rows.has(number)) only.append(row(number, rows.get(number)));
  }
  all.after(only);
}

// Line number -> the line as it is shown, or its text where it is folded.
function numbered(all) {
  const rows = new Map();
  let number = 0;
  for (const part of all.children) {
    if (part.matches(".line")) rows.set(number = Number(part.querySelector(".n").textContent), part);
    else for (const text of part.querySelector("pre").textContent.split("\n")) rows.set(++number, text);
  }
  return rows;
}

function row(number, line) {
  if (typeof line !== "string") {
    const copy = line.cloneNode(true);
    for (const mark of copy.querySelectorAll("[id]")) mark.removeAttribute("id");
    return copy;
  }
  const made = document.createElement("div"), place = document.createElement("span"), code = document.createElement("code");
  made.className = "line";
  place.className = "n";
  place.setAttribute("aria-hidden", "true");
  place.textContent = number;
  code.textContent = line;
  made.append(place, code);
  return made;
}
