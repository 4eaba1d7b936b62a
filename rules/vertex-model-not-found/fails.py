"""Asks Vertex AI for a model by its name on the Claude API."""

import anthropic

client = anthropic.AnthropicVertex(region="global", project_id="my-project")
client.messages.create(
    model="claude-haiku-4-5-20251001", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
