"""Treats a refusal as an outcome of its own."""

import sys

import anthropic

client = anthropic.Anthropic()
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
)

# fix:begin
if message.stop_reason == "refusal":
    # Do not send the same conversation again: what was flagged stays flagged while it is in the history.
    sys.exit("The model declined to answer. Change the request or start a new conversation.")
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
