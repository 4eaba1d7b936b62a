import os

import anthropic

address = os.environ.get("ANTHROPIC_BASE_URL", "https://api.anthropic.com")
for ending in ("/", "/messages", "/v1"):
    address = address.rstrip("/").removesuffix(ending)
client = anthropic.Anthropic(base_url=address)
