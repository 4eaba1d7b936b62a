"""Meets the error: no region in the code, none in the environment, none in a profile."""

import os

from anthropic.lib.bedrock import AnthropicBedrock

for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
    os.environ.pop(name, None)
os.environ["AWS_CONFIG_FILE"] = os.devnull
client = AnthropicBedrock()
print(client.aws_region)
