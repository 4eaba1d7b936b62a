"""A pandas or Dask data frame -> its errors by cause."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from diagnostic.log.tally import Tally
from diagnostic.scan.counting import count, new_tally
from diagnostic.scan.fields import COLUMN_KINDS, as_text, encode_json, find_suspects
from diagnostic.scan.report import ScanAnswer, scan_answer
from diagnostic.scan.selection import Selection

_ROWS = 16_384


def scan_frame(
    frame: Any, column: str, *, time: str | None = None, host: str | None = None, zone: tzinfo | None = None
) -> ScanAnswer:
    """Counts the Claude API errors in a column of messages, one per row; a Dask frame uses its own scheduler.

    `time` and `host` name columns; columns with usual names (`timestamp`, `hostname`, `model`, `request_id`)
    are found automatically. With `zone`, times are shown in it. Raises TypeError if `frame` is not a data
    frame, KeyError if a column is missing, ValueError if several have its name.
    """
    kinds = _choose_columns(frame, column, {"time": time, "host": host})
    part, selection = frame[list(dict.fromkeys((column, *kinds)))], Selection(zone=zone)
    if not hasattr(part, "to_delayed"):
        return scan_answer(count_frame(part, column, kinds, selection))
    from dask.base import compute
    from dask.delayed import delayed

    counting = delayed(count_frame, pure=False)
    total = new_tally()
    for tally in compute(*(counting(one, column, kinds, selection) for one in part.to_delayed())):
        total.merge(tally)
    return scan_answer(total)


def _choose_columns(frame: Any, column: str, named: dict[str, str | None]) -> dict[str, str]:
    """The columns for time, host and so on; a usual name that several columns have is ignored."""
    if not hasattr(frame, "columns"):
        raise TypeError(
            f"scan_frame takes a data frame, not {type(frame).__name__}; a series has `to_frame()`"
        )
    names = list(frame.columns)
    for name in (column, *filter(None, named.values())):
        if name not in names:
            raise KeyError(f"no column {name!r}; the frame has {', '.join(map(str, names)) or 'none'}")
        if names.count(name) > 1:
            raise ValueError(f"{names.count(name)} columns are called {name!r}: rename all but one")
    kinds = {
        name: COLUMN_KINDS[name]
        for name in names
        if isinstance(name, str) and name in COLUMN_KINDS and name != column and names.count(name) == 1
    }
    for kind, name in named.items():
        if name:
            kinds = {other: known for other, known in kinds.items() if known != kind} | {name: kind}
    return kinds


def count_frame(frame: Any, column: str, kinds: dict[str, str], selection: Selection) -> Tally:
    """Counts the rows of a pandas frame; `kinds` maps columns to time, host, model or request_id."""
    tally = new_tally()
    for start in range(0, len(frame), _ROWS):
        rows = frame.iloc[start : start + _ROWS]
        values = [value if isinstance(value, (str, bytes)) else None for value in rows[column].tolist()]
        tally.bytes_read += sum(len(as_text(value)) for value in values if value is not None)
        is_known = rows[list(kinds)].notna()
        for row, text in find_suspects(values):
            facts = {kind: rows[name].iloc[row] for name, kind in kinds.items() if is_known[name].iloc[row]}
            count(tally, text, encode_json(facts) + b" " + text, selection)
    return tally
