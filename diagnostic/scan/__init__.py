"""`diagnostic scan FILE…`: the Claude API errors in a log, how often and when they occur, and advice."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from diagnostic.log.tally import Tally
    from diagnostic.scan.running import Progress
    from diagnostic.scan.selection import Selection


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "html", "openmetrics"]),
    default="text",
    show_default=True,
    help="Use openmetrics for Prometheus's textfile collector.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), default=os.cpu_count(), help="Processes (default: one per core)."
)
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    help="Where to count (default: dask with --scheduler, else processes).",
)
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, such as tcp://10.0.0.5:8786.")
@click.option(
    "--field", metavar="PATH", help="The message in a line of JSON or a row, such as error.message."
)
@click.option("--time-field", metavar="PATH", help="The field with the time, if it has an unusual name.")
@click.option(
    "--since",
    metavar="TIME",
    help="Count entries from this time on: 2026-11-20T10:00, or 90m, 6h, 2d ago.",
)
@click.option("--until", metavar="TIME", help="Count entries before this time.")
@click.option(
    "--time-zone", metavar="ZONE", help="Show times in this zone (default: as the log prints them)."
)
def scan(
    files: tuple[str, ...],
    format: str,
    workers: int,
    engine: str | None,
    scheduler: str | None,
    field: str | None,
    time_field: str | None,
    since: str | None,
    until: str | None,
    time_zone: str | None,
) -> int:
    """Count the Claude API errors in logs: causes, timeline, models, hosts, request ids, and advice.

    A FILE is a path, a pattern in quotes, or an address such as 's3://logs/2026-11-*/*.json.gz'; plain, gzip,
    bz2, xz, zstd or Parquet, and of any size; - is standard input.
    """
    from diagnostic.scan.running import StoppedError

    if scheduler is not None and engine == "processes":
        raise click.UsageError("--scheduler works only with --engine dask")
    if time_field and not field:
        raise click.UsageError("--time-field needs --field")
    selection = _select(field, time_field, since, until, time_zone)
    try:
        tally = _count(files, workers, "dask" if scheduler is not None else engine, scheduler, selection)
    except (OSError, StoppedError) as error:
        named = [
            str(part) for part in (getattr(error, "filename", None), getattr(error, "strerror", None)) if part
        ]
        print(f"diagnostic scan: {': '.join(named) or error}", file=sys.stderr)
        return 2
    _write(tally, format)
    problems = _find_problems(tally)
    for problem in problems:
        print(f"diagnostic scan: {problem}", file=sys.stderr)
    return 2 if problems else 0 if tally.causes else 1


def _find_problems(tally: Tally) -> list[str]:
    """Reasons why the counts may be incomplete, or mix versions of the rules, as sentences."""
    from diagnostic.scan.report import format_other_rules, scan_answer

    unread = [f"{file}: {problem}" for file, problem in sorted(tally.problems.items())]
    return unread + format_other_rules(scan_answer(tally))


def _count(
    names: tuple[str, ...], workers: int, engine: str | None, scheduler: str | None, selection: Selection
) -> Tally:
    from diagnostic.scan import engines
    from diagnostic.scan.reading import RANGE_BYTES
    from diagnostic.scan.running import STANDARD_INPUT, find_all, scan
    from diagnostic.scan.storage import is_remote

    found = find_all(names)
    size, has_input = sum(file.size for file in found), STANDARD_INPUT in names
    run = (
        engines.dask(workers, scheduler)
        if engine == "dask"
        else engines.processes(workers, has_input or size > RANGE_BYTES, any(map(is_remote, names)))
    )
    with run as (pool, in_flight), _progress(None if has_input else size) as progress:
        return scan(names, pool, in_flight, selection, progress, found)


def _select(
    field: str | None, time_field: str | None, since: str | None, until: str | None, time_zone: str | None
) -> Selection:
    from diagnostic.scan.selection import Selection, limit_zone, parse_limit, parse_zone

    try:
        named = (limit_zone(limit) for limit in (since, until) if limit is not None)
        zone = parse_zone(time_zone) if time_zone is not None else next(filter(None, named), None)
        now = datetime.now(UTC)
        first, last = (parse_limit(limit, zone, now) if limit is not None else "" for limit in (since, until))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if first and last and first >= last:
        raise click.UsageError("--since must be before --until")
    return Selection(field, time_field, first, last, zone)


def _write(tally: Tally, format: str) -> None:
    if format == "json":
        from diagnostic.scan.report import render_json

        sys.stdout.write(render_json(tally) + "\n")
    elif format == "html":
        from diagnostic.scan.html import render_html

        sys.stdout.write(render_html(tally))
    elif format == "openmetrics":
        from diagnostic.scan.openmetrics import render_openmetrics

        sys.stdout.write(render_openmetrics(tally))
    else:
        from diagnostic.scan.report import print_report

        print_report(tally)


def _progress(size: int | None) -> AbstractContextManager[Progress]:
    """Shows how much is read, how fast, and the time left; shows nothing if the output is not a terminal."""

    @contextmanager
    def silent():
        yield lambda read: None

    @contextmanager
    def shown():
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=size or None)
            yield lambda read: bar.advance(task, read)

    return shown() if sys.stderr.isatty() else silent()
