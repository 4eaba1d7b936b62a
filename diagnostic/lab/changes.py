"""The measurements -> where the versions of one SDK end differently under the same fault."""

from __future__ import annotations

from functools import cache
from itertools import groupby

import msgspec

from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.record import BehaviourLine, Row, behaviour_rows, order_of


class Ending(msgspec.Struct, frozen=True):
    """Consecutive versions with the same ending."""

    versions: list[str]
    outcome: str
    requests: int

    @property
    def span(self) -> str:
        """The versions as a range for readers."""
        return self.versions[0] + (f" to {self.versions[-1]}" if len(self.versions) > 1 else "")


class Change(msgspec.Struct, frozen=True):
    """A fault under which the versions of an SDK end differently."""

    fault: str
    package: str
    calls: list[str]
    endings: list[Ending]  # oldest first


@cache
def version_changes() -> list[Change]:
    """All such faults, in the order of the lab's list."""
    rows = sorted(behaviour_rows(), key=_place)
    by_call = {place: _endings(list(same)) for place, same in groupby(rows, key=_place)}
    changes: dict[tuple, Change] = {}
    for (fault, package, call), endings in by_call.items():
        if len(endings) > 1:
            alike = (fault, package, str(endings))
            changes.setdefault(alike, Change(fault, package, [], endings)).calls.append(call)
    order = [*FAULTS]
    return sorted(changes.values(), key=lambda change: (order.index(change.fault), change.package))


def _place(row: Row) -> tuple[str, str, str]:
    return row.fault, row.sdk.rpartition(" ")[0], row.program.removeprefix("async_")


def _endings(rows: list[Row]) -> list[Ending]:
    ordered = sorted(rows, key=lambda row: order_of(row.sdk.rpartition(" ")[2]))
    endings = []
    for (outcome, requests), same in groupby(ordered, key=_ending):
        versions = dict.fromkeys(row.sdk.rpartition(" ")[2] for row in same)
        endings.append(Ending([*versions], outcome, requests))
    return endings


def _ending(row: Row) -> tuple[str, int]:
    after = " after part of the text" if row.exception and row.text == "part" else ""
    return BehaviourLine(row.sdk, [], [], row).outcome + after, row.requests


def changes_markdown() -> str:
    """The same as a Markdown table."""
    lines = ["## Where versions differ\n", "| fault | SDK | calls | versions |", "|---|---|---|---|"]
    for change in version_changes():
        ends = "; ".join(f"{one.span}: {one.outcome}, requests {one.requests}" for one in change.endings)
        lines.append(f"| {change.fault} | {change.package} | {', '.join(change.calls)} | {ends} |")
    return "\n".join(lines) + "\n"
