// Meets the error: a thinking block was signed elsewhere.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [
    { role: "user", content: "What is 2 + 2?" },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "Two and two.", signature: "c2lnbmVkIGVsc2V3aGVyZQ==" },
        { type: "text", text: "4" },
      ],
    },
    { role: "user", content: "Say hello." },
  ],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
