"""Joins the text of all text blocks, whatever else the answer holds."""

import anthropic

client = anthropic.Anthropic()
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
)

# fix:begin
text = "".join(block.text for block in message.content if block.type == "text")
# fix:end

print(text or f"No text: the stop reason is {message.stop_reason}.")
