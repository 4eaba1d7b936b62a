"""Lets the helper put a tool's input together."""

import anthropic

with anthropic.Anthropic().beta.messages.stream(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=[{"name": "get_weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}],
    messages=[{"role": "user", "content": "What is the weather in Paris?"}],
) as stream:
    print(stream.get_final_message().content)
