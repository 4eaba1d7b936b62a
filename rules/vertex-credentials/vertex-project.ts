// Says which Google credentials are used, and calls Vertex with a named project.
import { existsSync } from "node:fs";
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

// fix:begin
const path = process.env.GOOGLE_APPLICATION_CREDENTIALS;
if (path && !existsSync(path)) throw new Error(`GOOGLE_APPLICATION_CREDENTIALS names ${path}, but there is no such file.`);
console.error("credentials from:", path ?? "gcloud auth application-default login, or the machine");
const client = new AnthropicVertex({
  region: "global",
  projectId: process.env.ANTHROPIC_VERTEX_PROJECT_ID ?? "my-project",
});
// fix:end
const message = await client.messages.create({
  model: "claude-haiku-4-5@20251001",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
