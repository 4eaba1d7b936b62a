"""A data frame of pandas or Dask -> its errors by cause."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from diagnostic.log.tally import Tally
from diagnostic.scan.counting import count, new_tally
from diagnostic.scan.fields import TOLD, as_text, find_suspects, tell
from diagnostic.scan.report import ScanAnswer, scan_answer
from diagnostic.scan.selection import Selection

_ROWS = 16_384


def scan_frame(
    frame: Any, column: str, *, time: str | None = None, host: str | None = None, zone: tzinfo | None = None
) -> ScanAnswer:
    """Counts the Claude API errors in a column of messages, one row each; a Dask frame on its own scheduler.

    `time` and `host` name columns; columns with usual names (`timestamp`, `hostname`, `model`, `request_id`)
    are found. With `zone`, times are shown in it. Raises KeyError where a column is missing.
    """
    told = {name: TOLD[name] for name in map(str, frame.columns) if name in TOLD and name != column}
    for name, kind in ((time, "time"), (host, "host")):
        if name:
            told = {other: known for other, known in told.items() if known != kind} | {name: kind}
    part, selection = frame[[column, *told]], Selection(zone=zone)
    if not hasattr(part, "to_delayed"):
        return scan_answer(count_frame(part, column, told, selection))
    from dask.base import compute
    from dask.delayed import delayed

    counting = delayed(count_frame, pure=False)
    total = new_tally()
    for tally in compute(*(counting(one, column, told, selection) for one in part.to_delayed())):
        total.merge(tally)
    return scan_answer(total)


def count_frame(frame: Any, column: str, told: dict[str, str], selection: Selection) -> Tally:
    """Counts the rows of a frame of pandas; `told` maps columns to time, host, model or request_id."""
    tally = new_tally()
    for start in range(0, len(frame), _ROWS):
        rows = frame.iloc[start : start + _ROWS]
        values = [value if isinstance(value, (str, bytes)) else None for value in rows[column].tolist()]
        tally.bytes_read += sum(len(as_text(value)) for value in values if value is not None)
        for row, text in find_suspects(values):
            facts = {kind: rows[name].iloc[row] for name, kind in told.items()}
            count(tally, text, tell(facts) + b" " + text, selection)
    return tally
