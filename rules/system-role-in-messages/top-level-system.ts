import type Anthropic from "@anthropic-ai/sdk";
type Text = string | Anthropic.TextBlockParam;
type Turn = Anthropic.MessageParam
  | { role: "system" | "developer"; content: string | Text[] };
type Request = Anthropic.MessageCreateParamsNonStreaming;
type Given = Omit<Request, "messages"> & { messages: Turn[] };
/** The request with its system and developer turns in `system`. */
function moveSystem(request: Given): Request {
  const blocks = (content?: string | Text[] | null) => [content ?? []].flat()
    .map((t) => typeof t === "string" ? { type: "text" as const, text: t } : t)
    .filter(({ text }) => text?.trim() !== ""); // without empty ones
  const { system: given, messages, ...rest } = request;
  const system = blocks(given), late = blocks();
  const turns: Anthropic.MessageParam[] = [];
  for (const turn of messages) {
    if (turn.role === "user" || turn.role === "assistant") {
      turns.push(turn);
      system.push(...late.splice(0));
    } else late.push(...blocks(turn.content as Text[]));
  }
  if (turns.at(-1)?.role === "user") system.push(...late);
  // What stands alone, or after an answer, is what this turn asks for.
  else if (late.length) turns.push({ role: "user", content: late });
  return { ...rest, messages: turns, ...(system.length ? { system } : {}) };
}
