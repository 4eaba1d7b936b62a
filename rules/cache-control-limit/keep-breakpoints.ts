import type Anthropic from "@anthropic-ai/sdk";

/** Marks only where they count: tools, system, then the newest turns. */
function keepBreakpoints<R extends Anthropic.MessageCreateParams>(
  request: R, most = 4,
): R {
  let left = most - ("cache_control" in request ? 1 : 0);
  const newestFirst = (blocks: any): any =>
    Array.isArray(blocks) ? blocks.toReversed().map(keep).toReversed() : blocks;
  const keep = (block: any) => { // a tool, a turn, or a block with others
    const { cache_control, ...kept } = block;
    if (cache_control && --left >= 0) kept.cache_control = cache_control;
    if ("content" in kept) kept.content = newestFirst(kept.content);
    return kept;
  };
  const changed = { ...request };
  if (request.tools) changed.tools = newestFirst(request.tools);
  if (request.system) changed.system = newestFirst(request.system);
  changed.messages = newestFirst(request.messages);
  return changed;
}
