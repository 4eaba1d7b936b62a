// Chooses the thinking setting that the model takes.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const model: string = "claude-opus-4-7";

// fix:begin
// The parameters that make this model think.
function thinkingFor(model: string): Pick<Anthropic.MessageCreateParams, "thinking" | "output_config"> {
  if (/fable|mythos/.test(model)) return {}; // these always think and take no setting
  const found = /(?:opus|sonnet|haiku)-(\d+)(?:-(\d{1,2})(?!\d))?/.exec(model);
  const version = Number(found?.[1] ?? 0) * 100 + Number(found?.[2] ?? 0);
  if (version >= 406) return { thinking: { type: "adaptive" }, output_config: { effort: "high" } };
  return { thinking: { type: "enabled", budget_tokens: 2048 } };
}
// fix:end

const message = await client.messages.create({
  model,
  max_tokens: 4096,
  messages: [{ role: "user", content: "Say hello." }],
  ...thinkingFor(model),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
