// Tries one model on Vertex, and says what Google answers.
import { APIError } from "@anthropic-ai/sdk";
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

const projectId = process.env.GOOGLE_CLOUD_PROJECT ?? "my-project";
const model = "claude-haiku-4-5@20251001";

// fix:begin
const client = new AnthropicVertex({ region: "global", projectId });
try {
  const message = await client.messages.create({
    model,
    max_tokens: 64,
    messages: [{ role: "user", content: "Say hello." }],
  });
  console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
} catch (error) {
  if (!(error instanceof APIError)) throw error;
  console.error(`${model} in ${projectId}: ${error.message}`);
  process.exitCode = 1;
}
// fix:end
