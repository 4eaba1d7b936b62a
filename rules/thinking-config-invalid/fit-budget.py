"""Keeps the thinking budget between 1024 and max_tokens (models that take a budget)."""

import anthropic

client = anthropic.Anthropic()

# fix:begin
answer_tokens = 2_000  # what the visible answer may use
budget = 4_000  # at least 1,024
max_tokens = budget + answer_tokens  # thinking counts towards it
# fix:end
message = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=max_tokens,
    thinking={"type": "enabled", "budget_tokens": budget},
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
