"""Calls a Foundry deployment by its name."""

import os

from anthropic import AnthropicFoundry

client = AnthropicFoundry(resource=os.environ.get("ANTHROPIC_FOUNDRY_RESOURCE", "my-resource"))
message = client.messages.create(
    # fix:begin
    model=os.environ.get("FOUNDRY_DEPLOYMENT", "claude-haiku-4-5"),  # the name of your deployment
    # fix:end
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
