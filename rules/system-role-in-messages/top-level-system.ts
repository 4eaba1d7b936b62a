import type Anthropic from "@anthropic-ai/sdk";

type Turn = Anthropic.MessageParam | {
  role: "system" | "developer";
  content: string | Anthropic.TextBlockParam[];
};
type Request = Anthropic.MessageCreateParamsNonStreaming;

/** The request with its system and developer turns in `system`. */
function moveSystem(
  request: Omit<Request, "messages"> & { messages: Turn[] },
): Request {
  const blocks = (content: string | Anthropic.TextBlockParam[] = []) =>
    typeof content === "string"
      ? [{ type: "text" as const, text: content }] : content;
  const system = [...blocks(request.system)];
  const messages: Anthropic.MessageParam[] = [];
  for (const turn of request.messages) {
    if (turn.role === "user" || turn.role === "assistant") messages.push(turn);
    else system.push(...blocks(turn.content as string));
  }
  const moved = messages.length < request.messages.length;
  return { ...request, messages, ...(moved ? { system } : {}) };
}
