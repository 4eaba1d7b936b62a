"""Tries one model on Vertex, and says what Google answers."""

import os

import anthropic
from anthropic.lib.vertex import AnthropicVertex

PROJECT = os.environ.get("GOOGLE_CLOUD_PROJECT", "my-project")
MODEL = "claude-haiku-4-5@20251001"

# fix:begin
client = AnthropicVertex(region="global", project_id=PROJECT)
try:
    message = client.messages.create(
        model=MODEL, max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
    )
except anthropic.APIStatusError as error:
    raise SystemExit(f"{MODEL} in {PROJECT}: {error.status_code} {error.response.text}")
# fix:end
print("".join(block.text for block in message.content if block.type == "text"))
