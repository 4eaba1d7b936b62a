import os

import anthropic

address = os.environ["ANTHROPIC_BASE_URL"].partition("/v1")[0]
client = anthropic.Anthropic(base_url=address)  # it adds /v1/messages
