import type Anthropic from "@anthropic-ai/sdk";
/** The message of a turn that the API pauses; each part is billed. */
async function finishTurn(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  const messages = [...request.messages], asked = { ...request, messages };
  const parts: Anthropic.ContentBlock[] = [];
  try {
    for (let part = 0; part < 5; part++) {
      const message = await client.messages.create(asked);
      if (!message?.content?.every?.((one) => one?.type)) // of a gateway
        throw new Error(`page: ${JSON.stringify(message)}`);
      parts.push(...message.content);
      if (message.stop_reason !== "pause_turn")
        return { ...message, content: parts }; // of the whole turn
      asked.container ??= message.container?.id; // code runs there
      const content = message.content.filter((block) => // unchanged, but the
        block.type !== "text" || block.text?.trim()); // API takes no blanks
      if (content.length) messages.push({ role: "assistant", content });
    }
    throw new Error("still paused after five parts");
  } catch (error) { // paid for: use them, or go on in the same container
    throw Object.assign(error as Error, { parts, container: asked.container });
  }
}
