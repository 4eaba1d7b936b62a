"""Meets the error: the body is made by hand, and its text ends in half an emoji."""

import anthropic

body = b'{"model":"claude-sonnet-4-6","max_tokens":1024,"messages":[{"role":"user","content":"Say hello \\ud83d"}]}'
client = anthropic.Anthropic()
print(client.post("/v1/messages", cast_to=object, content=body, options={"headers": {"content-type": "application/json"}}))
