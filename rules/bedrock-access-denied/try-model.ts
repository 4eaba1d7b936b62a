// Tries one model on Bedrock, and says what AWS answers.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import { APIError } from "@anthropic-ai/sdk";

const model = process.argv[2] ?? "us.anthropic.claude-haiku-4-5-20251001-v1:0";

// fix:begin
const client = new AnthropicBedrock(); // region and credentials as AWS finds them
try {
  const message = await client.messages.create({
    model,
    max_tokens: 64,
    messages: [{ role: "user", content: "Say hello." }],
  });
  console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
} catch (error) {
  if (!(error instanceof APIError)) throw error;
  console.error(`${model} in ${client.awsRegion}: ${error.message}`);
  process.exitCode = 1;
}
// fix:end
