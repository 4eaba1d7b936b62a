// Keeps at most four cache breakpoints: all of tools and system, and the newest of the messages.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const mark = { cache_control: { type: "ephemeral" as const } };
const system: Anthropic.TextBlockParam[] = [{ type: "text", text: "Answer in one sentence.", ...mark }];
const history: Anthropic.MessageParam[] = [];
for (let number = 0; number < 6; number += 1) {
  // each turn was marked when it was the newest one
  history.push({ role: "user", content: [{ type: "text", text: `Question ${number}?`, ...mark }] });
  history.push({ role: "assistant", content: `Answer ${number}.` });
}
history.push({ role: "user", content: [{ type: "text", text: "Say hello.", ...mark }] });

// fix:begin
// The messages with marks only on the newest blocks; `used` marks stand in tools and system.
function keepBreakpoints(messages: Anthropic.MessageParam[], used: number, most = 4): Anthropic.MessageParam[] {
  const kept = structuredClone(messages);
  let left = most - used;
  for (const message of kept.toReversed()) {
    if (typeof message.content === "string") continue;
    for (const block of message.content.toReversed()) {
      if (!("cache_control" in block) || !block.cache_control) continue;
      left -= 1;
      if (left < 0) delete block.cache_control;
    }
  }
  return kept;
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  system,
  messages: keepBreakpoints(history, system.filter((block) => block.cache_control).length),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
