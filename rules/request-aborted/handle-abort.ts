// A deadline of your own around a call: the cancel is expected, so it ends quietly.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 0 });

// fix:begin
const deadline = AbortSignal.timeout(5_000);
try {
  const message = await client.messages.create(
    { model: "claude-sonnet-4-6", max_tokens: 1024, messages: [{ role: "user", content: "Say hello." }] },
    { signal: deadline },
  );
  console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
} catch (error) {
  if (!(error instanceof Anthropic.APIUserAbortError)) throw error;
  console.log("No answer within the deadline.");
  process.exitCode = 1;
}
// fix:end
