// Shows who answered: status, content type and request id, before anything is parsed.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 2 });

// fix:begin
const { data: message, response } = await client.messages
  .create({ model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: "Say hello." }] })
  .withResponse()
  .catch((error: unknown) => {
    if (error instanceof Anthropic.APIError) console.log(error.status, String(error.message).slice(0, 80));
    throw error;
  });
const kind = response.headers.get("content-type") ?? "";
if (!kind.startsWith("application/json")) {
  // A page with status 200 raises nothing: the SDK would hand it to you as a string.
  throw new Error(`Something in front of the API answered with ${kind || "no content type"}: check the base URL.`);
}
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
