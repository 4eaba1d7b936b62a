// Says which rate limit was reached, and waits as long as the API asks.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 0 });
const ask = () =>
  client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: "Say hello." }] });

// fix:begin
let message: Anthropic.Message | undefined;
for (let attempt = 1; message === undefined; attempt++) {
  try {
    message = await ask();
  } catch (error) {
    if (!(error instanceof Anthropic.RateLimitError)) throw error;
    const headers = error.headers as unknown as Headers;
    const reached = [...headers].filter(([name, value]) => name.endsWith("-remaining") && value === "0").map(([name]) => name);
    const wait = Number(headers.get("retry-after") ?? NaN);
    console.log("reached:", reached, "retry-after:", wait);
    if (!(wait >= 0) || attempt === 5) throw error; // where the API names no seconds, it is a cap, and no wait helps
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
