"""Counts a request before it is sent: one that exceeds the minute's allowance can never pass."""

import sys

import anthropic
from anthropic.types import MessageParam

client = anthropic.Anthropic()
LIMIT = 40_000  # the number in the error
messages: list[MessageParam] = [{"role": "user", "content": "Say hello."}]

# fix:begin
count = client.messages.count_tokens(model="claude-sonnet-4-6", messages=messages).input_tokens
if count > LIMIT:
    sys.exit(f"This request alone has {count} input tokens, and a minute allows {LIMIT}: shorten it.")
# fix:end

message = client.messages.create(model="claude-sonnet-4-6", max_tokens=64, messages=messages)
print("".join(block.text for block in message.content if block.type == "text"))
