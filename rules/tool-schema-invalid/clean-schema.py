import re

def clean(schema):
    if not isinstance(schema, dict):
        return [*map(clean, schema)] if isinstance(schema, list) else schema
    kept = {name: clean(value) for name, value in schema.items()}
    if isinstance(kept.get("properties"), dict):
        names = {name: re.sub(r"[^a-zA-Z0-9_.-]+", "_", name)[:64] or "_"
                 for name in [*kept["properties"], *kept.get("required", [])]}
        inside = kept["properties"].items()
        kept["properties"] = {names[name]: value for name, value in inside}
        kept["required"] = [names[name] for name in kept.get("required", [])]
    return kept

def clean_tools(tools):
    """Your tools with object schemas; server tools stay as they are."""
    for at, tool in enumerate(tools := [*tools]):
        if tool.get("type") in (None, "custom", "function"):
            tool = {**tool, **tool.get("function", {})}
            kept = {name: value for name, value in tool.items()
                    if name not in ("type", "function", "parameters")}
            schema = clean(tool.get("parameters", kept.get("input_schema", {})))
            tools[at] = {**kept, "input_schema": {**schema, "type": "object"}}
    return tools
