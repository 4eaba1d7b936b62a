"""The languages of code to copy: its label, its fence in Markdown, and its lexer."""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """How the code of a language is labelled and highlighted."""

    label: str
    fence: str
    lexer: str


LANGUAGES = {
    "python": Language("Python", "python", "python"),
    "python_async": Language("Python (async)", "python", "python"),
    "typescript": Language("TypeScript", "typescript", "typescript"),
    "shell": Language("Shell", "sh", "bash"),
    "powershell": Language("PowerShell", "powershell", "powershell"),
    "settings": Language("Settings", "text", "nginx"),
}
