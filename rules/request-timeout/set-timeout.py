"""A timeout in seconds that leaves the connect limit alone."""

import anthropic

# fix:begin
# The default: 600 s of silence, 5 s to connect, anew for each of three tries. A bare number sets all of them.
timeout = anthropic.Timeout(600, connect=5.0)
client = anthropic.Anthropic(timeout=timeout, max_retries=1)
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
