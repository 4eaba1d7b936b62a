import Anthropic from "@anthropic-ai/sdk"; // no /src, /build or /dist

const client = new Anthropic();
const message: Anthropic.Message = await client.messages.create({
  model, max_tokens: 1024, messages,
});
