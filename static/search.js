// The index and a few words -> its rows, best first, as the server ranks them (diagnostic/search.py).
const IS_ID = 100, IS_NAME = 40, IS_PLAIN = 90, IN_PLAIN = 30, RANK_COSTS = 8, WHOLE_WORD = 6, WORD_BEGINS = 3;

function score(words, item) {
  const ids = item.dataset.find.split(" ");
  const names = `${item.dataset.find} ${item.querySelector("a").textContent.toLowerCase()}`;
  const plain = (item.dataset.plain ?? "").split(";").filter(Boolean).map((one) => one.split("="));
  const everywhere = [names, ...plain.map(([said]) => said)].join(" ");
  if (!words.every((word) => everywhere.includes(word))) return 0;
  const query = words.join(" "), hyphened = words.join("-"), parts = names.match(/[a-z0-9]+/g);
  let points = 1 + (hyphened === ids[0] ? IS_ID : ids.includes(query) || ids.includes(hyphened) ? IS_NAME : 0);
  points += Math.max(0, ...plain.map(([said, rank]) => {
    if (said === query) return IS_PLAIN - RANK_COSTS * rank;
    return words.every((word) => said.split(" ").includes(word)) ? IN_PLAIN - RANK_COSTS * rank : 0;
  }));
  for (const word of words) points += parts.includes(word) ? WHOLE_WORD : parts.some((part) => part.startsWith(word)) ? WORD_BEGINS : 0;
  return points;
}

function rank(words) {
  const rows = [...document.querySelectorAll(".group:not(#best) [data-find]")].map((item) => ({ item, points: score(words, item) }));
  // By id where points are the same, as the server's list of causes is.
  const id = ({ item }) => item.dataset.find.split(" ")[0];
  return rows.filter((row) => row.points).sort((a, b) => b.points - a.points || (id(a) < id(b) ? -1 : 1)).map((row) => row.item);
}

const split = (sought) => sought.toLowerCase().split(/\s+/).filter(Boolean);

export const bestHit = (sought) => (split(sought).length ? rank(split(sought))[0]?.querySelector("a") : null);

export function showBest(sought) {
  const words = split(sought), hits = words.length ? rank(words) : [];
  const best = document.getElementById("best");
  best.hidden = !hits.length;
  best.querySelector("ul").replaceChildren(...hits.map((item) => item.cloneNode(true)));
  for (const group of document.querySelectorAll(".group:not(#best)")) group.hidden = words.length > 0;
  for (const rail of document.querySelectorAll(".families")) rail.style.visibility = words.length ? "hidden" : "";
  const found = document.getElementById("found");
  found.textContent = words.length ? `${hits.length} found` : found.dataset.all;
  document.querySelector(".nothing").hidden = !words.length || hits.length > 0;
}
