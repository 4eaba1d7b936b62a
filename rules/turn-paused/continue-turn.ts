import type Anthropic from "@anthropic-ai/sdk";

/** The text of a turn that the API pauses; each part is billed. */
async function finishTurn(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  const messages = [...request.messages];
  let text = "";
  for (let part = 0; part < 5; part++) {
    const message = await client.messages.create({ ...request, messages });
    for (const block of message.content)
      if (block.type === "text") text += block.text;
    if (message.stop_reason !== "pause_turn") return text;
    // Unchanged, with the same tools, and no user turn after it.
    messages.push({ role: "assistant", content: message.content });
  }
  throw new Error(`still paused after five parts: ${text}`);
}
