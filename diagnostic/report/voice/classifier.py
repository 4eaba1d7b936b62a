"""Whose voice the evidence is in: a program that printed an error, a person who reports one, or an author who
describes errors in code, a document, a change or a feature request.

Only the text around the evidence is read, as it was pasted: with log levels and list markers.
"""

from __future__ import annotations

from string import whitespace
from typing import Any, Literal

import msgspec

from diagnostic.lazy import lazy
from diagnostic.report.facts import Place
from diagnostic.report.kind import change
from diagnostic.report.kind.text_kind import SHORT_MESSAGE_WORDS, TextKind, count_words, is_report
from diagnostic.report.signs.lines import LINE_PATTERNS
from diagnostic.report.signs.words import PATTERNS
from diagnostic.report.voice.pasted_lines import PastedLines, once_a_line

# "printed": by a program; "reported": by a person who encountered it; "mentioned": the words show neither;
# "described": in code, or as something that may happen, should happen, was changed or is resolved.
Voice = Literal["printed", "reported", "mentioned", "described"]
# What the evidence is: a sentence that only one error prints, the name or number of an error, or words that
# many errors share.
Form = Literal["sentence", "name", "words"]
VOICES: tuple[Voice, ...] = ("printed", "reported", "mentioned", "described")

_MAX_CLAUSE = 300  # characters before and after evidence that may be its condition
_SEVERAL = 3  # more than a single failure shows
_MAX_LABEL_WORDS = 10  # words that a program puts before an error that it passes on
_MAX_WORDS_BESIDE = 3  # other words on the line of a sentence that counts as alone
_BEFORE_EVIDENCE = f"{whitespace}\"'`"  # what a pattern takes along, and nobody means


