// Meets the error: five turns are marked for caching.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [
    {
      role: "user",
      content: [{ type: "text", text: "Question 0?", cache_control: { type: "ephemeral" } }],
    },
    { role: "assistant", content: "Answer 0." },
    {
      role: "user",
      content: [{ type: "text", text: "Question 1?", cache_control: { type: "ephemeral" } }],
    },
    { role: "assistant", content: "Answer 1." },
    {
      role: "user",
      content: [{ type: "text", text: "Question 2?", cache_control: { type: "ephemeral" } }],
    },
    { role: "assistant", content: "Answer 2." },
    {
      role: "user",
      content: [{ type: "text", text: "Question 3?", cache_control: { type: "ephemeral" } }],
    },
    { role: "assistant", content: "Answer 3." },
    {
      role: "user",
      content: [{ type: "text", text: "Question 4?", cache_control: { type: "ephemeral" } }],
    },
  ],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
