"""Brings the keys of a session that is over, though the environment has a valid credential."""

import anthropic

client = anthropic.AnthropicBedrock(
    aws_access_key="ASIALABEXPIRED",
    aws_secret_key="lab",
    aws_session_token="lab",
    aws_region="us-east-1",
)
client.messages.create(
    model="us.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
)
