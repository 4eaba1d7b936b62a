"""Gives tools names that the API allows, and keeps the way back."""

import re
from typing import Any

import anthropic

client = anthropic.Anthropic()
tools: list[Any] = [
    {"name": "files.read file", "description": "Reads a file", "input_schema": {"type": "object"}},
    {"name": "files/read/file", "description": "Reads another file", "input_schema": {"type": "object"}},
]


# fix:begin
def clean_tool_names(tools: list[Any]) -> tuple[list[Any], dict[str, str]]:
    """The tools under allowed, different names, and a table: new name -> your name."""
    names: dict[str, str] = {}
    renamed: list[Any] = []
    for tool in tools:
        base = re.sub(r"[^a-zA-Z0-9_-]+", "_", tool["name"])[:60] or "tool"
        name, number = base, 2
        while name in names:
            name, number = f"{base}_{number}", number + 1
        names[name] = tool["name"]
        renamed.append({**tool, "name": name})
    return renamed, names


tools, your_name = clean_tool_names(tools)
# fix:end
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=tools,
    messages=[{"role": "user", "content": "Say hello."}],
)
for block in message.content:
    if block.type == "tool_use":
        print("the model calls", your_name[block.name])
print("".join(block.text for block in message.content if block.type == "text"))
