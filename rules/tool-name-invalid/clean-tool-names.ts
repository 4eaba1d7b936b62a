import type Anthropic from "@anthropic-ai/sdk";

/** Names that the API allows, in tools, tool_choice and the history. */
function cleanNames<R extends Anthropic.MessageCreateParams>(request: R): R {
  const table = new Map<string, string>(); // your name -> the new one
  const rename = <T extends { name: string }>(item: T): T => {
    const clean = item.name.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(0, 120);
    const taken = [...table.values()];
    let name = clean || "tool";
    if (!table.has(item.name)) {
      while (taken.includes(name)) name += "_";
      table.set(item.name, name);
    }
    return { ...item, name: table.get(item.name)! };
  };
  const { tools, tool_choice: choice } = request;
  return {
    ...request,
    ...(tools && { tools: tools.map((t) => "name" in t ? rename(t) : t) }),
    ...(choice?.type === "tool" ? { tool_choice: rename(choice) } : {}),
    messages: request.messages.map((turn) =>
      typeof turn.content === "string" ? turn : { ...turn, content:
        turn.content.map((b) => (b.type === "tool_use" ? rename(b) : b)) }),
  };
}
