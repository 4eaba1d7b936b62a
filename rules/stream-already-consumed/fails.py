"""Reads one response body twice."""

import anthropic

with anthropic.Anthropic().messages.with_streaming_response.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
) as response:
    for _ in response.iter_bytes():
        pass
    for _ in response.iter_bytes():
        pass
