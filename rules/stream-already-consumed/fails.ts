import Anthropic from "@anthropic-ai/sdk";

const stream = await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
  stream: true,
});
for await (const event of stream) void event;
for await (const event of stream) void event;
