"""Uses a client whose extra is not installed."""

from anthropic import AnthropicVertex

AnthropicVertex(region="global", project_id="my-project").messages.create(
    model="claude-haiku-4-5@20251001", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
