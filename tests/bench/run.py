"""`make bench`: measures all rows with a target in one run, side by side -> BENCHMARKS.md."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from measure import Row

from diagnostic.diagnosis import rulebook

_OUT = Path(__file__).parents[2] / "BENCHMARKS.md"
PARTS = {
    "The core": "engine",
    "Over HTTP": "serving",
    "Start": "start",
    "In the browser": "browser",
    "Logs": "scan",
}


def main(only: list[str]) -> int:
    """Runs all parts and writes the file; with names of parts, prints those alone."""
    missed = 0
    pages = []
    for title, module in PARTS.items():
        if only and module not in only:
            continue
        lines = [f"## {title} (`{module}`)", "", "| what | measured | bar | met |", "|---|---|---|---|"]
        for row in import_module(module).rows():
            lines.append(_line(row))
            print(lines[-1], flush=True)
            missed += row.met is False
        pages.append("\n".join(lines))
    if not only:
        _OUT.write_text("\n\n".join([_head(), *pages]) + "\n")
    print(f"{missed} bars missed")
    return 0


def _line(row: Row) -> str:
    met = {True: "yes", False: "**no**", None: ""}[row.met]
    return f"| {row.what} | {row.measured.replace('|', '/')} | {row.bar} | {met} |"


def _head() -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        "# Benchmarks\n\n"
        "Written by `make bench` in one run; do not edit. `make bench PARTS=engine` measures one part, whose"
        " name is in its title. Times are processor time. No text is used twice, compared programs take"
        " turns, and no program caches a paste.\n\n"
        f"Version {version('error-diagnostic')} with rules {rulebook().version}, on {machine}. Load average"
        f" over 1, 5 and 15 minutes: {load}. If it is above the number of cores, other programs ran at the"
        " same time: times are then too high, but ratios and shares hold.\n\n"
        "*Before* is a checkout of version bcfe0d2 and its interpreter, set by `BASE=` and `BASE_PYTHON=`."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
