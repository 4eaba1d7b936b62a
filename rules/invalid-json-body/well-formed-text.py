"""Repairs half characters (lone surrogates) before a text is sent."""

import anthropic

client = anthropic.Anthropic()
text = "Say hello \ud83d"  # the first half of an emoji

# fix:begin
# Joins pairs that were read apart, and puts "?" for halves.
text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8", "replace").decode()
# fix:end
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=[{"role": "user", "content": text}],
)
print("".join(block.text for block in message.content if block.type == "text"))
