"""The raw stream, as most people read it."""

import anthropic

for event in anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
    stream=True,
):
    if event.type == "content_block_delta" and event.delta.type == "text_delta":
        print(event.delta.text, end="", flush=True)
print()
