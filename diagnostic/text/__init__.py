"""Turns a paste into a CleanText: secrets are masked first, then noise is removed; a source map leads back to
the masked text.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from diagnostic.lazy import lazy
from diagnostic.patterns import CharacterMap
from diagnostic.text.decodings import NUL_MARK
from diagnostic.text.kinds import MASKS, Mask
from diagnostic.text.masking import Masked, MaskingError, TooSlowError, mask_secrets
from diagnostic.text.noise import join_cut_lines, remove_noise
from diagnostic.text.sourcemap import Mapped, Run, source_range

__all__ = ["MASKS", "CleanText", "Mask", "MaskingError", "Redaction", "Span", "clean", "clean_masked"]

MAX_TEXT_BYTES = 256 * 1024
# A secret may lie across the cut, so this many bytes beyond it are masked too.
_MASKING_MARGIN = 8 * 1024
# Processor time for masking one text. The slowest texts of 256 KiB need about this much, real ones a tenth.
_BUDGET_SECONDS = 0.6

# Characters that reorder, hide or end text; each becomes one visible mark, so that positions stay.
# NUL separates words, so it becomes another mark, which patterns read as a space.
_VISIBLE = CharacterMap({0: NUL_MARK, **dict.fromkeys(
    (*range(1, 9), *range(14, 27), *range(28, 32), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x061C,
     0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
     *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)),
    "\ufffd",
)})  # fmt: skip


class Redaction(msgspec.Struct, frozen=True):
    """The number of secrets of one kind that were redacted before the analysis."""

    kind: str
    count: int


class Span(msgspec.Struct, frozen=True):
    """A piece of one line of the masked text: 1-based line and column and a length, in Unicode code
    points.
    """

    line: int
    column: int
    length: int
    text: str


class CleanText(msgspec.Struct, frozen=True, dict=True):
    """The masked text that people see, and the cleaned text that patterns read.

    `masked` has LF line ends and no secrets; positions shown to people count in it.
    `text` is `masked` without colour codes, log prefixes, quoting and escaping.
    `runs` maps `text` to `masked`: (start in text, start in masked, length), ascending, one code point to
    one.
    """

    masked: str
    text: str
    runs: tuple[Run, ...]
    redactions: tuple[Redaction, ...]
    truncated: bool

    @lazy
    def data(self) -> bytes:
        """`text` in UTF-8: every RE2 pattern runs on these bytes, encoded once."""
        return self.text.encode()

    @lazy
    def _run_starts(self) -> list[int]:
        return [run[0] for run in self.runs]

    @lazy
    def _is_ascii(self) -> bool:
        return self.text.isascii()

    def char_offset(self, byte_offset: int) -> int:
        """The code point offset in `text` of a byte offset in `data`."""
        return byte_offset if self._is_ascii else len(self.data[:byte_offset].decode("utf-8", "ignore"))

    def byte_offset(self, char_offset: int) -> int:
        """The byte offset in `data` of a code point offset in `text`."""
        return char_offset if self._is_ascii else len(self.text[:char_offset].encode())

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] is in `masked`."""
        return source_range(self.runs, self._run_starts, start, end)

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Where text[start:end] is in `masked`, one Span a line."""
        masked = self.masked
        low, high = self.source(start, end)
        spans: list[Span] = []
        begin = masked.rfind("\n", 0, low) + 1
        line = masked.count("\n", 0, begin)
        while low < high:
            stop = masked.find("\n", begin, high)
            stop = high if stop < 0 else stop
            line += 1
            if stop > low:
                spans.append(Span(line, low - begin + 1, stop - low, masked[low:stop]))
            low = begin = stop + 1
        return tuple(spans)


def clean(paste: str) -> CleanText:
    """Masks, cuts to the size limit and cleans a paste; raises MaskingError when masking fails."""
    text = paste if paste.isascii() else paste.encode("utf-8", "replace").decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _VISIBLE.apply(text)
    return _join(*_mask_within_limit(text))


def clean_masked(masked: str) -> CleanText:
    """Cleans a part of a text that `clean` has masked."""
    return _join(Masked(masked, Counter(), remove_noise(masked)), False)


def _join(found: Masked, truncated: bool) -> CleanText:
    mapped = join_cut_lines(found.plain)
    if NUL_MARK in mapped.text:
        # Only now, because masking joins the halves of a secret around a mark.
        mapped = Mapped(mapped.text.replace(NUL_MARK, " "), mapped.runs)
    redactions = tuple(Redaction(kind, count) for kind, count in sorted(found.counts.items()))
    return CleanText(found.text, mapped.text, mapped.runs, redactions, truncated)


def _mask_within_limit(text: str) -> tuple[Masked, bool]:
    """The masked text, and whether it was cut: to 256 KiB, or to a quarter of that if it takes too long
    to mask.
    """
    is_long = len(text) * 4 > MAX_TEXT_BYTES and len(text.encode()) > MAX_TEXT_BYTES
    if not is_long:
        try:
            return mask_secrets(text, _BUDGET_SECONDS), False
        except TooSlowError:
            pass
    data = text.encode()
    try:
        return _mask_ends(data, MAX_TEXT_BYTES if is_long else MAX_TEXT_BYTES // 4, _BUDGET_SECONDS), True
    except TooSlowError:
        return _mask_ends(data, MAX_TEXT_BYTES // 4, float("inf")), True


def _mask_ends(data: bytes, limit: int, seconds: float) -> Masked:
    """Masks the two ends of a text over `limit` bytes: a quarter of the limit from the start, the rest from
    the end.
    """
    if len(data) <= limit:
        return mask_secrets(data.decode("utf-8", "ignore"), seconds)
    # Masking comes before the cut, because half a secret would not be recognised.
    kept_head, kept_tail = limit // 4, limit - limit // 4
    head = mask_secrets(_drop_cut_word(data[: kept_head + _MASKING_MARGIN], is_head=True), seconds / 4)
    tail = mask_secrets(_drop_cut_word(data[-kept_tail - _MASKING_MARGIN :], is_head=False), seconds)
    kept = _keep_start(head.text.encode(), kept_head) + _keep_end(tail.text.encode(), kept_tail)
    return Masked(kept, head.counts + tail.counts, remove_noise(kept))


def _drop_cut_word(piece: bytes, is_head: bool) -> str:
    """The piece without the line that the cut divides; without the word, if there is no line end in the
    margin; without the margin, if there is no space in it either.
    """
    for mark in (b"\n", b" "):
        at = (
            piece.rfind(mark, len(piece) - _MASKING_MARGIN)
            if is_head
            else piece.find(mark, 0, _MASKING_MARGIN)
        )
        if at >= 0:
            return (piece[:at] if is_head else piece[at + 1 :]).decode("utf-8", "ignore")
    return (piece[:-_MASKING_MARGIN] if is_head else piece[_MASKING_MARGIN:]).decode("utf-8", "ignore")


def _keep_start(head: bytes, kept: int) -> str:
    """At most `kept` bytes from the start, up to a line end if there is one."""
    line = head.rfind(b"\n", 0, kept)
    return (head[:line] if line > 0 else head[:kept]).rstrip(b"\n").decode("utf-8", "ignore") + "\n"


def _keep_end(tail: bytes, kept: int) -> str:
    """At most `kept` bytes from the end, from the start of a line if one is within the margin."""
    start = max(0, len(tail) - kept)
    line = tail.find(b"\n", start, start + _MASKING_MARGIN) if start else -1
    return tail[line + 1 if line >= 0 else start :].decode("utf-8", "ignore")
