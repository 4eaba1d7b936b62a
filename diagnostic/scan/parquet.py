"""A Parquet file -> Tally: one column holds the messages, others time, host and request."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Any, BinaryIO

from diagnostic.log.tally import Tally
from diagnostic.scan.counting import count, new_tally
from diagnostic.scan.fields import COLUMN_KINDS, as_text, encode_json, find_field, find_suspects
from diagnostic.scan.selection import Selection
from diagnostic.scan.storage import EXTRA

_ROWS = 16_384
# Text per batch: a value that many rows share is stored once, so a file of some kB may hold GB of rows.
_TEXT_BYTES = 8 << 20
_BATCH_BYTES = 32 << 20
# If rows take fewer stored bytes on average, they share values.
_MIN_UNSHARED_BYTES = 32


def count_table(name: str, file: BinaryIO, selection: Selection) -> Tally:
    """Counts the rows of a file in batches."""
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
        # A second view of the same file, in which rows with equal values share one object.
        is_nested = bool(table.schema_arrow.field(columns.message).type.num_fields)
        shared = table if is_nested else ParquetFile(file, read_dictionary=[columns.message])
        for number in range(table.metadata.num_row_groups):
            group = _Group(table, number, columns)
            view = shared if group.may_share else table
            for batch in view.iter_batches(group.rows_at_once, [number], columns.read):
                _count_rows(tally, batch, columns, selection)
    except (pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # from the store, not from the table
            raise
        tally.problems[name] = f"the Parquet file is damaged: {error}"
    return tally


class _Columns:
    """The columns to read; those of the message and the time may be paths into nested columns."""

    def __init__(self, names: list[str], selection: Selection) -> None:
        self.message = _column_of(selection.field, names)
        self.time = _column_of(selection.time_field, names)
        self.kinds = {
            name: COLUMN_KINDS[name]
            for name in names
            if name in COLUMN_KINDS and not (self.time and COLUMN_KINDS[name] == "time")
        }
        self.read = list(dict.fromkeys(name for name in (self.message, self.time, *self.kinds) if name))


def _column_of(path: str | None, names: list[str]) -> str | None:
    return next((name for name in names if path == name or (path or "").startswith(f"{name}.")), None)


class _Group:
    """Batch size and view for a row group, chosen so that no batch is large in memory."""

    def __init__(self, table: Any, number: int, columns: _Columns) -> None:
        group = table.metadata.row_group(number)
        rows = max(1, group.num_rows)
        sizes = {
            part.path_in_schema: part.total_uncompressed_size
            for part in map(group.column, range(group.num_columns))
            if part.path_in_schema.split(".")[0] in columns.read
        }
        self.rows_at_once = max(1, min(_ROWS, _BATCH_BYTES // max(1, sum(sizes.values()) // rows)))
        texts = sizes.get(columns.message, _TEXT_BYTES)  # a path into a column has no size
        self.may_share = texts < _TEXT_BYTES or texts // rows < _MIN_UNSHARED_BYTES


def _read_texts(column: Any) -> list[Any]:
    """The values of a column; rows with equal values share one object."""
    if not hasattr(column, "dictionary"):
        return column.to_pylist()
    known = column.dictionary.to_pylist()
    return [None if index is None else known[index] for index in column.indices.to_pylist()]


def _chunks(texts: list[Any]) -> Iterator[tuple[int, list[Any]]]:
    """The rows in portions of some MB, each with the index of its first row."""
    first = size = 0
    for row, text in enumerate(texts):
        size += len(text) if isinstance(text, (str, bytes)) else 0
        if size >= _TEXT_BYTES:
            yield first, texts[first : row + 1]
            first, size = row + 1, 0
    if first < len(texts):
        yield first, texts[first:]


def _count_rows(tally: Tally, batch: Any, columns: _Columns, selection: Selection) -> None:
    values = _read_texts(batch.column(columns.message))
    if selection.field != columns.message:
        values = [find_field({columns.message: value}, selection.field or "") for value in values]
    for first, texts in _chunks(values):
        tally.bytes_read += sum(len(as_text(value)) for value in texts if value is not None)
        suspects = ((first + row, text) for row, text in find_suspects(texts))
        _count_suspects(tally, suspects, batch, columns, selection)


def _count_suspects(
    tally: Tally, suspects: Iterator[tuple[int, bytes]], batch: Any, columns: _Columns, selection: Selection
) -> None:
    for row, text in suspects:
        facts = {facts: batch.column(name)[row].as_py() for name, facts in columns.kinds.items()}
        if columns.time:
            record = {columns.time: batch.column(columns.time)[row].as_py()}
            facts["time"] = find_field(record, selection.time_field or "")
        count(tally, text, encode_json(facts) + b" " + text, selection)
