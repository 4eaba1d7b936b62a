import os

import anthropic

key = os.environ["ANTHROPIC_API_KEY"].strip()
if not key:  # the request would fail with "Connection error."
    raise ValueError("ANTHROPIC_API_KEY is empty")
# One credential, given once: no auth_token beside it.
client = anthropic.Anthropic(api_key=key)
