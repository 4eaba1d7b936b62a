"""Step -> FirstStep: one sentence and a few lines of code or commands that fit on a screen."""

from __future__ import annotations

import msgspec

from diagnostic.reader import Reader
from diagnostic.rules import Step

MAX_LINES = 6
# How the lines of a command begin that is for one of the two languages.
_TOOLS = {"python": ("python ", "pip "), "typescript": ("npm ", "node ")}
_MAX_TEXT_LENGTH = 260


class FirstCode(msgspec.Struct, frozen=True):
    """A few lines to copy."""

    language: str
    text: str

    @property
    def pair(self) -> tuple[str, str]:
        """Language and text."""
        return self.language, self.text


class FirstStep(msgspec.Struct, frozen=True):
    """What to do first; `step` is the id of the step it comes from, `code` its alternatives, best first."""

    step: str
    text: str
    codes: tuple[FirstCode, ...]
    is_longer: bool  # the step's code is too long to be included
    without_code: str | None = None  # for people who cannot change the program: what to do instead

    @property
    def code(self) -> FirstCode | None:
        """The code for this reader."""
        return self.codes[0] if self.codes else None


def choose_first_step(
    step: Step, reader: Reader, client_instructions: str | None = None, headline: str | None = None
) -> FirstStep:
    """The step's title (or `headline`: the same, with values of the text) with one addition: its code if that
    is short and suits the reader, else the instructions for the reader's client, else the first sentence of
    its text.
    """
    codes = tuple(
        FirstCode(language, _without_other_language(snippet.change, reader.language))
        for language, snippet in sorted(
            step.snippets.items(), key=lambda item: _language_rank(item[0], reader)
        )
        if len(snippet.change.strip("\n").split("\n")) <= MAX_LINES and _language_rank(language, reader) < 2
    )
    text = (headline or step.title).rstrip(".") + "."
    if not codes:
        details = (detail for detail in (client_instructions, first_sentence(step.text)) if detail)
        short = (detail for detail in details if len(text) + len(detail) < _MAX_TEXT_LENGTH)
        text = f"{text} {next(short, '')}".strip()
    return FirstStep(step.id, text, codes, bool(step.snippets) and not codes)


def _language_rank(language: str, reader: Reader) -> int:
    """Sort key: 0 for the reader's own language, 1 for one that may work, 2 for one that cannot."""
    if language in ("python", "typescript"):
        if not reader.reads_sdk_code:
            return 2
        return 0 if language == reader.language else 1 if reader.language is None else 2
    if language == "powershell":
        return 0 if reader.os == "windows" else 1 if reader.os is None else 2
    if language == "shell":
        return 1 if reader.os == "windows" else 0
    return 2 if language == "python_async" else 0


def _without_other_language(code: str, language: str | None) -> str:
    """Leaves out the lines for the other language, if the commands have some for both."""
    lines = code.splitlines(keepends=True)
    if language is None or not all(
        any(line.startswith(tools) for line in lines) for tools in _TOOLS.values()
    ):
        return code
    others = next(tools for name, tools in _TOOLS.items() if name != language)
    return "".join(line for line in lines if not line.startswith(others))


def first_sentence(markdown: str) -> str:
    """The first sentence of a prose field."""
    line = markdown.strip().split("\n", 1)[0]
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]
