import type { Middleware } from "@anthropic-ai/sdk";

/** At a cap, it tells the SDK that no retry helps. */
const stopAtCap: Middleware = async (request, next) => {
  const response = await next(request);
  if (response.status !== 429) return response;
  const text = await response.text().catch(() => ""); // it may be cut
  const headers = new Headers(response.headers);
  if (/spend.limit|API usage limits/.test(text))
    headers.set("x-should-retry", "false");
  return new Response(text, { status: 429, headers });
};
const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
  { maxRetries: 8, middleware: [stopAtCap] },
);
