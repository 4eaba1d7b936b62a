"""Measures a request before it is sent, and drops attachments of old turns until it fits."""

import json
import sys

import anthropic
from anthropic.types import MessageParam

client = anthropic.Anthropic()
LIMIT = 19_000  # bytes; the API takes 32 MB: 32_000_000
messages: list[MessageParam] = [
    {"role": "user", "content": "An old attachment: " + "x" * 30_000},
    {"role": "assistant", "content": "I have read it."},
    {"role": "user", "content": "Say hello."},
]

# fix:begin
while len(json.dumps(messages).encode()) > LIMIT and len(messages) > 2:
    del messages[:2]  # the oldest pair of turns, with its attachments
size = len(json.dumps(messages).encode())
if size > LIMIT:
    sys.exit(f"The last turn alone has {size} bytes: upload its files with the Files API.")
# fix:end

message = client.messages.create(model="claude-sonnet-4-6", max_tokens=64, messages=messages)
print("".join(block.text for block in message.content if block.type == "text"))
