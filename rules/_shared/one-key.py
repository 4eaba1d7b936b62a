import os

import anthropic

# One credential, given once: no auth_token beside it.
client = anthropic.Anthropic(api_key=os.environ["ANTHROPIC_API_KEY"])
