import type Anthropic from "@anthropic-ai/sdk";

const newNames = new Map<string, string>(); // yours -> new; for calls: back

/** Names that the API allows, in tools, tool_choice and the history. */
function cleanNames<R extends Anthropic.MessageCreateParams>(request: R): R {
  const rename = <T extends { name: string }>(item: T): T => {
    const taken = [...newNames.values()];
    let name = item.name.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(0, 120);
    if (!newNames.has(item.name)) {
      while (taken.includes(name)) name += "_";
      newNames.set(item.name, name);
    }
    return { ...item, name: newNames.get(item.name)! };
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
