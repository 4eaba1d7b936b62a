import anthropic

schema = {"type": "object", "properties": {"city": {"type": "string"}},
          "required": ["city"]}
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=messages,
    # Closes every object, and leaves optional properties optional.
    output_config={"format": {"type": "json_schema",
                              "schema": anthropic.transform_schema(schema)}},
)
