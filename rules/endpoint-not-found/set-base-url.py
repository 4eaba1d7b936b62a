import os
import re

import anthropic

address = os.environ.get("ANTHROPIC_BASE_URL") or "https://api.anthropic.com"
address = re.sub(r"(/v1)?(/messages)?/*(\?.*)?$", "", address.strip())
client = anthropic.Anthropic(base_url=address)  # it adds /v1/messages
