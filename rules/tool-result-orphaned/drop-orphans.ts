// Drops tool results whose call is not in the message before them.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history: Anthropic.MessageParam[] = [
  // the call of toolu_01A was trimmed away
  {
    role: "user",
    content: [
      { type: "tool_result", tool_use_id: "toolu_01A", content: "18 degrees" },
      { type: "text", text: "Say hello." },
    ],
  },
];

// fix:begin
// The history without results that answer nothing, and without what is empty then.
function dropOrphans(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const kept: Anthropic.MessageParam[] = [];
  let called: string[] = [];
  for (const message of messages) {
    if (typeof message.content === "string") {
      called = [];
      kept.push(message);
      continue;
    }
    const content = message.content.filter((block) => block.type !== "tool_result" || called.includes(block.tool_use_id));
    if (!content.length) continue;
    called = content.flatMap((block) => (block.type === "tool_use" ? [block.id] : []));
    kept.push({ ...message, content } as Anthropic.MessageParam);
  }
  return kept;
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: dropOrphans(history),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
