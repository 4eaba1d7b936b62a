"""The record of what was run -> rows for the behaviour page, as JSON and Markdown."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

BEHAVIOUR = Path(__file__).parent / "behaviour.json"


class Row(msgspec.Struct, frozen=True, order=True):
    """One fault under one SDK version and one kind of call."""

    fault: str
    sdk: str
    program: str
    raised: str | None
    silent: bool
    requests: int


@cache
def behaviour_rows() -> list[Row]:
    """All measurements; none where the record is not there."""
    return msgspec.json.decode(BEHAVIOUR.read_bytes(), type=list[Row]) if BEHAVIOUR.is_file() else []


def behaviour_json() -> bytes:
    """The rows as JSON."""
    return msgspec.json.encode(behaviour_rows())


def behaviour_markdown() -> str:
    """The rows as a Markdown table."""
    lines = ["# How the SDKs behave under each fault", "", "| fault | SDK | call | raised | requests |", "|---|---|---|---|---|"]
    for row in behaviour_rows():
        raised = "nothing: silent" if row.silent else f"`{(row.raised or '').replace('|', '/')}`"
        lines.append(f"| `{row.fault}` | {row.sdk} | {row.program} | {raised} | {row.requests} |")
    return "\n".join(lines) + "\n"
