schema = {"type": "object", "properties": {"city": {"type": "string"}},
          "required": ["city"], "additionalProperties": False}
message = client.messages.create(
    model=model, max_tokens=1024, messages=messages,
    output_config={"format": {"type": "json_schema", "schema": schema}},
)
