import { VERSION } from "@anthropic-ai/sdk/version";

console.log(`Node ${process.version}, @anthropic-ai/sdk ${VERSION}`);
const keys = `${client.apiKey ?? ""} ${client.authToken ?? ""}`.trim();
try {
  await client.messages.create(
    { model: "claude-sonnet-4-6", max_tokens: 16, messages },
  );
} catch (error) {
  // The innermost error names the reason.
  for (let link = error; link instanceof Error; link = link.cause) {
    const code = "code" in link ? ` (${link.code})` : "";
    let line = `${link.constructor.name}: ${link.message}${code}`;
    for (const key of keys ? keys.split(/\s+/) : []) // with a line break, too
      line = line.replaceAll(key, "[key]");
    // The value of any header may be a secret, and an address may hold one.
    line = line.replace(/"[^]*"(?= is an invalid)/, "[value]")
      .replace(/\/\/.*@/g, "//[login]@");
    console.log(line.slice(0, 300));
  }
  throw error;
}
