"""`diagnostic scan` on logs with known contents that never repeat and always name Claude: correctness, speed,
memory.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from measure import Row, process_seconds

sys.path.insert(0, str(Path(__file__).parents[1] / "scan"))
from synthetic import chatty, hex_id, write_log

# name -> bytes, errors an entry, how an error names its job (None: by a new word), MB/s a core asked for
_LOGS = {
    "no errors": (60_000_000, 0.0, None, 50),
    "0.1 % of its entries errors, each with a new word": (60_000_000, 0.001, None, 200),
    "5 % of its entries errors, that differ in ids and times": (30_000_000, 0.05, hex_id, 25),
    "5 % of its entries errors, each with a new word": (10_000_000, 0.05, None, 25),
}
_MEMORY_BAR = 200


def rows() -> Iterator[Row]:
    """Counts and throughput of each log, and the memory of the largest."""
    most = [0.0]
    with tempfile.TemporaryDirectory() as folder:
        for name, (size, rate, names_job, bar) in _LOGS.items():
            path = Path(folder) / "app.log"
            expected = write_log(path, "logging", size, rate, chatty, names_job).causes
            found, taken = _scan(path, Path(folder) / "found.json", most)
            speed = path.stat().st_size / taken / 1e6
            is_exact = found == expected
            yield Row(
                f"`diagnostic scan` of {size // 1_000_000} MB that name Claude in three of four lines, "
                f"{name}: for each second of a core, the start included",
                f"{speed:.0f} MB; {sum(found.values()):,} errors of {len(found)} causes,"
                f" {'exact' if is_exact else f'expected {expected}, found {found}'}",
                f"≥ {bar} MB, exact",
                speed >= bar and is_exact,
            )
    yield Row(
        "memory of all its processes",
        f"{most[0]:.0f} MiB at most",
        f"≤ {_MEMORY_BAR} MiB",
        most[0] <= _MEMORY_BAR,
    )


def _scan(path: Path, out: Path, most: list[float]) -> tuple[dict[str, int], float]:
    """The counts by cause, and seconds of processor time; `most` gets the most memory."""
    command = [sys.executable, "-m", "diagnostic", "scan", "--format", "json", str(path)]
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(stop, most))
    watcher.start()
    with out.open("wb") as file:
        taken = process_seconds(command, stdout=file)
    stop.set()
    watcher.join()
    return {cause["id"]: cause["count"] for cause in json.loads(out.read_bytes())["causes"]}, taken


def _watch(stop: threading.Event, most: list[float]) -> None:
    """Sums up the children of this process every so often."""
    while not stop.wait(0.2):
        most[0] = max(most[0], sum(map(_memory_mib, _children("self"))))


def _children(pid: str) -> list[str]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _memory_mib(pid: str) -> float:
    """Proportional memory of a process and all below it: shared pages count once."""
    try:
        found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:
        return 0.0
    own = int(found[1]) / 1024 if found else 0.0
    return own + sum(map(_memory_mib, _children(pid)))
