"""A small data lake of logs: known contents in every format, on disk and in a simulated S3 store."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow
import pyarrow.parquet
import zstandard
from synthetic import BEGINNING, LAYOUTS, tracebacks, write_log

PACKERS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def write_lake(folder: Path, files: int, size: int, errors_per_entry: float = 0.03) -> Counter[str]:
    """Writes `files` files of at least `size` bytes of text each, one form after the other; gives the errors
    in them by cause.
    """
    total: Counter[str] = Counter()
    forms = ("", *PACKERS)
    for number in range(files):
        layout, form = list(LAYOUTS)[number % len(LAYOUTS)], forms[number // len(LAYOUTS) % len(forms)]
        path = folder / f"{number:04}-{layout}.log"
        total += write_log(path, layout, size + number, errors_per_entry).causes
        if form:
            path.with_name(f"{path.name}.{form}").write_bytes(PACKERS[form](path.read_bytes()))
            path.unlink()
    return total


def records(count: int, errors_per_record: float, seed: int = 1) -> tuple[list[dict], Counter[str]]:
    """Rows of a structured log, and the errors in their field `error.message` by cause."""
    chance, errors, causes = random.Random(seed), tracebacks(), Counter[str]()
    rows = []
    for number in range(count):
        moment = BEGINNING + timedelta(seconds=number * 7)
        message = f"job {number} took {chance.randrange(9_000)} ms"
        if chance.random() < errors_per_record:
            cause, message = chance.choice(errors)
            causes[cause] += 1
        rows.append({
            "timestamp": moment, "hostname": f"api-{number % 3}", "error": {"message": message},
            # What people asked is no error of the API, whatever it says.
            "prompt": "What does anthropic.APIStatusError: Error code: 529 overloaded_error mean?",
        })  # fmt: skip
    return rows, causes


def write_json_lines(path: Path, rows: list[dict]) -> None:
    """One record a line; times with their offset."""
    path.write_text("".join(json.dumps(row, default=datetime.isoformat) + "\n" for row in rows))


def write_parquet(path: Path, rows: list[dict]) -> None:
    """Several groups of rows, so that more than one batch is read."""
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=max(1, len(rows) // 3))
