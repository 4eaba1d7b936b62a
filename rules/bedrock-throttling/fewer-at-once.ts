// Bounds what runs at once on Bedrock, and lets the SDK back off longer than by default.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

const questions = ["Say hello."]; // as many as you like

// fix:begin
const client = new AnthropicBedrock({ awsRegion: "us-east-1", maxRetries: 6 }); // exponential, with jitter

async function ask(question: string): Promise<string> {
  const message = await client.messages.create({
    model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens: 512, // reserved from your quota: keep it near what you need
    messages: [{ role: "user", content: question }],
  });
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

// Two workers take from one list: at most two requests run at the same time.
async function work(): Promise<void> {
  for (let question = questions.shift(); question; question = questions.shift()) console.log(await ask(question));
}

await Promise.all([work(), work()]);
// fix:end
