"""Closes every object of an output schema."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "place": {"type": "object", "properties": {"zip": {"type": "string"}}}},
}


# fix:begin
def close_objects(schema: Any) -> Any:
    """The schema with closed objects whose properties are all required."""
    if not hasattr(schema, "items"):
        return schema
    closed: Any = {key: close_objects(value) for key, value in schema.items() if key != "properties"}
    if schema.get("type") == "object":
        properties: Any = schema.get("properties") or {}
        closed["properties"] = {name: close_objects(value) for name, value in properties.items()}
        closed["required"] = [name for name in properties]
        closed["additionalProperties"] = False
    return closed
# fix:end


message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Where is the Eiffel tower?"}],
    output_config={"format": {"type": "json_schema", "schema": close_objects(SCHEMA)}},
)
print("".join(block.text for block in message.content if block.type == "text"))
