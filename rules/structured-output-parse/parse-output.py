"""Looks at the stop reason, then parses inside try; asks once more where that may help."""

import json
import sys
from typing import Any

import anthropic

client = anthropic.Anthropic()

# fix:begin
answer: Any = None
for max_tokens in (1024, 8192):
    message = client.messages.create(
        model="claude-sonnet-4-6",
        max_tokens=max_tokens,
        messages=[{"role": "user", "content": 'Answer with JSON: {"greeting": "…"}'}],
    )
    text = "".join(block.text for block in message.content if block.type == "text")
    if message.stop_reason == "max_tokens":
        continue  # cut: ask again with more room
    try:
        answer = json.loads(text)
    except json.JSONDecodeError:
        print(text)  # words instead of JSON: a refusal, or an explanation
    break
else:
    sys.exit("The answer was cut twice: ask for less.")
# fix:end

print(answer)
