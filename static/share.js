// A text <-> the part of an address after "#": deflated, then base64 that addresses take.
import { copy, say } from "./copy.js";

const LONGEST = 8000;

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

async function pack(text) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export async function unpack(packed) {
  if (packed.length > LONGEST) throw new Error("no link of this page is as long");
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes));
}

const area = () => document.getElementById("share-text");

export async function measure() {
  const text = area().value;
  const packed = await pack(text);
  if (text !== area()?.value) return packed; // typed on meanwhile
  const fits = packed.length <= LONGEST;
  document.querySelector("[data-share]").disabled = !fits || !text.trim();
  document.getElementById("share-out").textContent = fits
    ? `${packed.length.toLocaleString("en")} of ${LONGEST.toLocaleString("en")} characters`
    : `${packed.length.toLocaleString("en")} characters; a link holds ${LONGEST.toLocaleString("en")}. Shorten the text to the part around the error.`;
  return packed;
}

export async function share() {
  const link = `${location.origin}/#s=${await measure()}`;
  const out = document.getElementById("share-out");
  out.dataset.link = link;
  const done = await copy(link);
  out.textContent = done ? "Link copied" : link;
  say(done ? "Link copied" : "The link is shown beside the button");
}

export function maskSelection() {
  const { value, selectionStart, selectionEnd } = area();
  const word = value.slice(selectionStart, selectionEnd).trim();
  const out = document.getElementById("share-out");
  if (!word) {
    out.textContent = "Select the word to redact first.";
    return;
  }
  const count = value.split(word).length - 1;
  area().value = value.replaceAll(word, "[redacted]");
  measure().then(() => say(`Redacted ${count} times`));
}
