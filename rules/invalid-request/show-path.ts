// Sends a request; where the API refuses it, prints the element that its message names.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const request: Anthropic.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
};

// fix:begin
function showPath(request: unknown, error: { message: string; headers?: unknown }): void {
  const path = /[a-z_]+(?:\.\w+)+(?=:)/.exec(error.message)?.[0] ?? "";
  let element: any = request;
  for (const key of path.split(".").filter(Boolean)) {
    if (element?.[key] === undefined) break; // the last parts of a path name a type or a missing field
    element = element[key];
  }
  console.error("message:", error.message);
  console.error("element:", JSON.stringify(element)?.slice(0, 2000));
}
// fix:end

try {
  const message = await client.messages.create(request);
  console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
} catch (error) {
  if (!(error instanceof Anthropic.BadRequestError)) throw error;
  console.error("request id:", error.headers?.get("request-id"));
  showPath(request, error);
  process.exitCode = 1;
}
