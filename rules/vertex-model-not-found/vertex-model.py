"""Calls a model on Vertex by its full name, on the global endpoint."""

import os

from anthropic.lib.vertex import AnthropicVertex

client = AnthropicVertex(region="global", project_id=os.environ.get("GOOGLE_CLOUD_PROJECT", "my-project"))
message = client.messages.create(
    # fix:begin
    model="claude-haiku-4-5@20251001",  # name@date, enabled in Model Garden
    # fix:end
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
