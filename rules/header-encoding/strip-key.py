import os

import anthropic

key = os.environ["ANTHROPIC_API_KEY"].strip()  # no line end, no blanks
client = anthropic.Anthropic(api_key=key)
