"""Asks the API how much the model can write, and stays below it."""

import anthropic

MODEL = "claude-haiku-4-5"
WANTED = 128_000

client = anthropic.Anthropic()

# fix:begin
most = client.models.retrieve(MODEL).max_tokens or 8_192
max_tokens = min(WANTED, most)
# fix:end
with client.messages.stream(
    model=MODEL,
    max_tokens=max_tokens,
    messages=[{"role": "user", "content": "Say hello."}],
) as stream:
    message = stream.get_final_message()
print("".join(block.text for block in message.content if block.type == "text"))
