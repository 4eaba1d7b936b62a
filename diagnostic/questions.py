"""Questions that narrow down an unclear error, and the commands that answer them: _shared/questions.toml."""

from __future__ import annotations

from functools import cache

import msgspec

from diagnostic.paths import RULES, read_toml
from diagnostic.rules.folder import SHARED


class _QuestionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    why: str
    program: str | None = None
    shell: str | None = None
    powershell: str | None = None


class _QuestionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: list[_QuestionTable]


class Question(msgspec.Struct, frozen=True):
    """A question: why it matters, and the commands that answer it, by language."""

    why: str
    commands: dict[str, str]


@cache
def load_questions() -> tuple[Question, ...]:
    """The questions, most distinctive first."""
    folder = RULES / SHARED
    file = msgspec.convert(read_toml(folder / "questions.toml"), _QuestionFile)
    return tuple(Question(table.why, _commands(table)) for table in file.question)


def programs_without_key() -> dict[str, str]:
    """Programs that send a request over the same route but without a key, by language."""
    return _programs("way-to-api")


def _commands(table: _QuestionTable) -> dict[str, str]:
    commands = _programs(table.program) if table.program else {}
    for name, text in (("shell", table.shell), ("powershell", table.powershell)):
        if text:
            commands[name] = text.strip() + "\n"
    return commands


def _programs(stem: str) -> dict[str, str]:
    return {
        language: (RULES / SHARED / f"{stem}{suffix}").read_text(encoding="utf-8")
        for language, suffix in (("python", ".py"), ("typescript", ".ts"))
    }
