"""Says which Google credentials are used, and calls Vertex with a named project."""

import os
import sys

from anthropic.lib.vertex import AnthropicVertex

# fix:begin
path = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
if path and not os.path.isfile(path):
    raise SystemExit(f"GOOGLE_APPLICATION_CREDENTIALS names {path}, but there is no such file.")
print("credentials from:", path or "gcloud auth application-default login, or the machine", file=sys.stderr)
client = AnthropicVertex(
    region="global",
    project_id=os.environ.get("ANTHROPIC_VERTEX_PROJECT_ID", "my-project"),
)
# fix:end
message = client.messages.create(
    model="claude-haiku-4-5@20251001",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
