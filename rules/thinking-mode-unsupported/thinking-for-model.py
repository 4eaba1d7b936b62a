"""Chooses the thinking setting that the model takes."""

import re
from typing import Any

import anthropic

client = anthropic.Anthropic()
MODEL = "claude-opus-4-7"


# fix:begin
def thinking_for(model: str) -> dict[str, Any]:
    """The parameters that make this model think."""
    if "fable" in model or "mythos" in model:
        return {}  # these always think and take no setting
    found = re.search(r"(?:opus|sonnet|haiku)-(\d+)(?:-(\d{1,2})(?!\d))?", model)
    version = int(found[1]) * 100 + int(found[2] or 0) if found else 0
    if version >= 406:
        return {"thinking": {"type": "adaptive"}, "output_config": {"effort": "high"}}
    return {"thinking": {"type": "enabled", "budget_tokens": 2048}}
# fix:end


message = client.messages.create(
    model=MODEL,
    max_tokens=4096,
    messages=[{"role": "user", "content": "Say hello."}],
    extra_body=thinking_for(MODEL),
)
print("".join(block.text for block in message.content if block.type == "text"))
