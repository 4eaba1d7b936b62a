"""`diagnostic scan` on 1 GB of log with known contents: exact, how fast, how much memory; beside grep and
a loop of `re`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from engine import loop_of_re, sources
from matched_length import Row

from diagnostic.diagnosis import rulebook

sys.path.insert(0, str(Path(__file__).parents[1] / "scan"))
from synthetic import write_log

_BYTES = 1_000_000_000
_PART = 20_000_000  # one part, repeated: the generator is slower than what it feeds
_ERRORS_PER_ENTRY = 0.001
_SLICE = 300_000  # of this the loop of `re` sees enough
_MEMORY_BAR = 200


def rows() -> Iterator[Row]:
    """Counts, throughput and memory, then the rivals on the same file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "app.log"
        expected, size = _write(path)
        took, memory, found = _scan(path)
        yield Row(
            "`diagnostic scan` of 1 GB: counts",
            f"{sum(found.values()):,} errors of {len(found)} causes,"
            f" {'exact' if found == expected else f'expected {expected}, found {found}'}",
            "exact",
            found == expected,
        )
        yield Row(
            "`diagnostic scan` of 1 GB: memory of all its processes",
            f"{memory:.0f} MiB at most",
            f"≤ {_MEMORY_BAR} MB",
            memory * 1.048576 <= _MEMORY_BAR,
        )
        grep = _grep(path)
        part = _head(path)
        loop, _ = loop_of_re(sources(rulebook()))
        begun = time.perf_counter()
        for line in part.splitlines():
            loop(line)
        rate_of_loop = len(part) / (time.perf_counter() - begun)
        rate = size / took
        yield Row(
            "`diagnostic scan` of 1 GB: throughput",
            f"{rate / 1e6:,.0f} MB/s; `grep -c overloaded_error` {size / grep / 1e6:,.0f} MB/s; each pattern"
            f" of the rules with `re` on each line {rate_of_loop / 1e6:.2f} MB/s: {rate / rate_of_loop:,.0f}×"
            " faster",
        )


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_SLICE).decode("utf-8", "replace")


def _write(path: Path) -> tuple[dict[str, int], int]:
    part = path.with_suffix(".part")
    contents = write_log(part, "logging", _PART, _ERRORS_PER_ENTRY)
    data, times = part.read_bytes(), -(-_BYTES // part.stat().st_size)
    part.unlink()
    with path.open("wb") as file:
        for _ in range(times):
            file.write(data)
    return {cause: count * times for cause, count in sorted(contents.causes.items())}, path.stat().st_size


def _scan(path: Path) -> tuple[float, float, dict[str, int]]:
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "diagnostic.cli", "scan", "--format", "json", str(path)],
        stdout=subprocess.PIPE,
    )
    most = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, most))
    watcher.start()
    said, _ = process.communicate()
    took = time.perf_counter() - begun
    watcher.join()
    return (
        took,
        most[0],
        {
            cause["id"]: cause["count"]
            for cause in sorted(json.loads(said)["causes"], key=lambda cause: cause["id"])
        },
    )


def _watch(process: subprocess.Popen, most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], _memory_mib(process.pid))
        time.sleep(0.2)


def _memory_mib(root: int) -> float:
    """Proportional memory of a process and all below it: shared pages count once."""
    total, open_pids = 0, [root]
    while open_pids:
        pid = open_pids.pop()
        try:
            total += int(re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())[1])
            open_pids += [
                int(child)
                for task in Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text().split()
            ]
        except (OSError, TypeError):
            continue
    return total / 1024


def _grep(path: Path) -> float:
    # Its output is read: to /dev/null, grep stops at the first hit.
    begun = time.perf_counter()
    subprocess.run(["grep", "-c", "overloaded_error", str(path)], check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - begun
