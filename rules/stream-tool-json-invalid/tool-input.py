"""Parses a tool's input only when it is whole, and asks again once when it is not JSON."""

import json
import sys

import anthropic

client = anthropic.Anthropic()


# fix:begin
def ask_for_tool_call() -> tuple[str, str]:
    """The stop reason and the tool's input as the model wrote it."""
    written, stop_reason = "", ""
    with client.messages.create(
        model="claude-sonnet-4-6",
        max_tokens=2048,
        tools=[{"name": "get_weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}],
        messages=[{"role": "user", "content": "What is the weather in Paris?"}],
        stream=True,
    ) as stream:
        for event in stream:
            if event.type == "content_block_delta" and event.delta.type == "input_json_delta":
                written += event.delta.partial_json
            elif event.type == "content_block_delta" and event.delta.type == "text_delta":
                print(event.delta.text, end="")
            elif event.type == "message_delta":
                stop_reason = event.delta.stop_reason or ""
    return stop_reason, written


for attempt in range(2):
    stop_reason, written = ask_for_tool_call()
    try:
        print(json.loads(written or "{}"))
        break
    except json.JSONDecodeError:
        if stop_reason == "max_tokens":
            sys.exit("The call was cut by max_tokens: raise it.")
else:
    sys.exit("The tool's input was not valid JSON, twice.")
# fix:end
