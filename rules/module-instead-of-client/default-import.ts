import Anthropic from "@anthropic-ai/sdk"; // not: import * as Anthropic

const client = new Anthropic(); // once; it reads ANTHROPIC_API_KEY
const message = await client.messages.create({
  model, max_tokens: 1024, messages,
});
