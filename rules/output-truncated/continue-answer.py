"""Asks for the rest of an answer that met max_tokens, a bounded number of times."""

import sys

import anthropic
from anthropic.types import MessageParam

client = anthropic.Anthropic()
messages: list[MessageParam] = [{"role": "user", "content": "Say hello."}]

# fix:begin
text = ""
for part in range(3):
    message = client.messages.create(model="claude-sonnet-4-6", max_tokens=4096, messages=messages)
    new = "".join(block.text for block in message.content if block.type == "text")
    text += new
    if message.stop_reason != "max_tokens":
        break
    # A user turn asks for the rest: Claude 4.6 and later do not accept a conversation that ends with the assistant.
    messages.append({"role": "assistant", "content": new or "(nothing yet)"})
    messages.append({"role": "user", "content": "You were cut off. Go on exactly where you stopped."})
else:
    sys.exit("The answer met max_tokens three times: raise it, or ask for less.")
# fix:end

print(text)
