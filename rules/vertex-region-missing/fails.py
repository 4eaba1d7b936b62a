"""Meets the error: no region in the code and none in the environment."""

import os

from anthropic.lib.vertex import AnthropicVertex

os.environ.pop("CLOUD_ML_REGION", None)
print(AnthropicVertex(project_id="my-project").region)
