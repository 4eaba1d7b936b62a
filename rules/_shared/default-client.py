"""A client of your own that keeps what the SDK's client does: keep-alive probes, limits, timeouts."""

import anthropic

# fix:begin
# Its classes come with the SDK: build from them, not from httpx.Client or httpx2.Client, and keep one per process.
client = anthropic.Anthropic(
    http_client=anthropic.DefaultHttpxClient(headers={"x-team": "search"}),
    max_retries=4,
)
# fix:end

with client.messages.stream(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
print()
