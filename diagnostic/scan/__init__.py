"""`diagnostic scan FILE…`: which Claude API errors a log holds, how often, when, and what the numbers advise."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main(argv: list[str]) -> int:
    """Exit 0 where errors were found, 1 where none was, 2 on bad usage."""
    parser = argparse.ArgumentParser(
        prog="diagnostic scan",
        description="Finds the Claude API errors in logs: counts, timeline, models, request ids, and advice.",
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a log, plain or gzip, of any size; - is standard input"
    )
    parser.add_argument("--format", choices=("text", "json", "html"), default="text")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    options = parser.parse_args(argv)

    from diagnostic.scan.reading import scan_files

    try:
        size = sum(Path(name).stat().st_size for name in options.files if name != "-")
        with _progress(size) as progress:
            tally = scan_files(options.files, options.workers, progress)
    except OSError as error:
        print(f"diagnostic scan: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    if options.format == "json":
        from diagnostic.scan.report import render_json

        sys.stdout.write(render_json(tally) + "\n")
    elif options.format == "html":
        from diagnostic.scan.html import render_html

        sys.stdout.write(render_html(tally))
    else:
        from diagnostic.scan.report import print_report

        print_report(tally)
    return 0 if tally.causes else 1


def _progress(size: int):  # noqa: ANN202 - a context manager either way
    from contextlib import contextmanager

    @contextmanager
    def silent():  # noqa: ANN202
        yield lambda read: None

    @contextmanager
    def shown():  # noqa: ANN202
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
