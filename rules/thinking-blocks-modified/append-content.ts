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
      if (!message?.content) throw Error(`page: ${JSON.stringify(message)}`);
      if (message.stop_reason !== "tool_use") return message;
      messages.push({ role: "assistant", content: message.content }); // as is
      const content: Anthropic.ToolResultBlockParam[] = []; // as they come
      messages.push({ role: "user", content });
      await Promise.all(message.content.map(async (call) =>
        call.type === "tool_use" && content.push({
          type: "tool_result", tool_use_id: call.id,
          content: await callTool(call.name, call.input) })));
    }
    throw new Error("still calling tools after ten requests");
  } catch (error) { // the turns are paid for, and their tools have run
    throw Object.assign(Object(error), { turns: messages }); // go on here
  }
}
