"""Asks in a region where the project has no quota for the model."""

import anthropic

client = anthropic.AnthropicVertex(region="us-east5", project_id="my-project")
client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
