import type Anthropic from "@anthropic-ai/sdk";

/** Turns with role and content alone: other fields are not the API's. */
function plainTurns(messages: Anthropic.MessageParam[]) {
  return messages.map(({ role, content }) => ({ role, content }));
}
