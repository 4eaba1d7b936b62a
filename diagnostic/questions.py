"""Questions that narrow down an unclear error, and the commands that answer them: _shared/questions.toml."""

from __future__ import annotations

from functools import cache

import msgspec

from diagnostic.paths import RULES, read_toml
from diagnostic.reader import Reader
from diagnostic.rules.folder import SHARED
from diagnostic.world.actions import common_actions
from diagnostic.world.clients import Client, ClientKind, in_sentence


class _QuestionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    why: str | None = None
    action: str | None = None
    kinds: list[ClientKind] = []
    program: str | None = None
    shell: str | None = None
    powershell: str | None = None


class _QuestionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: list[_QuestionTable]


class Question(msgspec.Struct, frozen=True):
    """A question: why it matters (Markdown), and the commands that answer it, by language; none if a person
    answers it. `action`: the id of the action that it is; `kinds`: of the clients whose users it is for,
    empty for all.
    """

    why: str
    commands: dict[str, str]
    action: str | None = None
    kinds: tuple[ClientKind, ...] = ()


@cache
def load_questions() -> tuple[Question, ...]:
    """All questions, most distinctive first, worded for any program."""
    folder = RULES / SHARED
    file = msgspec.convert(read_toml(folder / "questions.toml"), _QuestionFile)
    return tuple(map(_question, file.question))


def questions_for(reader: Reader, has_message: bool) -> tuple[Question, ...]:
    """The questions that this reader can answer. `has_message`: whether the text shows what a program
    printed; then only people without code are asked to look for more of it.
    """
    kind = reader.client.kind if reader.client else "sdk"
    return tuple(
        _in_client(question, reader.client)
        for question in load_questions()
        if (not question.kinds or kind in question.kinds)
        and (question.action is None or reader.has_no_code or not has_message)
    )


def programs_without_key() -> dict[str, str]:
    """Programs that send a request over the same route but without a key, by language."""
    return _programs("way-to-api")


def _question(table: _QuestionTable) -> Question:
    why = table.why or common_actions()[table.action or ""].text.strip()
    return Question(why, _commands(table), table.action, tuple(table.kinds))


def _in_client(question: Question, client: Client | None) -> Question:
    """The question with the client's own instructions, if it has some."""
    instructions = client.actions.get(question.action or "") if client else None
    if client is None or instructions is None:
        return question
    why = f"In {in_sentence(client)}: {instructions.text} [Source]({instructions.source})."
    return msgspec.structs.replace(question, why=why)


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
