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
        text, old_runs = self.text, self.runs
        pieces: list[str] = []
        runs: list[Run] = []
        length = position = index = 0
        run_start = source = run_end = 0
        for start, end, replacement in (*edits, (len(text), len(text), "")):
            if position < start:
                pieces.append(text[position:start])
                if (
                    run_start <= position and start < run_end
                ):  # as most pieces: within the run of the last one
                    runs.append((length, source + position - run_start, start - position))
                else:
                    # Runs are sorted like edits, so the search continues where the last one ended.
                    while index < len(old_runs):
                        run_start, source, size = old_runs[index]
                        run_end = run_start + size
                        low = position if position > run_start else run_start
                        high = start if start < run_end else run_end
                        if low < high:
                            runs.append((length + low - position, source + low - run_start, high - low))
                        if run_end > start:
                            break
                        index += 1
                length += start - position
            if replacement:
                pieces.append(replacement)
                length += len(replacement)
            position = end
        return Mapped("".join(pieces), tuple(runs))


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
