// One call of the kind that CALL names; prints as JSON what a caller gets to see.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const request = {
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user" as const, content: "Say hello." }],
};
const classes = ["APIConnectionError", "APIConnectionTimeoutError", "APIUserAbortError", "APIError", "AnthropicError"] as const;
const seen = {
  text: "",
  exception: null as string | null,
  message: "",
  status: null as number | null,
  caught_by: [] as string[],
  stop_reason: null as string | null,
};

function keep(message: Anthropic.Message): void {
  if (typeof message !== "object" || !Array.isArray(message?.content)) {
    // what is no JSON comes back as it is, without an error
    seen.text = String(message);
    seen.stop_reason = "not a Message";
    return;
  }
  seen.text = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  seen.stop_reason = message.stop_reason;
}

const calls: Record<string, () => Promise<void>> = {
  create: async () => keep(await client.messages.create(request)),
  stream: async () => {
    for await (const event of await client.messages.create({ ...request, stream: true })) {
      if (event.type === "content_block_delta" && event.delta.type === "text_delta") seen.text += event.delta.text;
      if (event.type === "message_delta") seen.stop_reason = event.delta.stop_reason;
    }
  },
  helper: async () => keep(await client.messages.stream(request).finalMessage()),
};

try {
  await calls[process.env["CALL"] ?? "create"]!();
} catch (error) {
  const caught = error as Error & { status?: number };
  const name = caught.constructor.name;
  seen.exception = classes.some((known) => caught instanceof Anthropic[known]) ? `Anthropic.${name}` : name;
  seen.message = String(caught.message);
  seen.status = caught.status ?? null;
  seen.caught_by = classes.filter((known) => caught instanceof Anthropic[known]);
}
console.log(JSON.stringify(seen));
