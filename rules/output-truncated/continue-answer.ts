import type Anthropic from "@anthropic-ai/sdk";
/** The message, in as many parts as it takes; each part is billed. */
async function wholeMessage(client: Anthropic,
  request: Anthropic.MessageCreateParamsNonStreaming) {
  let parts: Anthropic.ContentBlock[] = [], messages = request.messages;
  const json = request.output_config?.format; // cannot go on, as a call
  try {
    for (let part = 0; part < 3; part++) {
      const got = await client.messages.create({ ...request, messages });
      if (!got?.content?.every?.((one) => one?.type)) // of a gateway
        throw new Error(`page: ${JSON.stringify(got)}`);
      got.content.unshift(...parts);
      const kinds = got.content.map((block) => block.type);
      const open = kinds.at(-1)?.endsWith("_tool_use"); // of a server
      const cut = open || json || kinds.includes("tool_use");
      if (got.stop_reason !== "max_tokens" || cut) return got;
      parts = got.content.filter((block) => block.type === "text"
        ? block.text?.trim() : !/thinking/.test(block.type));
      messages = [...request.messages,
        { role: "assistant", content: parts.length ? parts : "(nothing yet)" },
        { role: "user", content: "You were cut off. Go on where you were." }];
    }
    throw new Error("max_tokens reached three times");
  } catch (error) { throw Object.assign(error as Error, { parts }); } // paid
}
