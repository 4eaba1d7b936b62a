"""Calls the global endpoint of Vertex, with more patience than by default."""

import os

from anthropic.lib.vertex import AnthropicVertex

# fix:begin
client = AnthropicVertex(
    region="global",
    project_id=os.environ.get("GOOGLE_CLOUD_PROJECT", "my-project"),
    max_retries=5,  # pauses grow, with jitter
)
# fix:end
message = client.messages.create(
    model="claude-haiku-4-5@20251001",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
