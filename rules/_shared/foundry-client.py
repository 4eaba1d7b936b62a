"""A client for Claude on Azure: credentials come from the environment, and nothing is guessed."""

import anthropic

# fix:begin
client = anthropic.AnthropicFoundry(resource="my-resource", max_retries=5)
message = client.messages.create(
    model="my-claude-deployment",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
)
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
