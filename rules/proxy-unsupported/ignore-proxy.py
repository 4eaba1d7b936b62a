"""A client that does not read proxy variables."""

import anthropic

# fix:begin
client = anthropic.Anthropic(http_client=anthropic.DefaultHttpxClient(trust_env=False))
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
