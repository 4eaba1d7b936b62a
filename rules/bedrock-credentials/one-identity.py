"""Says which AWS identity is used, and calls Bedrock with it."""

import os
import sys

from anthropic.lib.bedrock import AnthropicBedrock

# fix:begin
given = [name for name in ("AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_PROFILE") if os.environ.get(name)]
print("credentials from:", ", ".join(given) or "the default chain (role, SSO, files)", file=sys.stderr)
if os.environ.get("AWS_ACCESS_KEY_ID") and not os.environ.get("AWS_SECRET_ACCESS_KEY"):
    raise SystemExit("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not.")
client = AnthropicBedrock(aws_region=os.environ.get("AWS_REGION", "us-east-1"))  # no keys in code
# fix:end
message = client.messages.create(
    model="us.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
print("".join(block.text for block in message.content if block.type == "text"))
