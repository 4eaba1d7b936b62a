"""Names the proxy in code, with its credentials percent-encoded."""

import os
from urllib.parse import quote

import anthropic

# fix:begin
password = quote(os.environ["PROXY_PASSWORD"], safe="")
proxy = f"http://{os.environ['PROXY_USER']}:{password}@{os.environ['PROXY_HOST']}"
client = anthropic.Anthropic(http_client=anthropic.DefaultHttpxClient(proxy=proxy))
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
