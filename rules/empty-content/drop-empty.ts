import type Anthropic from "@anthropic-ai/sdk";

type Content = Anthropic.MessageParam["content"];

function withoutEmpty(content: Content | undefined): Content {
  if (!content || typeof content === "string")
    return content?.trim() ? content : "";
  return content.flatMap((block): Anthropic.ContentBlockParam[] => {
    if (block.type === "text") return block.text.trim() ? [block] : [];
    if (block.type !== "tool_result") return [block];
    if (!block.content?.length && !block.is_error) return [block];
    const inner = withoutEmpty(block.content as Content | undefined);
    const said = inner.length ? inner : "(no output)";
    return [{ ...block, content: said as typeof block.content }];
  });
}

/** Without empty texts, also in tool results, and without empty turns. */
function dropEmpty(messages: Anthropic.MessageParam[]) {
  return messages
    .map((turn) => ({ ...turn, content: withoutEmpty(turn.content) }))
    .filter((turn) => turn.content.length > 0);
}
