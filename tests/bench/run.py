"""`make bench`: every row of the numbers to reach, in one run, side by side -> BENCHMARKS.md."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from pathlib import Path

from matched_length import Row

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
        lines = [f"## {title}", "", "| what | measured | bar | met |", "|---|---|---|---|"]
        for row in import_module(module).rows():
            lines.append(_line(row))
            print(lines[-1], flush=True)
            missed += row.met is False
        pages.append("\n".join(lines))
    if not only:
        _OUT.write_text("\n\n".join([_head(), *pages, _MISSED]))
    print(f"{missed} bars missed")
    return 0


# Reasons belong beside the figures; a bar that is met makes its reason untrue, so take it out then.
_MISSED = """## Where a bar is missed

- Requests a second: most of an answer's time is the diagnosis, and half of that is masking, which reads a text as it stands, with its escapes undone and with its wrapped lines joined. Tried and kept: words of all patterns in one automaton, patterns compiled on demand, what is the same for every paste rendered once, a collector that leaves rules and pages alone. Tried and left: a thinner layer over RE2 (12 %), the masks in three sets (3 %).
"""


def _line(row: Row) -> str:
    met = {True: "yes", False: "**no**", None: ""}[row.met]
    return f"| {row.what} | {row.measured.replace('|', '/')} | {row.bar} | {met} |"


def _head() -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return (
        "# Benchmarks\n\nMade by `make bench`, in one run; do not edit. Figures are medians; rivals take"
        " turns on the same texts, so that a busy moment hits all of them. No text is used twice, and"
        f" nothing remembers a paste. Measured on {machine}."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
