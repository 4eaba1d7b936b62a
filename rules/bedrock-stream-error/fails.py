"""A stream through Amazon Bedrock, as most people write it."""

import anthropic

with anthropic.AnthropicBedrock().messages.stream(
    model="us.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
