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
    raised: str | None  # class and first line of the message
    exception: str | None
    status: int | None
    caught_by: list[str]  # classes of the SDK that an except clause would catch it with
    text: str  # of the answer, what the caller got: whole | part | none | other (something that is no answer at all)
    silent: bool  # the answer was broken and nothing said so
    requests: int  # more than one: the SDK retried by itself; 0: none got as far as a request


@cache
def behaviour_rows() -> list[Row]:
    """All measurements; none where the record is not there."""
    return msgspec.json.decode(BEHAVIOUR.read_bytes(), type=list[Row]) if BEHAVIOUR.is_file() else []


def behaviour_json() -> bytes:
    """The rows as JSON."""
    return msgspec.json.encode(behaviour_rows())


def behaviour_markdown() -> str:
    """The rows as a Markdown table."""
    lines = [
        "# How the SDKs behave under each fault",
        "",
        "| fault | SDK | call | raised | status | caught by | text | requests |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in behaviour_rows():
        raised = f"`{row.raised.replace('|', '/').replace('`', chr(39))}`" if row.raised else "nothing: silent" if row.silent else "nothing"
        cells = (f"`{row.fault}`", row.sdk, row.program, raised, row.status or "", ", ".join(row.caught_by), row.text, row.requests)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"
