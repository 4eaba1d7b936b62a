"""A paste -> CleanText: secrets masked first, then noise removed, with a source map back to the masked text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

MAX_TEXT_BYTES = 256 * 1024
KEPT_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Redaction:
    """How many secrets of one kind were replaced."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one line of the masked text: 1-based line and column and a length, in Unicode code points."""

    line: int
    column: int
    length: int
    text: str


@dataclass(frozen=True)
class CleanText:
    """The masked text that people see, and the cleaned text that patterns read.

    `masked` has LF line ends and no secrets; positions shown to people count in it.
    `text` is `masked` without ANSI codes, log prefixes, quoting and escaping.
    `runs` maps `text` to `masked`: (start in text, start in masked, identical length), ascending.
    """

    masked: str
    text: str
    runs: tuple[tuple[int, int, int], ...]
    redactions: tuple[Redaction, ...]
    truncated: bool

    @cached_property
    def data(self) -> bytes:
        """`text` in UTF-8: every RE2 pattern runs on these bytes, encoded once."""
        return self.text.encode()

    def char_offset(self, byte_offset: int) -> int:
        """The code point offset in `text` of a byte offset in `data`."""
        raise NotImplementedError

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Where text[start:end] stands in `masked`, one Span a line."""
        raise NotImplementedError


def clean(paste: str) -> CleanText:
    """Masks, cuts to the size limit and cleans a paste; raises MaskingError when masking fails."""
    raise NotImplementedError
