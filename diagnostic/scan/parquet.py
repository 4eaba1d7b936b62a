"""A Parquet file -> Tally: one column holds the messages; others say when, where and for which request."""

from __future__ import annotations

import errno
from typing import Any, BinaryIO

from diagnostic.log.tally import Tally
from diagnostic.scan.counting import count, new_tally
from diagnostic.scan.fields import TOLD, as_text, find_field, find_suspects, tell
from diagnostic.scan.selection import Selection
from diagnostic.scan.storage import EXTRA

_ROWS = 16_384


def count_table(name: str, file: BinaryIO, selection: Selection) -> Tally:
    """Counts the rows of a file, a batch of them at a time."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise OSError(errno.ENOSYS, f"Parquet needs an extra: {EXTRA}") from None

    tally = new_tally()
    try:
        table = ParquetFile(file)
        columns = _Columns(table.schema_arrow.names, selection)
        if columns.message is None:
            named = (
                f"has no column {selection.field!r}"
                if selection.field
                else "is Parquet: name the column with --field"
            )
            tally.problems[name] = f"{named}; it has {', '.join(table.schema_arrow.names)}"
            return tally
        for batch in table.iter_batches(batch_size=_ROWS, columns=columns.read):
            _count_rows(tally, batch, columns, selection)
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the store's, and not the table's
            raise
        tally.problems[name] = f"the Parquet file is damaged: {error}"
    return tally


class _Columns:
    """Which columns of a table are read; those of the message and of the time may be paths into them."""

    def __init__(self, names: list[str], selection: Selection) -> None:
        self.message = _column_of(selection.field, names)
        self.time = _column_of(selection.time_field, names)
        self.told = {
            name: TOLD[name] for name in names if name in TOLD and not (self.time and TOLD[name] == "time")
        }
        self.read = list(dict.fromkeys(name for name in (self.message, self.time, *self.told) if name))


def _column_of(path: str | None, names: list[str]) -> str | None:
    return next((name for name in names if path == name or (path or "").startswith(f"{name}.")), None)


def _count_rows(tally: Tally, batch: Any, columns: _Columns, selection: Selection) -> None:
    values = batch.column(columns.message).to_pylist()
    if selection.field != columns.message:
        values = [find_field({columns.message: value}, selection.field or "") for value in values]
    tally.bytes_read += sum(len(as_text(value)) for value in values if value is not None)
    for row, text in find_suspects(values):
        told = {told: batch.column(name)[row].as_py() for name, told in columns.told.items()}
        if columns.time:
            record = {columns.time: batch.column(columns.time)[row].as_py()}
            told["time"] = find_field(record, selection.time_field or "")
        count(tally, text, tell(told) + b" " + text, selection)