class VoiceClassifier(msgspec.Struct, frozen=True, dict=True):
    """Decides for each place of a pasted text whose voice it is; `whole` is what the whole text is."""

    whole: TextKind
    known: dict[Any, Any] = {}  # results about single lines

    @lazy
    def lines(self) -> PastedLines:
        """The lines of the text."""
        return PastedLines(self.whole)

    @lazy
    def text(self) -> str:
        """The text that is read; places are offsets in it."""
        return self.lines.text

    @once_a_line
    def classify(self, place: Place, form: Form) -> Voice:
        """The voice at this place, where evidence of this form was found."""
        evidence = self.text[slice(*place)]
        place = (place[0] + len(evidence) - len(evidence.lstrip(_BEFORE_EVIDENCE)), place[1])
        line = self.lines.around(place[0])
        pasted = self.lines.as_pasted(line)
        before = self.text[line[0] : place[0]]
        is_comment = self.lines.is_comment(line)
        kind = None if is_comment else self.lines.kind(line, self.lines.is_in_record(place, line))
        if kind == "code" or self.lines.is_in_code(line) or self._is_explained(place, line):
            return "described"
        if self.whole.is_reference and not self.whole.reports_event:
            return "described"
        if kind == "printed":
            return "described" if self._is_quoted_example(line) else "printed"
        if kind == "record" or LINE_PATTERNS["printed"].occurs(pasted.encode()):
            return "described" if self._is_quotation(line, pasted, before) else "printed"
        if self.whole.is_document or self._is_in_description(line, pasted, before):
            return "described"
        if not is_comment and self._is_alone(place, line, pasted, before, form):
            return "printed"
        return "described" if self._is_condition_abroad(place) else self._classify_sentence(place, form)

    def _is_explained(self, place: Place, line: Place) -> bool:
        """Whether its sentence says what was changed, or what the error means, or its line what code searches
        for.
        """
        return self._is_line_explained(line) or (
            self.whole.may_explain and change.describes(self.text, place)
        )

    @once_a_line
    def _is_line_explained(self, line: Place) -> bool:
        return bool(PATTERNS["explained"].occurs(self.text[slice(*line)].encode()))

    def _is_quotation(self, line: Place, pasted: str, before: str) -> bool:
        """Whether output is quoted in a sentence about a resolved error, was shortened by hand, or is the
        example of an explanation.
        """
        if PATTERNS["elided"].occurs(pasted.encode()) or self._is_quoted_example(line):
            return True
        # The keys of a body do not belong to the sentence around it.
        beside = before.partition("{")[0] + pasted.rpartition("}")[2] if "{" in before else before
        return (self.whole.is_resolved or self.whole.is_change) and count_words(beside) > _MAX_WORDS_BESIDE

    @once_a_line
    def _is_quoted_example(self, line: Place) -> bool:
        """Whether a text that explains, requests or reports a change quotes output as an example."""
        pasted = self.lines.as_pasted(line)
        if self.whole.is_reference and PATTERNS["heading"].occurs(pasted.encode()):
            return True
        if self.whole.is_guide or self.whole.is_pull_request or self.whole.is_commentary:
            return True
        if self.lines.is_comment_on_code(line):
            return True
        if self.whole.is_feature_request and not self.whole.reports_event:
            return True
        if not _is_hypothetical(pasted) and not PATTERNS["example"].occurs(
            self.lines.text_above(line).encode()
        ):
            return False
        return self.whole.is_reference or self.whole.is_resolved or not self.whole.reports_event

    def _is_in_description(self, line: Place, pasted: str, before: str) -> bool:
        """Whether the line itself describes: a change, a definition, or a comment beside code."""
        if LINE_PATTERNS["definition"].occurs(pasted.encode()) or PATTERNS["change"].occurs(before.encode()):
            return True
        if PATTERNS["task"].occurs(pasted.encode()) and ":" not in before and _is_impersonal(pasted):
            return True
        below = self.text[slice(*self.lines.around(min(line[1] + 1, len(self.text))))]
        if PATTERNS["asked"].occurs(pasted.encode()) and PATTERNS["answered"].occurs(below.encode()):
            return True
        return self.lines.is_comment_on_code(line)

    @lazy
    def _is_over(self) -> bool:
        """Whether a text of one line says that the error is over; in a longer one, another may have come."""
        return self.whole.is_resolved and "\n" not in self.text.strip()

    def _is_alone(self, place: Place, line: Place, pasted: str, before: str, form: Form) -> bool:
        """Whether the line begins with the evidence or a program's label for it, or contains little else."""
        after = self.text[min(place[1], line[1]) : line[1]]
        if PATTERNS["listed"].occurs(pasted.encode()) or _is_in_code_span(before, after):
            return False
        lead = count_words(before)
        beside = lead + count_words(after)
        if self._is_over and beside > (_MAX_WORDS_BESIDE if form == "sentence" else 0):
            return False
        if form == "sentence":
            return bool(PATTERNS["label"].occurs(before.encode())) or (
                lead <= _MAX_LABEL_WORDS and _is_impersonal(before)
            )
        if form == "words" and lead == 0 and _is_impersonal(pasted):
            is_whole_text = self.text.strip() == pasted.strip()  # so it is not the title of an article
            return is_whole_text or self.whole.reports_event or count_words(self.text) <= SHORT_MESSAGE_WORDS
        return beside <= _MAX_WORDS_BESIDE and "?" not in pasted and self.whole.reports_event

    def _classify_sentence(self, place: Place, form: Form) -> Voice:
        """The voice of the sentence that contains the evidence."""
        if self._is_over:
            return "described"
        if self.whole.is_log or not PATTERNS["english"].occurs(self.text.encode()):
            return "reported"
        start, end = self._sentence_around(place)
        lead = self.text[start : place[0]] if form == "sentence" else self.text[start:end]
        if self.whole.is_resolved or PATTERNS["general"].occurs(lead.encode()):
            return "described"
        if PATTERNS["condition"].occurs(lead.encode()):
            return "reported" if self._was_true(lead, self.text[start:end]) else "described"
        if form != "sentence":
            return self._classify_mention(lead, form)
        if PATTERNS["quote"].occurs(lead.encode()):
            is_reported = self.whole.reports_event or not PATTERNS["general"].occurs(
                self.text[:start].encode()
            )
            return ("reported" if self.whole.reports_event else "mentioned") if is_reported else "described"
        if (
            self.whole.reports_event
            or count_words(self.text) <= SHORT_MESSAGE_WORDS
            or count_words(lead) < _MAX_WORDS_BESIDE
        ):
            return "reported"
        # An article names it in the middle of a sentence; output is quoted, or follows a colon.
        is_quoted = any(lead.count(mark) % 2 for mark in '"`') or self.text[:start].rstrip().endswith(":")
        return "reported" if is_quoted else "described"

    def _was_true(self, condition: str, sentence: str) -> bool:
        """Whether the sentence says that its condition occurred: to whom, at what time, or how it ended."""
        return bool(
            PATTERNS["first-person"].occurs(sentence.encode())
            or PATTERNS["event"].occurs(condition.encode())
            or PATTERNS["ended"].occurs(sentence.encode())
        )

    def _is_condition_abroad(self, place: Place) -> bool:
        """Whether the evidence is what happens under a condition, in another language than English."""
        before = self.text[max(0, place[0] - _MAX_CLAUSE) : place[0]]
        after = self.text[place[1] : place[1] + _MAX_CLAUSE]
        return bool(
            PATTERNS["condition-before"].occurs(before.encode())
            or PATTERNS["condition-after"].occurs(after.encode())
        )

    def _classify_mention(self, sentence: str, form: Form) -> Voice:
        """The voice of a sentence that only names an error."""
        if is_report(sentence.encode()):
            return "reported"
        if len({name.group() for name in PATTERNS["name"].finditer(sentence)}) >= _SEVERAL:
            return "described"
        return (
            "mentioned"
            if self.whole.reports_event or (form == "words" and self.whole.is_neutral)
            else "described"
        )

    def _sentence_around(self, place: Place) -> Place:
        start = 0
        for stop in PATTERNS["sentence-end"].finditer(self.text):
            if stop.end() > place[0]:
                return start, stop.start() + 1
            start = stop.end()
        return start, len(self.text)


def _is_in_code_span(before: str, after: str) -> bool:
    """Whether it is in the middle of a code span, in a sentence that continues after it."""
    return before.count("`") % 2 == 1 and count_words(after.partition("`")[2]) > _MAX_WORDS_BESIDE


def _is_impersonal(words: str) -> bool:
    """Whether nobody reports, requests or explains anything in these words."""
    return not any(
        PATTERNS[sign].occurs(words.encode()) for sign in ("first-person", "event", "general", "condition")
    )


def _is_hypothetical(line: str) -> bool:
    """Whether the words before the output make it a case that may never have occurred."""
    if not PATTERNS["may-be-conditional"].occurs(line.encode()):
        return False
    printed = LINE_PATTERNS["printed"].search(line)
    lead = line[: printed.start()].partition("{")[0] if printed else ""
    return bool(PATTERNS["condition"].occurs(lead.encode())) and not PATTERNS["first-person"].occurs(
        lead.encode()
    )
