// Prints why a call fails: the chain of causes and the versions. Safe to paste: keys and logins are taken out.
import Anthropic from "@anthropic-ai/sdk";
import { VERSION } from "@anthropic-ai/sdk/version";

const set = Object.entries(process.env).filter(([name]) => name.startsWith("ANTHROPIC_") || /_proxy$/i.test(name));
const secrets = set.filter(([name]) => !/URL|proxy/i.test(name)).flatMap(([, value]) => value?.split(/\s+/) ?? []);
console.log(`node ${process.version}, @anthropic-ai/sdk@${VERSION}, set: ${set.map(([name]) => name).sort().join(" ")}`);
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
    const said = secrets.filter((secret) => secret.length > 5).reduce((text, secret) => text.replaceAll(secret, "[secret]"), link.message);
    console.log(`${link.constructor.name}: ${said.replace(/\/\/\S*@/g, "//[login]@").slice(0, 300)}${code}`);
  }
  process.exitCode = 1;
}
