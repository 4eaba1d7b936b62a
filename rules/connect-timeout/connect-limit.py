"""More time to connect, the same time to answer."""

import anthropic

# fix:begin
timeout = anthropic.Timeout(600, connect=30.0)  # seconds; read, write and pool stay at the default of 600
client = anthropic.Anthropic(timeout=timeout)
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
