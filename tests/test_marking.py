"""The lines that the page shows: all text is shown or counted, and evidence is never hidden."""

import pytest

from diagnostic import diagnose
from diagnostic.web.highlighting import highlight_evidence, show_text

OVERLOAD = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)
RATE = (
    "anthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error',"
    " 'message': 'Number of concurrent connections has exceeded your rate limit.'}}"
)
TEXTS = {
    "short": OVERLOAD,
    "many lines": "\n".join(["all is well"] * 500 + [OVERLOAD] + ["still well"] * 500),
    "a long line": "x" * 5000 + OVERLOAD + "y" * 5000,
    "nothing to mark": "\n".join(f"line {number}" for number in range(100)),
    "two errors": f"{OVERLOAD}\n" + "between\n" * 50 + RATE,
    "empty lines": f"\n\n{OVERLOAD}\n\n\n",
}


def _shown(blocks):
    """The text again, with what is hidden of a line as so many blots."""
    lines = []
    for block in blocks:
        lines += (
            block.text.split("\n")
            if block.folded
            else ["".join("█" * piece.hidden or piece.text for piece in line.pieces) for line in block.lines]
        )
    return lines


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_character_is_shown_folded_or_counted(text):
    diagnosis = diagnose(text)
    expected = diagnosis.clean.masked.rstrip("\n").split("\n")
    shown = _shown(highlight_evidence(diagnosis))
    assert [len(line) for line in shown] == [len(line) for line in expected]
    assert all(
        seen in ("█", char)
        for line, real in zip(shown, expected, strict=True)
        for seen, char in zip(line, real, strict=True)
    )


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_all_evidence_is_marked_once_and_never_folded(text):
    diagnosis = diagnose(text)
    blocks = highlight_evidence(diagnosis)
    marked = [piece.mark for block in blocks for line in block.lines for piece in line.pieces if piece.mark]
    assert len(marked) == len(set(marked))
    assert {mark for mark in marked if mark.startswith("e")} == {
        f"e{number}"
        for number, _ in enumerate(diagnosis.findings[0].evidence if diagnosis.findings else (), 1)
    }
    assert all(block.count >= 3 and not block.lines for block in blocks if block.folded)


def test_the_evidence_of_other_causes_is_marked_in_another_way_and_leads_to_them():
    pieces = [
        piece
        for block in highlight_evidence(diagnose(TEXTS["two errors"]))
        for line in block.lines
        for piece in line.pieces
        if piece.mark
    ]
    assert {(piece.also, piece.href) for piece in pieces} >= {(False, "#verdict"), (True, "#other-1")}


def test_a_line_that_only_another_cause_marks_is_no_hit():
    for block in highlight_evidence(diagnose(TEXTS["two errors"])):
        for line in block.lines:
            assert line.hit == any(piece.mark and not piece.also for piece in line.pieces)


def test_characters_that_a_page_cannot_show_stand_as_pictures():
    assert show_text("a\x1b[31m\x00\x07\x7f\x9b\tb\n") == "a␛[31m␀␇␡�\tb\n"


def test_where_nothing_is_marked_the_beginning_and_the_end_are_shown():
    first, folded, last = highlight_evidence(diagnose(TEXTS["nothing to mark"]))
    assert [line.number for line in (*first.lines, *last.lines)] == [1, 2, 3, 4, *range(91, 101)]
    assert folded.count == 86
