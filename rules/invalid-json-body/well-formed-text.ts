import type Anthropic from "@anthropic-ai/sdk";

/** Texts without half characters: halves become U+FFFD. */
function wellFormed(messages: Anthropic.MessageParam[]) {
  const text = JSON.stringify(messages, (_, value: unknown) =>
    typeof value === "string" ? value.toWellFormed() : value);
  return JSON.parse(text) as Anthropic.MessageParam[];
}
