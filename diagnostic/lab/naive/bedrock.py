"""One request through Amazon Bedrock, as most people write it."""

from anthropic import AnthropicBedrock

message = AnthropicBedrock().messages.create(
    model="anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
