"""Names the Vertex region when the client is made."""

import os

from anthropic.lib.vertex import AnthropicVertex

# fix:begin
client = AnthropicVertex(region="global", project_id=os.environ.get("GOOGLE_CLOUD_PROJECT", "my-project"))
# fix:end
message = client.messages.create(
    model="claude-haiku-4-5@20251001",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
