import type Anthropic from "@anthropic-ai/sdk";
async function askWithTools(client: Anthropic, // thinking is sent unchanged
  request: Anthropic.MessageCreateParamsNonStreaming,
  callTool: (name: string, input: unknown) => string | Promise<string>) {
  const turns = [...request.messages], asked = { ...request, messages: turns };
  try {
    for (let left = 10; left > 0; left--) {
      const got = await client.messages.create(asked);
      if (!got?.content?.every?.((one) => one?.type)) // of a gateway
        throw new Error(`page: ${JSON.stringify(got)}`);
      const calls = got.content.filter((one) => one.type === "tool_use");
      if (got.stop_reason !== "tool_use" || !calls.length) return got;
      asked.container ??= got.container?.id; // code waits there for a result
      const content: Anthropic.ToolResultBlockParam[] = []; // as they come
      turns.push({ role: "assistant", content: got.content.filter((one) =>
        one.type !== "text" || one.text?.trim()) }, { role: "user", content });
      await Promise.all(calls.map(async (c) => content.push({ tool_use_id: c.id,
        type: "tool_result", content: await callTool(c.name, c.input) })));
    }
    throw new Error("still calling tools after ten requests");
  } catch (error) { // paid for: go on with these turns, in this container
    const own = Object.isExtensible(error) ? error : new Error(`${error}`);
    throw Object.assign(own as Error, { turns, container: asked.container });
  }
}
