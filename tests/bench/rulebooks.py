"""The real rules -> rulebooks of any size: added rules have the shape of real ones, with their words in
another order, so that the words of most of them occur in any text.
"""

from __future__ import annotations

import random
import tomllib

import msgspec
import re2

from diagnostic.diagnosis import rulebook
from diagnostic.rules import Rulebook
from diagnostic.rules.cause import Cause
from diagnostic.rules.conditions import Condition, compile_conditions
from diagnostic.rules.placeholders import fill_pattern
from diagnostic.rules.rulebook import build_rulebook
from diagnostic.rules.schema import WhenTable

# A letter after a backslash is a class, and a group's name is not part of what is found.
_WORD = re2.compile(r"(\\x\{[0-9a-fA-F]+\}|\\[a-zA-Z]|\(\?P<\w+>|\(\?[a-z]+[:)])|([A-Za-z]{4,})")
_RENAMED = ("error_code", "code", "cause", "exception", "error_type", "package")


def scaled_rulebook(count: int, chance: random.Random) -> Rulebook:
    """The first real causes, or all of them and as many invented ones as are missing."""
    real = rulebook()
    kept = sorted(real.causes)[:count]
    causes = {id: _unlinked(real.causes[id], id, kept) for id in kept}
    conditions = [condition for condition in real.conditions if condition.cause in causes]
    tables = {id: _tables(real.causes[id]) for id in kept}
    known = sorted(
        {word for each in real.conditions for pattern in each.patterns for word in _words(pattern.source)}
    )
    for number in range(count - len(kept)):
        model = kept[number % len(kept)]
        id = f"{model}-{number}"
        causes[id] = _unlinked(real.causes[model], id, [])
        conditions += _invent(id, real.causes[model], tables[model], chance, known)
    return build_rulebook(causes, tuple(conditions), f"scaled-{count}")


def _unlinked(cause: Cause, id: str, kept: list[str]) -> Cause:
    return msgspec.structs.replace(
        cause,
        id=id,
        aliases=cause.aliases if kept else (),
        related=(),
        overrides=tuple(other for other in cause.overrides if other in kept),
        broader=cause.broader if cause.broader in kept else None,
    )


def _tables(cause: Cause) -> list[dict]:
    return tomllib.loads((cause.folder / "rule.toml").read_text(encoding="utf-8"))["when"]


def _words(source: str) -> list[str]:
    return [found.group(2).lower() for found in _WORD.finditer(source) if found.group(2)]


def _invent(
    id: str, model: Cause, tables: list[dict], chance: random.Random, known: list[str]
) -> list[Condition]:
    words: dict[str, str] = {}
    path = model.folder / "rule.toml"

    def other(word: str) -> str:
        # Of about its length: longer ones would make patterns that no engine takes.
        alike = [one for one in known if abs(len(one) - len(word)) < 2] or [word]
        return words.setdefault(word.lower(), chance.choice(alike))

    def rename(value: object) -> object:
        if isinstance(value, list):
            return [rename(item) for item in value]
        if isinstance(value, str):
            whole = fill_pattern(value, path)
            return _WORD.sub(lambda found: found.group(1) or other(found.group(2)), whole)
        return value

    invented = []
    for number, table in enumerate(tables):
        renamed = {
            name: rename(value)
            if name in ("text", "phrase", "words", "api_message", "unless", *_RENAMED)
            else value
            for name, value in table.items()
        }
        if "status" in renamed:
            renamed["status"] = chance.randrange(400, 600)
        when = msgspec.convert(renamed, WhenTable)
        invented.extend(compile_conditions(id, path, number, when))
    return invented
