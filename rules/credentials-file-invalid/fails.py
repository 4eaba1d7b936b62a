"""Names a profile that does not exist."""

import os

os.environ.pop("ANTHROPIC_API_KEY", None)
os.environ["ANTHROPIC_PROFILE"] = "work"
os.environ["ANTHROPIC_CONFIG_DIR"] = "/nonexistent"

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
