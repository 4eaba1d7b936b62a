"""Calls a model on Bedrock through the inference profile of the region."""

import os

from anthropic.lib.bedrock import AnthropicBedrock

REGION = os.environ.get("AWS_REGION", "us-east-1")
MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


# fix:begin
def profile_id(model: str, region: str) -> str:
    """The id of the inference profile: `us.`, `eu.` or `apac.` before the model's id, else `global.`."""
    prefix = {"us": "us", "eu": "eu", "ap": "apac"}.get(region[:2], "global")
    return model if not model.startswith("anthropic.") else f"{prefix}.{model}"


client = AnthropicBedrock(aws_region=REGION)
message = client.messages.create(
    model=profile_id(MODEL, REGION),
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
)
# fix:end
print("".join(block.text for block in message.content if block.type == "text"))
