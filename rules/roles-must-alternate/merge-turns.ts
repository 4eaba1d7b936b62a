import type Anthropic from "@anthropic-ai/sdk";

/** One turn for each run of one role; the first one is the user's. */
function mergeTurns(messages: Anthropic.MessageParam[]) {
  const blocks = ({ content }: Anthropic.MessageParam) =>
    typeof content !== "string" ? content
      : content.trim() ? [{ type: "text" as const, text: content }] : [];
  const merged: Anthropic.MessageParam[] = [];
  if (messages[0]?.role === "assistant")
    merged.push({ role: "user", content: "(Go on.)" });
  for (const turn of messages) {
    const last = merged.at(-1);
    if (last?.role !== turn.role) {
      merged.push(turn);
      continue;
    }
    const both = [...blocks(last), ...blocks(turn)];
    // Results of tool calls stand before everything else.
    const late = (block: { type: string }) => +(block.type !== "tool_result");
    both.sort((one, two) => late(one) - late(two));
    merged[merged.length - 1] = { role: turn.role as "user", content: both };
  }
  return merged;
}
