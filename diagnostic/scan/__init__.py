"""`diagnostic scan FILE…`: which Claude API errors a log holds, how often, when, and what the numbers
advise.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option(
    "--workers", type=click.IntRange(min=1), default=os.cpu_count(), help="Processes (default: one a core)."
)
def scan(files: tuple[str, ...], format: str, workers: int) -> int:
    """Count the Claude API errors in logs: causes, timeline, models, request ids, and advice.

    A FILE is plain or gzip and of any size; - is standard input.
    """
    from diagnostic.scan.reading import scan_files

    try:
        size = sum(Path(name).stat().st_size for name in files if name != "-")
        with _progress(size) as progress:
            tally = scan_files(files, workers, progress)
    except OSError as error:
        print(f"diagnostic scan: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    if format == "json":
        from diagnostic.scan.report import render_json

        sys.stdout.write(render_json(tally) + "\n")
    elif format == "html":
        from diagnostic.scan.html import render_html

        sys.stdout.write(render_html(tally))
    else:
        from diagnostic.scan.report import print_report

        print_report(tally)
    return 0 if tally.causes else 1


def _progress(size: int):
    from contextlib import contextmanager

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
