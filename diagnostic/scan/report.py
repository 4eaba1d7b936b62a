"""Tally -> terminal text and JSON."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from rich.table import Table
from rich.text import Text

from diagnostic.diagnosis import rulebook
from diagnostic.log.tally import CauseCounts, Tally
from diagnostic.log.times import fill_gaps
from diagnostic.render.terminal import make_console, plain
from diagnostic.scan.advice import advise
from diagnostic.scan.waves import Wave, find_waves
from diagnostic.text import clean

_BARS = " ▁▂▃▄▅▆▇█"
_SHOWN_HOURS = 24


class CauseCount(msgspec.Struct, frozen=True):
    """One cause in the log; `hours` maps "YYYY-MM-DD HH:00" to a count, `minutes` "YYYY-MM-DD HH:MM"."""

    id: str
    title: str
    url: str
    count: int
    first_seen: str | None
    last_seen: str | None
    hours: dict[str, int]
    models: dict[str, int]
    request_ids: list[str]  # if there are many, the smallest ones, whatever file they came from
    requests: dict[str, int]  # request id -> number of entries that name it
    hosts: dict[str, int]
    minutes: dict[str, int]  # empty if the errors spread over too many minutes
    waves: list[Wave]


class Unread(msgspec.Struct, frozen=True):
    """A file that was not read completely."""

    file: str
    reason: str


class ScanAnswer(msgspec.Struct, frozen=True):
    """The errors in a log, most frequent cause first."""

    bytes_read: int
    events: int
    causes: list[CauseCount]
    advice: list[str]
    rules_version: str
    files: int
    undated: int  # errors left out, because they have no time and a time range was given
    without_field: int  # possible errors that lack the requested field
    problems: list[Unread]
    has_long_lines: bool  # lines of which only the first 64 KiB were read
    offsets: list[str]  # UTC offsets of the times; with several, their order is unknown
    time_zone: str | None  # of all times; None: as printed in the log
    other_rules: list[str]  # rule versions of workers that differ from this program's


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
                hours=dict(sorted(cause.times.by_hour().items())),
                models=cause.models.ranked(),
                request_ids=sorted(cause.requests.ranked()),
                requests=cause.requests.ranked(),
                hosts=_masked(cause.hosts.ranked()),
                minutes=dict(sorted(cause.times.counts.items())) if cause.times.has_minutes else {},
                waves=find_waves(cause.times),
            )
            for id, cause in ranked(tally)
        ],
        advice=advise(tally),
        rules_version=rulebook().version,
        files=tally.files,
        undated=tally.undated,
        without_field=tally.without_field,
        problems=[Unread(file, reason) for file, reason in sorted(tally.problems.items())],
        has_long_lines=tally.has_long_lines,
        offsets=sorted(tally.offsets),
        time_zone=min(tally.zones, default=None),
        other_rules=sorted(tally.rules - {rulebook().version}),
    )


def _masked(hosts: dict[str, int]) -> dict[str, int]:
    """The host names, redacted if they look like secrets."""
    masked: dict[str, int] = {}
    for host, count in hosts.items():
        name = _mask_host(host)
        masked[name] = masked.get(name, 0) + count
    return masked


@lru_cache(maxsize=4096)
def _mask_host(name: str) -> str:
    return clean(name).masked


def format_warnings(answer: ScanAnswer) -> list[str]:
    """Warnings about what the counts leave out, one sentence each."""
    warnings = [f"{problem.file}: {problem.reason}" for problem in answer.problems]
    if answer.undated:
        warnings.append(f"{answer.undated:,} errors have no time and are not counted.")
    if len(answer.offsets) > 1:
        warnings.append(
            f"Times have several offsets from UTC ({', '.join(answer.offsets)}):"
            " `--time-zone UTC` puts them in order."
        )
    if answer.without_field:
        warnings.append(
            f"{answer.without_field:,} entries that may be errors lack the field and are not counted."
        )
    if answer.has_long_lines:
        warnings.append(
            "Some lines are longer than 64 KiB: only their first 64 KiB are read, so an error after that is"
            " not counted."
        )
    return warnings + format_other_rules(answer)


def format_other_rules(answer: ScanAnswer) -> list[str]:
    """A warning if workers used other rules than this program, so that the sums mix versions."""
    if not answer.other_rules:
        return []
    return [
        f"Some workers used different rules ({', '.join(answer.other_rules)} instead of"
        f" {answer.rules_version}): install the same version everywhere."
    ]


def render_json(tally: Tally) -> str:
    """The answer as JSON, indented by two spaces."""
    return msgspec.json.format(msgspec.json.encode(scan_answer(tally)), indent=2).decode()


def print_report(tally: Tally) -> None:
    """Prints counts, timelines and advice."""
    console = make_console()
    answer = scan_answer(tally)
    size = format_size(tally.bytes_read)
    for warning in format_warnings(answer):
        console.print(Text(f"! {plain(warning)}"))
    if not tally.causes:
        console.print(f"No Claude API error in {size}.")
        return
    console.print(Text(f"{tally.events:,} Claude API errors in {size}", style="bold"))
    console.print(_table(answer.causes))
    if answer.time_zone:
        console.print(f"Times are in {answer.time_zone}.", style="dim")
    for cause in answer.causes:
        if details := _details(cause):
            console.print(Text(f"{cause.id}: ", style="dim"), Text(", ".join(details)), sep="")
    for sentence in answer.advice:
        console.print(Text(f"→ {sentence}"))


def _table(causes: list[CauseCount]) -> Table:
    """One row per cause."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("count", justify="right")
    for name in ("cause", "first seen", "last seen", "last hours"):
        table.add_column(name)
    for cause in causes:
        table.add_row(
            f"{cause.count:,}",
            cause.id,
            cause.first_seen or "–",
            cause.last_seen or "–",
            draw_bars(cause.hours),
        )
    return table


def _details(cause: CauseCount) -> list[str]:
    """Its most frequent models and hosts, its largest waves, and some request ids."""
    names = [
        plain(f"{name} ×{count:,}")
        for counts in (cause.models, cause.hosts)
        for name, count in list(counts.items())[:4]
    ]
    waves = [
        f"{wave.count:,} from {wave.begins} to {wave.ends}, {wave.most_a_minute:,} in one minute"
        for wave in sorted(cause.waves, key=lambda wave: -wave.count)[:2]
    ]
    return [*names, *waves, *cause.request_ids[:3]]


def format_size(count: int) -> str:
    """A number of bytes for readers, such as "3.2 MB"."""
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"


def draw_bars(hours: dict[str, int]) -> str:
    """The last 24 hours up to the last error as a line of bars; hours without errors are gaps."""
    counts = list(fill_gaps(hours).values())[-_SHOWN_HOURS:]
    most = max(counts, default=0)
    return "".join(_BARS[max(1, round(count / most * 8)) if count else 0] for count in counts)
