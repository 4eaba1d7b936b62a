// Asks again when Bedrock reports an exception inside the stream; a retry is a new, billed answer.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import { setTimeout as sleep } from "node:timers/promises";

const client = new AnthropicBedrock({ awsRegion: "us-east-1" });
const passing = /modelStreamErrorException|internalServerException|modelTimeoutException|serviceUnavailableException/;

// fix:begin
// The whole answer; nothing of a broken attempt is shown.
async function ask(question: string, attempts = 4): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await client.messages
        .stream({
          model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
          max_tokens: 1024,
          messages: [{ role: "user", content: question }],
        })
        .finalText();
    } catch (error) {
      if (attempt + 1 >= attempts || !passing.test(String(error))) throw error;
      await sleep((0.5 + Math.random() / 2) * 1000 * 2 ** attempt);
    }
  }
}
// fix:end

console.log(await ask("Say hello."));
