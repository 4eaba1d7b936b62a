"""Sends a tool of computer use without the beta that it needs."""

import anthropic

screen = {"display_width_px": 1024, "display_height_px": 768}
anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    tools=[{"type": "computer_20251124", "name": "computer", **screen}],
    messages=[{"role": "user", "content": "Say hello."}],
)
