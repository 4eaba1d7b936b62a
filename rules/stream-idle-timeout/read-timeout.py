"""A read timeout that fits: it counts the longest silence, not the whole answer."""

import anthropic

# fix:begin
# timeout=600 (seconds) would lift the connect limit too; DEFAULT_TIMEOUT keeps that at 5 s.
client = anthropic.Anthropic(timeout=anthropic.DEFAULT_TIMEOUT)
# fix:end

with client.messages.stream(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
print()
