"""Asks a current model at the endpoint before the Messages API."""

import anthropic

prompt = "\n\nHuman: Say hello.\n\nAssistant:"
body = {"model": "claude-sonnet-4-6", "max_tokens_to_sample": 64, "prompt": prompt}
anthropic.Anthropic().post("/v1/complete", cast_to=object, body=body)
