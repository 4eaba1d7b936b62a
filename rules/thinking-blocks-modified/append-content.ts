import type Anthropic from "@anthropic-ai/sdk";

/** The last message of a turn; every answer is kept as it came. */
async function askWithTools(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
  callTool: (name: string, input: unknown) => string | Promise<string>,
) {
  const messages = [...request.messages];
  try {
    for (let left = 10; left > 0; left--) {
      const message = await client.messages.create({ ...request, messages });
      if (message.stop_reason !== "tool_use") return message;
      // Unchanged: thinking, redacted thinking, text and tool calls.
      messages.push({ role: "assistant", content: message.content });
      const calls = message.content.filter((part) => part.type === "tool_use");
      const content = await Promise.all(calls.map(async (call) => ({
        type: "tool_result" as const, tool_use_id: call.id,
        content: await callTool(call.name, call.input) })));
      messages.push({ role: "user", content });
    }
    throw new Error("still calling tools after ten requests");
  } catch (error) { // the turns are paid for, and their tools have run
    throw Object.assign(error as Error, { turns: messages }); // go on here
  }
}
