"""Lists the models that this key can use, and takes the wanted one only if it is among them."""

import sys

import anthropic

client = anthropic.Anthropic()

# fix:begin
WANTED = "claude-sonnet-4-6"
models = [model.id for model in client.models.list(limit=100)]
if WANTED not in models:
    sys.exit(f"This key cannot use {WANTED}. It can use: {', '.join(models)}")
# fix:end

message = client.messages.create(model=WANTED, max_tokens=64, messages=[{"role": "user", "content": "Say hello."}])
print("".join(block.text for block in message.content if block.type == "text"))
