"""Tries one model on Bedrock, and says what AWS answers."""

import sys

import anthropic
from anthropic.lib.bedrock import AnthropicBedrock

MODEL = sys.argv[1] if len(sys.argv) > 1 else "us.anthropic.claude-haiku-4-5-20251001-v1:0"

# fix:begin
client = AnthropicBedrock()  # region and credentials as AWS finds them
try:
    message = client.messages.create(
        model=MODEL, max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
    )
except anthropic.APIStatusError as error:
    raise SystemExit(f"{MODEL} in {client.aws_region}: {error.status_code} {error.response.text}")
# fix:end
print("".join(block.text for block in message.content if block.type == "text"))
