import { VERSION } from "@anthropic-ai/sdk/version";

console.log(`Node ${process.version}, @anthropic-ai/sdk ${VERSION}`);
try {
  await client.messages.create(
    { model: "claude-sonnet-4-6", max_tokens: 16, messages },
  );
} catch (error) {
  // The innermost error names the reason.
  for (let link = error; link instanceof Error; link = link.cause) {
    const code = "code" in link ? ` (${link.code})` : "";
    const line = `${link.constructor.name}: ${link.message}${code}`;
    console.log(line.replace(/sk-ant-[\w-]+/g, "sk-ant-…").slice(0, 300));
  }
  throw error;
}
