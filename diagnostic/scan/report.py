"""Tally -> terminal text and JSON."""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from diagnostic.diagnosis import rulebook
from diagnostic.log.tally import CauseCounts, Tally
from diagnostic.log.times import fill_gaps
from diagnostic.render.terminal import plain
from diagnostic.scan.advice import advise

_BARS = " ▁▂▃▄▅▆▇█"
_SHOWN_HOURS = 24


class CauseCount(msgspec.Struct, frozen=True):
    """One cause in the log; `hours` maps "YYYY-MM-DD HH:00" to a count."""

    id: str
    title: str
    url: str
    count: int
    first_seen: str | None
    last_seen: str | None
    hours: dict[str, int]
    models: dict[str, int]
    request_ids: list[str]


class ScanAnswer(msgspec.Struct, frozen=True):
    """What a log holds, most frequent cause first."""

    bytes_read: int
    events: int
    causes: list[CauseCount]
    advice: list[str]
    rules_version: str


def ranked(tally: Tally) -> list[tuple[str, CauseCounts]]:
    """The causes, most frequent first."""
    return sorted(tally.errors(rulebook().overrides).items(), key=lambda item: (-item[1].count, item[0]))


def scan_answer(tally: Tally) -> ScanAnswer:
    """The tally as a record."""
    causes = rulebook().causes
    return ScanAnswer(
        bytes_read=tally.bytes_read,
        events=tally.events,
        causes=[
            CauseCount(
                id=id,
                title=causes[id].title,
                url=f"/causes/{id}",
                count=cause.count,
                first_seen=cause.first,
                last_seen=cause.last,
                hours=dict(sorted(cause.hours.items())),
                models=dict(cause.models.most_common()),
                request_ids=cause.request_ids,
            )
            for id, cause in ranked(tally)
        ],
        advice=advise(tally),
        rules_version=rulebook().version,
    )


def render_json(tally: Tally) -> str:
    """The answer as JSON, two spaces deep."""
    return msgspec.json.format(msgspec.json.encode(scan_answer(tally)), indent=2).decode()


def print_report(tally: Tally) -> None:
    """Prints counts, timelines and advice."""
    console = Console(highlight=False, markup=False, emoji=False)
    size = say_size(tally.bytes_read)
    if not tally.causes:
        console.print(f"No Claude API error in {size}.")
        return
    console.print(Text(f"{tally.events:,} Claude API errors in {size}", style="bold"))
    answer = scan_answer(tally)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("count", justify="right")
    for name in ("cause", "first seen", "last seen", "last hours"):
        table.add_column(name)
    for cause in answer.causes:
        table.add_row(
            f"{cause.count:,}",
            cause.id,
            cause.first_seen or "–",
            cause.last_seen or "–",
            draw_bars(cause.hours),
        )
    console.print(table)
    for cause in answer.causes:
        seen = [plain(f"{model} ×{count:,}") for model, count in list(cause.models.items())[:4]]
        if seen or cause.request_ids:
            console.print(
                Text(f"{cause.id}: ", style="dim"), Text(", ".join([*seen, *cause.request_ids[:3]])), sep=""
            )
    for sentence in answer.advice:
        console.print(Text(f"→ {sentence}"))


def say_size(count: int) -> str:
    """A number of bytes in words."""
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"


def draw_bars(hours: dict[str, int]) -> str:
    """The last 24 hours up to the last error as a line of bars; an hour without one is a gap."""
    counts = list(fill_gaps(hours).values())[-_SHOWN_HOURS:]
    most = max(counts, default=0)
    return "".join(_BARS[max(1, round(count / most * 8)) if count else 0] for count in counts)
