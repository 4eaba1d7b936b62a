"""One credential, given once."""

import os

import anthropic

# fix:begin
client = anthropic.Anthropic(api_key=os.environ["ANTHROPIC_API_KEY"])  # and no auth_token beside it
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
