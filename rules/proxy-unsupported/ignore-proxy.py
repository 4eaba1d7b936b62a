"""A client that goes straight out, whatever the proxy variables say."""

import os

import anthropic

# fix:begin
# Before the client is made: DefaultHttpxClient(trust_env=False) reads the proxy variables all the same.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"
client = anthropic.Anthropic()
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
