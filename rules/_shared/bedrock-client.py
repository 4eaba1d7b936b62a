"""A client for Claude on AWS: credentials come from the environment, and nothing is guessed."""

import anthropic

# fix:begin
client = anthropic.AnthropicBedrock(aws_region="us-east-1", max_retries=5)
message = client.messages.create(
    model="us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
)
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
