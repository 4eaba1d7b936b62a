"""Goes on with a paused turn until it is done, a bounded number of times."""

import sys

import anthropic
from anthropic.types import MessageParam

client = anthropic.Anthropic()
messages: list[MessageParam] = [{"role": "user", "content": "Say hello."}]

# fix:begin
text = ""
for _ in range(5):
    message = client.messages.create(model="claude-sonnet-4-6", max_tokens=4096, messages=messages)
    text += "".join(block.text for block in message.content if block.type == "text")
    if message.stop_reason != "pause_turn":
        break
    messages.append({"role": "assistant", "content": message.content})  # unchanged, and no user turn after it
else:
    sys.exit("The turn was paused five times: ask for less at once.")
# fix:end

print(text)
