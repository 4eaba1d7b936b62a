"""Ends with a clear word where the SDK is too old."""

import sys

import anthropic

# fix:begin
NEEDED = (0, 60)
installed = tuple(int(part) for part in anthropic.__version__.split(".")[:2])
if installed < NEEDED:
    sys.exit(f"anthropic {anthropic.__version__} at {anthropic.__file__} is too old: pip install --upgrade anthropic")
# fix:end

message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
