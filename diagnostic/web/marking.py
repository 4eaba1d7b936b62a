"""The masked text as lines with the evidence marked, and what stands far from it folded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from diagnostic.diagnosis import Diagnosis

_AROUND = 2
_UNFOLDED = 14
_WIDTH = 2000
_ESCAPE = str.maketrans({"\x1b": "␛", "\x00": "␀"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line; `mark` numbers the evidence, from 1."""

    text: str
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the masked text."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines in a row, shown or folded."""

    folded: bool
    lines: tuple[Line, ...]


def mark_text(diagnosis: Diagnosis) -> list[Block]:
    """The person's own text, evidence of the best answer marked."""
    marks: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    evidence = diagnosis.findings[0].evidence if diagnosis.findings else ()
    for number, span in enumerate(evidence, 1):
        marks[span.line].append((span.column - 1, span.column - 1 + span.length, number))
    texts = diagnosis.clean.masked.translate(_ESCAPE).rstrip("\n").split("\n")
    lines = [Line(number, _cut(text, marks.get(number, []))) for number, text in enumerate(texts, 1)]
    if len(lines) <= _UNFOLDED:
        return [Block(False, tuple(lines))]
    near = {at for line in marks for at in range(line - _AROUND, line + _AROUND + 1)} or set(range(1, _UNFOLDED + 1))
    blocks: list[Block] = []
    start = 0
    for index in range(1, len(lines) + 1):
        folded = lines[start].number not in near
        if index == len(lines) or (lines[index].number not in near) != folded:
            blocks.append(Block(folded and index - start > 2, tuple(lines[start:index])))
            start = index
    return blocks


def _cut(text: str, marks: list[tuple[int, int, int]]) -> tuple[Piece, ...]:
    pieces, position = [], 0
    for start, end, number in sorted(marks):
        if start < position:
            continue
        pieces += [Piece(text[position:start][-_WIDTH:]), Piece(text[start:end][:_WIDTH], number)]
        position = end
    rest = text[position:]
    pieces.append(Piece(rest if len(rest) <= _WIDTH else rest[:_WIDTH] + " …"))
    return tuple(piece for piece in pieces if piece.text)
