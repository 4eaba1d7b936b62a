import type Anthropic from "@anthropic-ai/sdk";

/** One turn for each run of one role; the first one is the user's. */
function mergeTurns(messages: Anthropic.MessageParam[]) {
  const blocks = ({ content }: Anthropic.MessageParam) =>
    typeof content === "string"
      ? [{ type: "text" as const, text: content }] : content;
  const merged: Anthropic.MessageParam[] = [];
  for (const turn of messages) {
    const last = merged.at(-1);
    if (last?.role === turn.role) {
      const both = [...blocks(last), ...blocks(turn)];
      // Results of tool calls stand before everything else.
      const late = (block: { type: string }) => +(block.type !== "tool_result");
      both.sort((one, two) => late(one) - late(two));
      merged[merged.length - 1] = { role: last.role as "user", content: both };
    } else if (last || turn.role === "user") merged.push(turn);
  }
  return merged;
}
