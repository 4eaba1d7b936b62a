// Prints the message of the model that Bedrock wraps.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import { BadRequestError } from "@anthropic-ai/sdk";

const client = new AnthropicBedrock({ awsRegion: "us-east-1" });

// fix:begin
// What the model said, without the wrapping of Bedrock.
const innerMessage = (error: BadRequestError): string =>
  error.message.split("The model returned the following errors:").at(-1)?.trim() ?? error.message;
// fix:end

try {
  const message = await client.messages.create({
    model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens: 1024,
    messages: [{ role: "user", content: "Say hello." }],
  });
  console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
} catch (error) {
  if (!(error instanceof BadRequestError)) throw error;
  console.error(`Fix the request: ${innerMessage(error)}`);
  process.exitCode = 1;
}
