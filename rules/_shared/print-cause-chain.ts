// Prints why a call fails: the chain of causes and the versions. Safe to paste: keys are never printed.
import Anthropic from "@anthropic-ai/sdk";

// fix:begin
const proxied = Object.keys(process.env).some((name) => name.toLowerCase().includes("proxy"));
console.log(`node ${process.version}, base URL set: ${"ANTHROPIC_BASE_URL" in process.env}, proxy set: ${proxied}`);
try {
  const client = new Anthropic({ timeout: 30_000 });
  const message = await client.messages.create({
    model: "claude-sonnet-4-6",
    max_tokens: 16,
    messages: [{ role: "user", content: "Say hello." }],
  });
  console.log("It works:", message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
} catch (error) {
  for (let link = error; link instanceof Error; link = link.cause) {
    const code = "code" in link ? ` (${String(link.code)})` : "";
    console.log(`${link.constructor.name}: ${link.message.slice(0, 300)}${code}`);
  }
  process.exitCode = 1;
}
// fix:end
