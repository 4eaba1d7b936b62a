"""The bot's two commands on Discord, and the text box that the slash command opens."""

from __future__ import annotations

TEXT, FILE, FORM = "text", "file", "error"
_SLASH, _MESSAGE = 1, 3
_STRING, _ATTACHMENT = 3, 11
_ROW, _FIELD, _PARAGRAPH = 1, 4, 2
# On servers, in direct messages to the bot, and wherever the user has installed it.
_EVERYWHERE = {"integration_types": [0, 1], "contexts": [0, 1, 2]}


def commands() -> list[dict]:
    """The commands, registered once in a single call."""
    options = [
        {"type": _STRING, "name": TEXT, "description": "One error line; without it, a box opens"},
        {"type": _ATTACHMENT, "name": FILE, "description": "A log or another text file, up to 2 MiB"},
    ]
    says = "What a Claude API error means, who needs to act, and what to do first"
    return [
        {"name": "diagnose", "type": _SLASH, "description": says, "options": options, **_EVERYWHERE},
        {"name": "Diagnose this", "type": _MESSAGE, **_EVERYWHERE},
    ]


def form() -> dict:
    """A text box for several lines, because a slash command takes only one."""
    field = {
        "type": _FIELD,
        "custom_id": FORM,
        "label": "The error, a traceback or a log",
        "style": _PARAGRAPH,
        "min_length": 1,
        "max_length": 4000,
        "placeholder": "Secrets are redacted before the text is read. Nothing is stored.",
    }
    return {
        "custom_id": "diagnose",
        "title": "What does this error mean?",
        "components": [{"type": _ROW, "components": [field]}],
    }
