"""Gives every tool an object schema with allowed property names."""

import re
from typing import Any

import anthropic

client = anthropic.Anthropic()
mine: list[Any] = [  # as another provider wants them
    {"name": "search", "description": "Searches", "parameters": {"properties": {"search term": {"type": "string"}}}},
]


# fix:begin
def as_tool(tool: Any) -> Any:
    """The tool with an `input_schema` that the API accepts."""
    schema: Any = tool.get("input_schema", tool.get("parameters", {}))
    kept = {key: value for key, value in schema.items() if key not in ("$schema", "oneOf", "anyOf", "allOf")}
    properties: Any = schema.get("properties", {})
    kept["properties"] = {clean_key(key): value for key, value in properties.items()}
    kept["required"] = [clean_key(key) for key in schema.get("required", [])]
    return {
        "name": tool["name"],
        "description": tool.get("description", ""),
        "input_schema": {**kept, "type": "object"},
    }


def clean_key(key: str) -> str:
    """A property name of letters, digits, `_`, `.` and `-`."""
    return re.sub(r"[^a-zA-Z0-9_.-]+", "_", key)[:64] or "_"
# fix:end


message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=[as_tool(tool) for tool in mine],
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
