// Parses a tool's input only when it is whole, and asks again once when it is not JSON.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
/** The stop reason and the tool's input as the model wrote it. */
async function askForToolCall(): Promise<[string, string]> {
  let written = "";
  let stopReason = "";
  const stream = await client.messages.create({
    model: "claude-sonnet-4-6",
    max_tokens: 2048,
    tools: [{ name: "get_weather", input_schema: { type: "object", properties: { city: { type: "string" } } } }],
    messages: [{ role: "user", content: "What is the weather in Paris?" }],
    stream: true,
  });
  for await (const event of stream) {
    if (event.type === "content_block_delta" && event.delta.type === "input_json_delta") written += event.delta.partial_json;
    else if (event.type === "content_block_delta" && event.delta.type === "text_delta") process.stdout.write(event.delta.text);
    else if (event.type === "message_delta") stopReason = event.delta.stop_reason ?? "";
  }
  return [stopReason, written];
}

for (let attempt = 1; ; attempt++) {
  const [stopReason, written] = await askForToolCall();
  try {
    console.log(JSON.parse(written || "{}"));
    break;
  } catch (error) {
    if (stopReason === "max_tokens") throw new Error("The call was cut by max_tokens: raise it.", { cause: error });
    if (attempt === 2) throw new Error("The tool's input was not valid JSON, twice.", { cause: error });
  }
}
// fix:end
