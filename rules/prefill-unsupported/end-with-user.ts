import type Anthropic from "@anthropic-ai/sdk";

/** The history, with a request to go on where it ends with an answer. */
function endWithUser(messages: Anthropic.MessageParam[]) {
  if (messages.at(-1)?.role !== "assistant") return messages;
  const content = "Your answer was cut off. Go on exactly where it stopped.";
  return [...messages, { role: "user" as const, content }];
}
