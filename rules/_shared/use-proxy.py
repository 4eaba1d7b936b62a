"""Names the proxy in code, with its credentials percent-encoded."""

import os
from urllib.parse import quote

import anthropic

# fix:begin
user, password = (quote(os.environ[name], safe="") for name in ("PROXY_USER", "PROXY_PASSWORD"))
# Before the client is made: where the variable is set, it wins over DefaultHttpxClient(proxy=…).
os.environ["https_proxy"] = f"http://{user}:{password}@{os.environ['PROXY_HOST']}"
client = anthropic.Anthropic()
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
