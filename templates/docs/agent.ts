// An agent that looks up errors of the Claude API: node agent.ts "What does 529 overloaded_error mean?"
import Anthropic from "@anthropic-ai/sdk";

type Call = { method: string; path: string; in_path: string[]; in_query: string[]; in_body: string[]; accept: string };
type Offered = { claude: Anthropic.Tool[]; calls: Record<string, Call> };

const site = process.env.DIAGNOSTIC_URL ?? "http://127.0.0.1:8000";
const offered = (await (await fetch(`${site}/tools.json`)).json()) as Offered;

// Makes the call that a tool stands for; throws if it fails.
async function runTool(name: string, given: Record<string, unknown>): Promise<string> {
  const how = offered.calls[name];
  if (!how) throw new Error(`no tool ${name}`);
  const path = how.in_path.reduce((path, key) => path.replace(`{${key}}`, encodeURIComponent(String(given[key]))), how.path);
  const pick = (keys: string[]) => Object.fromEntries(keys.filter((key) => key in given).map((key) => [key, given[key]]));
  const address = new URL(path, site);
  for (const [key, value] of Object.entries(pick(how.in_query))) address.searchParams.set(key, String(value));
  const response = await fetch(address, {
    method: how.method,
    headers: { "content-type": "application/json", accept: how.accept },
    body: how.in_body.length ? JSON.stringify(pick(how.in_body)) : null,
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
}

// What the model gets for a call; a failure is an answer too, so that it can go on.
async function resultOf(call: Anthropic.ToolUseBlock): Promise<Anthropic.ToolResultBlockParam> {
  try {
    const content = await runTool(call.name, call.input as Record<string, unknown>);
    return { type: "tool_result", tool_use_id: call.id, content };
  } catch (error) {
    return { type: "tool_result", tool_use_id: call.id, content: `The call failed: ${(error as Error).message}`, is_error: true };
  }
}

// The model's answer; it may look up as often as it likes, up to eight times.
async function ask(question: string): Promise<string> {
  const client = new Anthropic();
  const messages: Anthropic.MessageParam[] = [{ role: "user", content: question }];
  for (let turn = 0; turn < 8; turn++) {
    const answer = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 2048, tools: offered.claude, messages });
    if (answer.stop_reason !== "tool_use") return answer.content.map((block) => (block.type === "text" ? block.text : "")).join("");
    const calls = answer.content.filter((block) => block.type === "tool_use");
    messages.push({ role: "assistant", content: answer.content }, { role: "user", content: await Promise.all(calls.map(resultOf)) });
  }
  return "No answer after eight look-ups.";
}

console.log(await ask(process.argv.slice(2).join(" ")));
