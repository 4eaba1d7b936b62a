"""Sends sampling parameters only to models that take them, and only one."""

import re
from typing import Any

import anthropic

client = anthropic.Anthropic()
MODEL = "claude-opus-4-7"


# fix:begin
def sampling_for(model: str, temperature: float) -> dict[str, Any]:
    """What may be sent of `temperature`: nothing to models of 4.7 and later."""
    found = re.search(r"(?:opus|sonnet|haiku)-(\d+)(?:-(\d{1,2})(?!\d))?", model)
    version = int(found[1]) * 100 + int(found[2] or 0) if found else 999
    return {} if version > 406 else {"temperature": temperature}
# fix:end


message = client.messages.create(
    model=MODEL,
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
    extra_body=sampling_for(MODEL, temperature=0.2),  # from 1.0 on the SDK has no such parameter
)
print("".join(block.text for block in message.content if block.type == "text"))
