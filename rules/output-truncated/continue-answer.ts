import type Anthropic from "@anthropic-ai/sdk";

/** The message, in as many parts as it takes; each part is billed. */
async function wholeMessage(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  let parts: Anthropic.TextBlock[] = [], messages = request.messages, text = "";
  for (let part = 0; part < 3; part++) {
    const message = await client.messages.create({ ...request, messages });
    message.content.unshift(...parts);
    const calls = message.content.some((block) => block.type === "tool_use");
    if (message.stop_reason !== "max_tokens" || calls)
      return message; // a call that was cut cannot go on
    parts = message.content.filter((block) => block.type === "text");
    text = parts.map((block) => block.text).join("");
    if (!text.trim()) text = "(nothing yet)";
    const goOn = "You were cut off. Go on exactly where you stopped.";
    messages = [...request.messages, { role: "assistant", content: text },
      { role: "user", content: goOn }];
  }
  throw new Error(`max_tokens reached three times: ${text}`);
}
