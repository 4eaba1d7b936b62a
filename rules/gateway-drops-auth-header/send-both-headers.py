import os

import anthropic

key = os.environ["ANTHROPIC_API_KEY"]
client = anthropic.Anthropic(default_headers={"x-api-key": key})
