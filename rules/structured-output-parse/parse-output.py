import anthropic

schema = {"type": "object", "properties": {"greeting": {"type": "string"}}}
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=8192, messages=messages,
    output_config={"format": {"type": "json_schema",
                              "schema": anthropic.transform_schema(schema)}},
)
if message.stop_reason != "end_turn":  # max_tokens: cut; refusal: words
    raise ValueError(f"not whole JSON: stop_reason is {message.stop_reason}")
