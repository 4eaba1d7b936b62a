// Node's own limit ends the wait for the headers: the SDK hides it behind its timeout, fetch shows it.
const response = await fetch(`${process.env["ANTHROPIC_BASE_URL"]}/v1/messages`, {
  method: "POST",
  headers: {
    "content-type": "application/json",
    "x-api-key": process.env["ANTHROPIC_API_KEY"] ?? "",
    "anthropic-version": "2023-06-01",
  },
  body: JSON.stringify({
    model: "claude-sonnet-4-6",
    max_tokens: 64,
    messages: [{ role: "user", content: "Say hello." }],
  }),
});
console.log(await response.json());
