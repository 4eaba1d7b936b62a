"""An edited text, with runs that map every position back to its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import msgspec

Run = tuple[int, int, int]  # start in the edited text, start in the source, length
Edit = tuple[int, int, str]  # start, end, replacement


class Mapped(msgspec.Struct, frozen=True):
    """An edited text; each run is a stretch that was copied from the source unchanged."""

    text: str
    runs: tuple[Run, ...]

    @classmethod
    def identity(cls, source: str) -> Mapped:
        """The source without edits."""
        return cls(source, ((0, 0, len(source)),) if source else ())

    def edited(self, edits: Iterable[Edit]) -> Mapped:
        """The text with some pieces replaced; edits are sorted and do not overlap."""
        pieces: list[str] = []
        runs: list[Run] = []
        length = position = index = 0
        for start, end, replacement in (*edits, (len(self.text), len(self.text), "")):
            if position < start:
                index = self._copy_runs(position, start, length, index, runs)
                pieces.append(self.text[position:start])
                length += start - position
            pieces.append(replacement)
            length += len(replacement)
            position = end
        return Mapped("".join(pieces), tuple(runs))

    def _copy_runs(self, start: int, end: int, at: int, index: int, runs: list[Run]) -> int:
        # Runs are sorted like edits, so the search continues where the last one ended.
        while index < len(self.runs):
            run_start, source, size = self.runs[index]
            run_end = run_start + size
            low = start if start > run_start else run_start
            high = end if end < run_end else run_end
            if low < high:
                runs.append((at + low - start, source + low - run_start, high - low))
            if run_end > end:
                break
            index += 1
        return index


def source_range(runs: tuple[Run, ...], starts: list[int], start: int, end: int) -> tuple[int, int]:
    """Where a range of the edited text is in the source. A replacement maps to everything it replaced."""
    if not runs:
        return 0, 0
    first = max(bisect_right(starts, start) - 1, 0)
    run_start, source, size = runs[first]
    low = source + min(max(start - run_start, 0), size)
    last = max(bisect_right(starts, max(end - 1, start)) - 1, 0)
    run_start, source, size = runs[last]
    inside = end - run_start
    if inside <= size:
        high = source + max(inside, 0)
    else:
        high = runs[last + 1][1] if last + 1 < len(runs) else source + size
    return low, max(low, high)
