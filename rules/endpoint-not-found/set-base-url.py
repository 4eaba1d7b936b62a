import os
import re

import anthropic

address = os.environ["ANTHROPIC_BASE_URL"]
address = re.sub(r"(/v1)?(/messages)?/*(\?.*)?$", "", address.strip())
client = anthropic.Anthropic(base_url=address)  # it adds /v1/messages
