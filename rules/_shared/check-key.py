"""Checks the key when the program starts, and shows no more than its end."""

import os
import sys

import anthropic

# fix:begin
key = os.environ.get("ANTHROPIC_API_KEY", "").strip().strip("\"'")
if not key:
    sys.exit("ANTHROPIC_API_KEY is not set in this process.")
if not key.isascii() or not key.startswith("sk-ant-"):
    sys.exit(f"ANTHROPIC_API_KEY does not look like a key of the Claude API (it ends in {key[-4:]!r}).")
client = anthropic.Anthropic(api_key=key)
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
