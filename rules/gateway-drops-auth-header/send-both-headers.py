import os

import anthropic

key = os.environ["ANTHROPIC_API_KEY"]
both = {"x-api-key": key, "authorization": f"Bearer {key}"}
client = anthropic.Anthropic(default_headers=both)
