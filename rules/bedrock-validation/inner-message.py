"""Prints the message of the model that Bedrock wraps."""

import json

import anthropic
from anthropic.lib.bedrock import AnthropicBedrock

client = AnthropicBedrock(aws_region="us-east-1")


# fix:begin
def inner_message(error: anthropic.APIStatusError) -> str:
    """What the model said, without the wrapping of Bedrock."""
    try:
        text = str(json.loads(error.response.text)["message"])
    except (ValueError, KeyError, TypeError):
        text = error.message
    return text.partition("The model returned the following errors:")[2].strip() or text
# fix:end


try:
    message = client.messages.create(
        model="us.anthropic.claude-haiku-4-5-20251001-v1:0",
        max_tokens=1024,
        messages=[{"role": "user", "content": "Say hello."}],
    )
except anthropic.BadRequestError as error:
    raise SystemExit(f"Fix the request: {inner_message(error)}")
print("".join(block.text for block in message.content if block.type == "text"))
