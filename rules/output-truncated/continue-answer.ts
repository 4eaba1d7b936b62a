import type Anthropic from "@anthropic-ai/sdk";

/** The text, in as many parts as it takes; each part is billed. */
async function wholeText(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  let text = "", messages = request.messages;
  for (let part = 0; part < 3; part++) {
    const message = await client.messages.create({ ...request, messages });
    for (const block of message.content)
      if (block.type === "text") text += block.text;
    if (message.stop_reason !== "max_tokens") return text;
    const goOn = "You were cut off. Go on exactly where you stopped.";
    messages = [...request.messages,
      { role: "assistant", content: text || "(nothing yet)" },
      { role: "user", content: goOn }];
  }
  throw new Error(`max_tokens reached three times: ${text}`);
}
