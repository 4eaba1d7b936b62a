import re

def fix(name):
    return re.sub(r"[^a-zA-Z0-9_.-]+", "_", name)[:64]

def clean(schema):  # names of properties that the API accepts
    if not isinstance(schema, dict):
        return [*map(clean, schema)] if isinstance(schema, list) else schema
    return {key: [*map(fix, value)] if key == "required" else clean(value)
            if key != "properties" else {fix(name): clean(inner) for name, inner
            in dict(value or {}).items()} for key, value in schema.items()}

def clean_tools(tools):
    """Your tools with object schemas; server tools stay as they are."""
    for at, tool in enumerate(tools := [*tools]):
        if tool.get("type") in (None, "custom", "function"):
            tool = {**tool, **tool.get("function", {})}
            given = tool.get("parameters") or tool.get("input_schema") or {}
            if {"anyOf", "oneOf", "allOf"} & {*given}:  # one level down
                given = {"$defs": given.get("$defs", {}),
                         "properties": {"input": given}}
            tool["input_schema"] = {**clean(given), "type": "object"}
            old = "type", "function", "parameters"
            tools[at] = {key: tool[key] for key in tool if key not in old}
    return tools
