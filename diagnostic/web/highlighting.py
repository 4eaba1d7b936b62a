"""The redacted text as lines with the evidence marked and distant lines folded."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from diagnostic.diagnosis import Diagnosis
from diagnostic.log.events import Layout, find_entries
from diagnostic.patterns import CharacterMap

_CONTEXT_LINES = 2
_MAX_UNFOLDED_LINES = 14
# If nothing is marked, show the beginning and the end, where most errors are.
_HEAD_LINES, _TAIL_LINES = 4, 10
_MIN_FOLDED_LINES = 3
# A long line is shortened to its beginning, or if it contains evidence, to the text around that.
_MAX_UNMARKED_CHARS = 300
_CONTEXT_CHARS = 160
# Control characters that a page cannot show are replaced by symbols.
_CONTROL_PICTURES = CharacterMap(
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
    | {0x7F: 0x2421}
    | dict.fromkeys(range(0x80, 0xA0), "�")
)


class Piece(msgspec.Struct, frozen=True):
    """A piece of one line: text, evidence with the id `mark`, or the number of `hidden` characters."""

    text: str
    mark: str | None = None
    href: str = ""
    also: bool = False  # evidence of a cause other than the best one
    hidden: int = 0


class Line(msgspec.Struct, frozen=True):
    """One line of the redacted text."""

    number: int
    pieces: tuple[Piece, ...]
    hit: bool


class Block(msgspec.Struct, frozen=True):
    """Consecutive lines, or the text of folded ones."""

    folded: bool
    lines: tuple[Line, ...] = ()
    text: str = ""
    count: int = 0


class _Mark(msgspec.Struct, frozen=True):
    start: int
    end: int
    id: str
    href: str
    also: bool


def show_text(text: str) -> str:
    """Pasted text with symbols for characters that a page cannot show."""
    return _CONTROL_PICTURES.apply(text)


def highlight_evidence(diagnosis: Diagnosis, place: str = "") -> list[Block]:
    """The text with evidence marked, that of the best cause differently from that of the others; `place`
    keeps ids unique if one page shows several texts.
    """
    marks = _marks(diagnosis, place)
    texts = show_text(diagnosis.clean.masked).rstrip("\n").split("\n")
    if len(texts) <= _MAX_UNFOLDED_LINES:
        return [_unfolded_block(texts, 0, len(texts), marks)]
    near = {at for line in marks for at in range(line - _CONTEXT_LINES, line + _CONTEXT_LINES + 1)}
    near = near or {*range(1, _HEAD_LINES + 1), *range(len(texts) - _TAIL_LINES + 1, len(texts) + 1)}
    blocks: list[Block] = []
    start = 0
    for end in range(1, len(texts) + 1):
        folded = start + 1 not in near
        if end == len(texts) or (end + 1 not in near) != folded:
            is_long = folded and end - start >= _MIN_FOLDED_LINES
            blocks.append(
                Block(True, text="\n".join(texts[start:end]), count=end - start)
                if is_long
                else _unfolded_block(texts, start, end, marks)
            )
            start = end
    return blocks


def error_lines(masked: str) -> list[tuple[int, int]]:
    """First and last line (1-based) of each run of lines of an error, grouped as in a log's tally."""
    data = masked.encode()
    runs: list[tuple[int, int]] = []
    line, counted_until = 1, 0
    for start, end in find_entries(data, Layout(data)):
        line += data.count(b"\n", counted_until, start)
        counted_until = start
        last = line + data[start:end].rstrip(b"\r\n").count(b"\n")
        if runs and line <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], max(last, runs[-1][1])
        else:
            runs.append((line, last))
    return runs


def _marks(diagnosis: Diagnosis, place: str) -> dict[int, list[_Mark]]:
    marks: dict[int, list[_Mark]] = defaultdict(list)
    for rank, finding in enumerate(diagnosis.findings):
        name = f"{place}o{rank}-" if rank else f"{place}e"
        href = _mark_target(diagnosis, rank, finding.cause.id, place)
        for number, span in enumerate(finding.evidence, 1):
            start = span.column - 1
            marks[span.line].append(_Mark(start, start + span.length, f"{name}{number}", href, rank > 0))
    return marks


def _mark_target(diagnosis: Diagnosis, rank: int, cause: str, place: str) -> str:
    """The target of a mark: the answer on the same page, or the page of its cause if
    there is no such answer.
    """
    if rank == 0:
        return "#verdict"
    has_answer = not place and (len(diagnosis.groups) < 2 or rank < len(diagnosis.groups))
    return f"#other-{rank}" if has_answer else f"/causes/{cause}"


def _unfolded_block(texts: list[str], start: int, end: int, marks: dict[int, list[_Mark]]) -> Block:
    return Block(
        False,
        tuple(
            _make_line(number, texts[number - 1], marks.get(number, []))
            for number in range(start + 1, end + 1)
        ),
    )


def _make_line(number: int, text: str, marks: list[_Mark]) -> Line:
    pieces: list[Piece] = []
    position = 0
    # Of two overlapping marks that start together, the best cause's comes first.
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.also)):
        if mark.start < position:
            continue
        pieces += _unmarked_pieces(text[position : mark.start], after_mark=position > 0, before_mark=True)
        pieces.append(Piece(text[mark.start : mark.end], mark.id, mark.href, mark.also))
        position = mark.end
    pieces += _unmarked_pieces(text[position:], after_mark=position > 0, before_mark=False)
    return Line(number, tuple(pieces), any(not mark.also for mark in marks))


def _unmarked_pieces(text: str, after_mark: bool, before_mark: bool) -> list[Piece]:
    head = _CONTEXT_CHARS if after_mark else 0 if before_mark else _MAX_UNMARKED_CHARS
    tail = _CONTEXT_CHARS if before_mark else 0
    hidden = len(text) - head - tail
    if hidden <= _CONTEXT_CHARS:
        return [Piece(text)] if text else []
    pieces = [Piece(text[:head]), Piece("", hidden=hidden), Piece(text[len(text) - tail :])]
    return [piece for piece in pieces if piece.text or piece.hidden]
