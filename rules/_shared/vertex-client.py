"""A client for Claude on Google: credentials come from the environment, and nothing is guessed."""

import anthropic

# fix:begin
client = anthropic.AnthropicVertex(region="global", project_id="my-project", max_retries=5)
message = client.messages.create(
    model="claude-sonnet-4-5@20250929",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
)
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
