import type Anthropic from "@anthropic-ai/sdk";

type Text = string | Anthropic.TextBlockParam;
type Turn = Anthropic.MessageParam
  | { role: "system" | "developer"; content: string | Text[] };
type Request = Anthropic.MessageCreateParamsNonStreaming;

/** The request with its system and developer turns in `system`. */
function moveSystem(
  request: Omit<Request, "messages"> & { messages: Turn[] },
): Request {
  const blocks = (content?: string | Text[] | null) => [content ?? []].flat()
    .map((text) =>
      typeof text === "string" ? { type: "text" as const, text } : text)
    .filter(({ text }) => text?.trim() !== ""); // without empty ones
  const { system: given, messages, ...rest } = request;
  const system = blocks(given);
  const turns: Anthropic.MessageParam[] = [];
  for (const turn of messages) {
    if (turn.role === "user" || turn.role === "assistant") turns.push(turn);
    else system.push(...blocks(turn.content as Text[]));
  }
  if (turns.length === messages.length) return { ...request, messages: turns };
  return { ...rest, messages: turns, ...(system.length ? { system } : {}) };
}
