"""A record (line of JSON, row of a table) -> the text in it that may be an error, and its other values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import re2

from diagnostic.scan.gate import find_sign

if TYPE_CHECKING:
    from diagnostic.scan.selection import Selection

_INDEX = re2.compile(r"[0-9]{1,9}")
# Usual names of columns for the time, host, model and request of an error.
COLUMN_KINDS = {
    **dict.fromkeys(
        ("ts", "time", "timestamp", "@timestamp", "asctime", "date", "datetime", "eventTime", "@t"), "time"
    ),
    **dict.fromkeys(
        ("host", "hostname", "host_name", "pod", "pod_name", "node", "node_name", "instance"), "host"
    ),
    **dict.fromkeys(("model", "model_id"), "model"),
    **dict.fromkeys(("request_id", "req_id"), "request_id"),
}


def read_record(line: bytes, selection: Selection) -> tuple[bytes, bytes] | None:
    """A line of JSON -> the text of the selected field, and the line with its time in front; None if the
    field is missing.
    """
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    text = find_field(record, selection.field or "")
    if text is None:
        return None
    moment = find_field(record, selection.time_field) if selection.time_field else None
    return as_text(text), line if moment is None else encode_json({"time": moment}) + line


def find_field(record: Any, path: str) -> Any:
    """The value at a dotted path of names and indexes (names may contain dots), or None."""
    if isinstance(record, dict) and path in record:
        return record[path]
    name, dot, rest = path.partition(".")
    while dot:
        inner = _item(record, name)
        if inner is not None and (found := find_field(inner, rest)) is not None:
            return found
        next_part, dot, rest = rest.partition(".")
        name = f"{name}.{next_part}"
    return _item(record, path)


def _item(record: Any, name: str) -> Any:
    if isinstance(record, dict):
        return record.get(name)
    if isinstance(record, list) and _INDEX.fullmatch(name) and int(name) < len(record):
        return record[int(name)]
    return None


def as_text(value: Any) -> bytes:
    """A value as an error would be printed; anything but text as JSON."""
    if isinstance(value, bytes):
        return value
    return value.encode("utf-8", "replace") if isinstance(value, str) else encode_json(value)


def encode_json(value: Any) -> bytes:
    """A value of any type as JSON."""
    return msgspec.json.encode(value, enc_hook=str)


def find_suspects(texts: Sequence[Any]) -> list[tuple[int, bytes]]:
    """Index and text of each value that may be an error."""
    parts = [b"" if text is None else as_text(text) for text in texts]
    ends, position = [], 0
    for part in parts:
        position += len(part) + 1
        ends.append(position)
    suspects, row, data, start = [], 0, b"\n".join(parts), 0
    while (sign := find_sign(data, start)) >= 0:
        while sign >= ends[row]:
            row += 1
        suspects.append((row, parts[row]))
        start = ends[row]
    return suspects
