"""rules/_facts/surface.json -> the range of versions in which each public name of an SDK exists."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from diagnostic.paths import RULES

PATH = RULES / "_facts" / "surface.json"
Language = Literal["python", "typescript"]
Version = tuple[int, int]


class _Package(msgspec.Struct, frozen=True):
    versions: list[str]
    owners: dict[str, dict[str, str]]


class Span(msgspec.Struct, frozen=True):
    """Minor versions in which a name exists; `last` is None if the newest known version still has it."""

    first: Version
    last: Version | None


@cache
def _table() -> dict[str, _Package]:
    return msgspec.json.decode(PATH.read_bytes(), type=dict[str, _Package])


def newest(language: Language) -> Version:
    """The newest minor version in the table."""
    return parse_version(_table()[language].versions[-1])


def names_of(language: Language, owner: str) -> dict[str, tuple[Span, ...]]:
    """Every name that `owner` ever had; empty if the owner is unknown. Owners are written "m
    anthropic.types", "c Messages", "k Messages.create", "p".
    """
    return {
        name: spans
        for text, names in _table()[language].owners.get(owner, {}).items()
        for spans in [_parse_spans(text)]
        for name in names.split()
    }


def next_version(language: Language, version: Version) -> Version:
    """The first known minor version after this one."""
    later = (parse_version(known) for known in _table()[language].versions)
    return next((known for known in later if known > version), version)


def parse_version(text: str) -> Version:
    """`"0.34.2"` -> `(0, 34)`."""
    major, minor = text.split(".")[:2]
    return int(major), int(minor)


def _parse_spans(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for run in text.split(","):
        first, _, last = run.partition("-")
        spans.append(Span(parse_version(first), parse_version(last) if last else None))
    return tuple(spans)
