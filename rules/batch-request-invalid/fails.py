"""Names each request of a batch by what it asks about."""

import anthropic

question = {"role": "user", "content": "Say hello."}
params = {"model": "claude-sonnet-4-6", "max_tokens": 64, "messages": [question]}
anthropic.Anthropic().messages.batches.create(
    requests=[{"custom_id": key, "params": params} for key in ("Paris, France", "Paris/France")]
)
