// Gives tools names that the API allows, and keeps the way back.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const mine: Anthropic.Tool[] = [
  { name: "files.read file", description: "Reads a file", input_schema: { type: "object" } },
  { name: "files/read/file", description: "Reads another file", input_schema: { type: "object" } },
];

// fix:begin
const yourName = new Map<string, string>(); // new name -> your name
const tools = mine.map((tool) => {
  const base = tool.name.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(0, 60) || "tool";
  let name = base;
  for (let number = 2; yourName.has(name); number += 1) name = `${base}_${number}`;
  yourName.set(name, tool.name);
  return { ...tool, name };
});
// fix:end
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools,
  messages: [{ role: "user", content: "Say hello." }],
});
for (const block of message.content) {
  if (block.type === "tool_use") console.log("the model calls", yourName.get(block.name));
}
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
