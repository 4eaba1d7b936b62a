"""The measurements -> the behaviour page, as lines for people, as JSON and as Markdown."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec

from diagnostic.lab.catalogue import FAULTS

_NARROWEST_FIRST = tuple(
    "APITimeoutError APIConnectionTimeoutError APIConnectionError APIStatusError APIError"
    " AnthropicError".split()
)
BEHAVIOUR = Path(__file__).parent / "behaviour.json"


class Row(msgspec.Struct, frozen=True, order=True):
    """One fault under one SDK version and one kind of call."""

    fault: str
    sdk: str
    program: str
    raised: str | None  # class and first line of the message
    exception: str | None
    status: int | None
    caught_by: list[str]  # SDK classes with which an except clause would catch it
    # what the caller got of the response: whole | part | none | other (something that is not a response)
    text: str
    silent: bool  # the response was broken and nothing reported it
    requests: int  # more than one: the SDK retried automatically; 0: the failure was before the request


class BehaviourLine(msgspec.Struct, frozen=True):
    """Versions and kinds of call of one SDK with the same result."""

    package: str
    versions: list[str]
    calls: list[str]
    example: Row

    @property
    def outcome(self) -> str:
        """What a caller sees, as a phrase."""
        if self.example.exception:
            return self.example.exception
        if self.example.silent:
            return {"whole": "nothing: looks whole", "other": "nothing: no Message at all"}.get(
                self.example.text, "nothing: silent"
            )
        return {
            "part": "nothing: cut text, stop_reason says why",
            "none": "nothing: an answer without text",
        }.get(self.example.text, "nothing: the answer is whole")

    @property
    def catcher(self) -> str | None:
        """The narrowest SDK class that catches it."""
        return next((name for name in _NARROWEST_FIRST if name in self.example.caught_by), None)

    @property
    def calls_phrase(self) -> str:
        """The kinds of call, as a phrase."""
        asynchronous = [call.removeprefix("async_") for call in self.calls if call.startswith("async_")]
        plain = [call for call in self.calls if not call.startswith("async_")]
        if asynchronous in ([], plain):
            return ", ".join(plain) + (", also async" if asynchronous else "")
        return ", ".join([*plain, *(f"async {call}" for call in asynchronous)])


def behaviour_rows() -> list[Row]:
    """All measurements; empty if there is no record. Not cached: pages need only the lines, a tenth of it."""
    return msgspec.json.decode(BEHAVIOUR.read_bytes(), type=list[Row]) if BEHAVIOUR.is_file() else []


@cache
def behaviour_lines() -> dict[str, list[BehaviourLine]]:
    """Fault -> its lines, in the order of the lab's list."""
    rows = sorted(behaviour_rows(), key=lambda row: (row.fault, _result_key(row)))
    lines: dict[str, list[BehaviourLine]] = {name: [] for name in FAULTS}
    for (fault, alike), group in groupby(rows, key=lambda row: (row.fault, _result_key(row))):
        same = list(group)
        versions = sorted({row.sdk.rpartition(" ")[2] for row in same}, key=order_of)
        calls = sorted({row.program for row in same}, key=lambda call: (call.startswith("async_"), call))
        lines.setdefault(fault, []).append(BehaviourLine(alike[1], versions, calls, same[-1]))
    return {fault: found for fault, found in lines.items() if found}


def order_of(version: str) -> list[int]:
    """A version as a list of numbers, so that 0.9.0 sorts before 0.10.0."""
    return [*map(int, version.split("."))]


@cache
def without_async() -> list[str]:
    """Versions of the Python SDK of which only synchronous calls were measured, oldest first."""
    rows = behaviour_rows()
    both = {row.sdk for row in rows if row.program.startswith("async_")}
    python = {row.sdk for row in rows if not row.sdk.startswith("@")}
    return sorted((sdk.rpartition(" ")[2] for sdk in python - both), key=order_of)


def _result_key(row: Row) -> tuple:
    package = row.sdk.rpartition(" ")[0]
    return (
        package.startswith("@"),
        package,
        row.exception or "",
        row.status or 0,
        row.caught_by,
        row.text,
        row.silent,
        row.requests,
    )


def encode_rows(rows: list[Row]) -> bytes:
    """The content of the record file: sorted, one measurement per line, so that changes
    give a readable diff.
    """
    return b"[\n" + b",\n".join(map(msgspec.json.encode, sorted(rows))) + b"\n]\n"


def behaviour_markdown() -> str:
    """The lines as Markdown, with a table for each fault."""
    parts = ["# How the SDKs behave under each fault\n"]
    for fault, lines in behaviour_lines().items():
        parts += [
            f"## {fault}: {FAULTS[fault].title}\n",
            "| SDK | calls | raised | status | caught by | text | requests |",
            "|---|---|---|---|---|---|---|",
        ]
        for line in lines:
            row = line.example
            cells = (
                f"{line.package} {', '.join(line.versions)}",
                line.calls_phrase,
                line.outcome,
                row.status or "",
                ", ".join(row.caught_by),
                row.text,
                row.requests,
            )
            parts.append(f"| {' | '.join(map(str, cells))} |")
        parts.append("")
    return "\n".join(parts)
