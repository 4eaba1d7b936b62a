import type Anthropic from "@anthropic-ai/sdk";

const repair = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** Texts without half characters: halves become U+FFFD. */
function wellFormed(messages: Anthropic.MessageParam[]) {
  const text = JSON.stringify(messages, (_, value: unknown) => {
    if (typeof value === "string") return repair(value);
    if (!value || Object.getPrototypeOf(value) !== Object.prototype)
      return value; // a number or a list
    return Object.fromEntries(Object.entries(value).map(
      ([name, item]) => [repair(name), item]));
  });
  return JSON.parse(text) as Anthropic.MessageParam[];
}
