import type Anthropic from "@anthropic-ai/sdk";

/** Marks only where they count: tools, system, then the newest turns. */
function keepBreakpoints<R extends Anthropic.MessageCreateParams>(
  request: R, most = 4,
): R {
  const count = (blocks: readonly object[] | string = []) =>
    typeof blocks === "string" ? 0
      : blocks.filter((block) => "cache_control" in block).length;
  let left = most - count(request.tools) - count(request.system);
  const messages = structuredClone(request.messages);
  for (const turn of [...messages].reverse()) {
    if (typeof turn.content === "string") continue;
    for (const block of [...turn.content].reverse()) {
      if ("cache_control" in block && --left < 0) delete block.cache_control;
    }
  }
  return { ...request, messages };
}
