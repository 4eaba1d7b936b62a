import type Anthropic from "@anthropic-ai/sdk";

/** The search tool is never deferred, nor are all the others. */
function withOneLoaded(tools: Anthropic.ToolUnion[]) {
  const kept = tools.map((tool) =>
    tool.type?.startsWith("tool_search_tool") && "defer_loading" in tool
      ? { ...tool, defer_loading: false } : tool);
  if (kept.every((tool) => "defer_loading" in tool && tool.defer_loading))
    kept.splice(0, 1, ...kept.slice(0, 1).map((tool) =>
      ({ ...tool, defer_loading: false })));
  return kept;
}
