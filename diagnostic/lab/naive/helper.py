"""The stream helper and its final message."""

import anthropic

with anthropic.Anthropic().messages.stream(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
) as stream:
    message = stream.get_final_message()
print(
    "".join(block.text for block in message.content if block.type == "text"),
    f"stop_reason={message.stop_reason!r}",
)
