"""Whose voice the evidence is in: a program that printed an error, a person who reports one, or an author who
describes errors in code, a document, a change or a feature request.

Only the text around the evidence is read, as it was pasted: with log levels and list markers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from string import whitespace
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import msgspec

from diagnostic.lazy import lazy
from diagnostic.report import change
from diagnostic.report.facts import Place
from diagnostic.report.source_code import is_computed, is_escaped_in_code, is_in_source_code
from diagnostic.report.text_kind import (
    SHORT_MESSAGE_WORDS,
    TextKind,
    count_words,
    is_message_entry,
    is_report,
)
from diagnostic.report.voice_signs import PATTERNS
from diagnostic.text import CleanText
from diagnostic.text.noise import find_spans

# "printed": by a program; "reported": by a person who encountered it; "mentioned": the words show neither;
# "described": in code, or as something that may happen, should happen, was changed or is resolved.
Voice = Literal["printed", "reported", "mentioned", "described"]
# What the evidence is: a sentence that only one error prints, the name or number of an error, or words that
# many errors share.
Form = Literal["sentence", "name", "words"]
VOICES: tuple[Voice, ...] = ("printed", "reported", "mentioned", "described")

_MAX_LEAD = 300  # characters of a log entry before its message
_MAX_RECORD = 600  # characters before and after a line that may belong to its record
_TYPE_TO_MESSAGE, _MESSAGE_TO_TYPE = 430, 710  # characters between the starts of the parts of an error's body
_MAX_LINES_ABOVE = 30  # lines searched for the code that encloses a line
_SEVERAL = 3  # more than a single failure shows
_MAX_LABEL_WORDS = 10  # words that a program puts before an error that it passes on
_MAX_WORDS_BESIDE = 3  # other words on the line of a sentence that counts as alone
_BEFORE_EVIDENCE = f"{whitespace}\"'`"  # what a pattern takes along, and nobody means


Args = ParamSpec("Args")
Result = TypeVar("Result")


def _once(
    method: Callable[Concatenate[VoiceClassifier, Args], Result],
) -> Callable[Concatenate[VoiceClassifier, Args], Result]:
    """Caches a method that depends only on its arguments: most evidence of a text is in the same line."""

    @wraps(method)
    def cached(self: VoiceClassifier, *args: Args.args, **kwargs: Args.kwargs) -> Result:
        key = (method, args)
        if key not in self.known:
            self.known[key] = method(self, *args, **kwargs)
        return self.known[key]

    return cached


class VoiceClassifier(msgspec.Struct, frozen=True, dict=True):
    """Decides for each place of a pasted text whose voice it is; `whole` is what the whole text is."""

    whole: TextKind
    known: dict[Any, Any] = {}  # results about single lines

    @lazy
    def clean(self) -> CleanText:
        """The text, and how it was pasted."""
        return self.whole.clean

    @lazy
    def text(self) -> str:
        """The text that is read; places are offsets in it."""
        return self.whole.clean.text

    def classify(self, place: Place, form: Form) -> Voice:
        """The voice at this place, where evidence of this form was found."""
        evidence = self.text[slice(*place)]
        place = (place[0] + len(evidence) - len(evidence.lstrip(_BEFORE_EVIDENCE)), place[1])
        line = self._line_around(place[0])
        pasted = self._as_pasted(line)
        before = self.text[line[0] : place[0]]
        is_comment = self._is_comment(line)
        kind = None if is_comment else self._kind(line, self._is_in_record(place, line))
        if kind == "code" or self._is_in_code(line) or self._is_explained(place, line):
            return "described"
        if self.whole.is_reference and not self.whole.reports_event:
            return "described"
        if kind == "printed":
            return "described" if self._is_quoted_example(line) else "printed"
        if kind == "record" or PATTERNS["printed"].occurs(pasted.encode()):
            return "described" if self._is_quotation(line, pasted, before) else "printed"
        if self.whole.is_document or self._is_in_description(line, pasted, before):
            return "described"
        if not is_comment and self._is_alone(place, line, pasted, before, form):
            return "printed"
        return "described" if self._is_condition_abroad(place) else self._classify_sentence(place, form)

    def is_code(self, place: Place) -> bool:
        """Whether the place is in source code, or in a comment that explains the code below it."""
        line = self._line_around(place[0])
        is_code = self._is_line_of_code(line)
        return self._kind(line, self._is_in_record(place, line)) == "code" if is_code is None else is_code

    @_once
    def _is_line_of_code(self, line: Place) -> bool | None:
        """Whether it is one whatever is around it; None if that decides."""
        if self._is_in_code(line):
            return True
        pasted = self._as_pasted(line)
        # The code of the last frame of a traceback may be joined to it.
        if PATTERNS["exception"].occurs(self.text[slice(*line)].encode()):
            return False
        if self._is_comment(line):
            return bool(PATTERNS["slashed"].occurs(pasted.encode())) and self._is_beside_code(line)
        return True if PATTERNS["placeholder"].occurs(pasted.encode()) else None

    def is_in_computed_line(self, place: Place) -> bool:
        """Whether source code makes the record or the body in which this place is."""
        return is_computed(self.text, self._line_around(place[0]))

    @_once
    def _is_comment(self, line: Place) -> bool:
        return bool(PATTERNS["comment"].occurs(self._as_pasted(line).encode()))

    def _is_explained(self, place: Place, line: Place) -> bool:
        """Whether its sentence says what was changed, or what the error means, or its line what code searches
        for.
        """
        own = self.text[slice(*line)]
        return (
            change.is_linked(own)
            or any(PATTERNS[sign].occurs(own.encode()) for sign in ("searched", "documented", "link"))
            or (self.whole.may_explain and change.describes(self.text, place))
        )

    @_once
    def _is_in_code(self, line: Place) -> bool:
        """Whether it shows nothing, or the lines around make it a part of a table of messages, a docstring or
        a literal.
        """
        pasted = self._as_pasted(line)
        if PATTERNS["no-output"].occurs(pasted.encode()):
            return True
        if self.whole.has_message_table and is_message_entry(pasted):
            return True
        if PATTERNS["docstring"].occurs(pasted.encode()) and self._is_next_to_code(line):
            return True
        if is_in_source_code(self.text, line):
            return True
        # The clean text has lost the escapes at which a string ends.
        return "\\n" in self.clean.masked and is_escaped_in_code(
            self.clean.masked, self.clean.source(*line)[0]
        )

    def _is_quotation(self, line: Place, pasted: str, before: str) -> bool:
        """Whether output is quoted in a sentence about a resolved error, was shortened by hand, or is the
        example of an explanation.
        """
        if PATTERNS["elided"].occurs(pasted.encode()) or self._is_quoted_example(line):
            return True
        # The keys of a body do not belong to the sentence around it.
        beside = before.partition("{")[0] + pasted.rpartition("}")[2] if "{" in before else before
        return (self.whole.is_resolved or self.whole.is_change) and count_words(beside) > _MAX_WORDS_BESIDE

    @_once
    def _is_quoted_example(self, line: Place) -> bool:
        """Whether a text that explains, requests or reports a change quotes output as an example."""
        pasted = self._as_pasted(line)
        if self.whole.is_reference and PATTERNS["heading"].occurs(pasted.encode()):
            return True
        if self.whole.is_guide or self.whole.is_pull_request or self.whole.is_commentary:
            return True
        if PATTERNS["slashed"].occurs(pasted.encode()) and self._is_beside_code(line):
            return True
        if self.whole.is_feature_request and not self.whole.reports_event:
            return True
        explains = self.whole.is_reference or self.whole.is_resolved or not self.whole.reports_event
        return explains and (
            _is_hypothetical(pasted) or bool(PATTERNS["example"].occurs(self._line_above(line).encode()))
        )

    def _line_around(self, at: int) -> Place:
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end

    def _line_above(self, line: Place) -> str:
        """The line above, skipping fences, empty lines and lines of the same record."""
        above = ""
        while line[0] and (not count_words(above) or PATTERNS["record-part"].occurs(above.encode())):
            line = self._line_around(line[0] - 1)
            above = self.text[slice(*line)].partition("```")[0]
        return above

    @_once
    def _as_pasted(self, line: Place) -> str:
        """A line with its prefix as pasted: a log's time and level, or a comment marker."""
        start = self.clean.source(*line)[0]
        begin = max(self.clean.masked.rfind("\n", 0, start) + 1, start - _MAX_LEAD)
        return self.clean.masked[begin:start] + self.text[slice(*line)]

    @_once
    def _kind(self, line: Place, is_record: bool) -> str | None:
        """What the line looks like: "printed", "record", "code" or none of them; an indented line belongs to
        the line above it.
        """
        pasted, own = self._as_pasted(line), self.text[slice(*line)]
        kind = _kind_of(pasted, is_record)
        if kind is None and own != pasted:
            kind = _kind_of(own, is_record)
        return self._kind_above(line, kind, is_record) or ("record" if is_record else None)

    def _kind_above(self, line: Place, kind: str | None, is_record: bool) -> str | None:
        indent, start = _indent(self.text[slice(*line)]), line[0]
        for _ in range(_MAX_LINES_ABOVE):
            if kind or start <= 0 or not indent:
                return kind
            line = self._line_around(start - 1)
            start, above = line[0], self.text[slice(*line)]
            if above.strip() and _indent(above) < indent:
                kind = _kind_of(self._as_pasted(line), is_record)
                if kind == "code" and not PATTERNS["opening"].occurs(above.encode()):
                    return None
                indent = _indent(above)
        return kind

    def _is_in_description(self, line: Place, pasted: str, before: str) -> bool:
        """Whether the line itself describes: a change, a definition, or a comment beside code."""
        if any(PATTERNS[sign].occurs(pasted.encode()) for sign in ("definition", "literal", "placeholder")):
            return True
        if PATTERNS["change"].occurs(before.encode()):
            return True
        if PATTERNS["task"].occurs(pasted.encode()) and ":" not in before and _is_impersonal(pasted):
            return True
        below = self.text[slice(*self._line_around(min(line[1] + 1, len(self.text))))]
        if PATTERNS["asked"].occurs(pasted.encode()) and PATTERNS["answered"].occurs(below.encode()):
            return True
        return bool(PATTERNS["slashed"].occurs(pasted.encode())) and self._is_beside_code(line)

    def _is_beside_code(self, line: Place) -> bool:
        """Whether the comment of which the line is a part explains the code below it, or is a block, or is
        in a block of code that begins above it.
        """
        if self._is_in_opened_block(line):
            return True
        text = self._as_pasted(line)
        while (not text.strip() or PATTERNS["slashed"].occurs(text.encode())) and line[1] + 1 < len(
            self.text
        ):
            line = self._line_around(line[1] + 1)
            text = self._as_pasted(line)
        return _kind_of(text, is_record=False) == "code"

    def _is_in_opened_block(self, line: Place) -> bool:
        """Whether the lines above, of the same comment, begin a block of comments, or follow a line of code
        that opens a block.
        """
        text = self._as_pasted(line)
        while line[0] and PATTERNS["slashed"].occurs(text.encode()):
            line = self._line_around(line[0] - 1)
            text = self._as_pasted(line)
        if PATTERNS["block-comment"].occurs(text.encode()):
            return True
        is_code = _kind_of(text, is_record=False) == "code"
        return is_code and bool(PATTERNS["opening-brace"].occurs(text.encode()))

    def _is_next_to_code(self, line: Place) -> bool:
        """Whether the line above or below is source code."""
        near = [self._line_around(line[0] - 1)] if line[0] else []
        near += [self._line_around(line[1] + 1)] if line[1] + 1 < len(self.text) else []
        return any(_kind_of(self._as_pasted(other), is_record=False) == "code" for other in near)

    def _is_in_record(self, place: Place, line: Place) -> bool:
        """Whether the line looks like a part of a record that is the body of an API error, or is the rest of
        a message that begins above.
        """
        form = self._form_of_record(line)
        if form == "message":
            return True
        return form is not None and _holds_body(
            self.text[max(0, place[0] - _MAX_RECORD) : place[1] + _MAX_RECORD]
        )

    @_once
    def _form_of_record(self, line: Place) -> str | None:
        """Whether a message from above goes on in the line, or whether it looks like a part of a record."""
        if PATTERNS["open-message"].occurs(self.text[max(0, line[0] - _MAX_RECORD) : line[0]].encode()):
            return "message"
        return "record" if PATTERNS["record"].occurs(self.text[slice(*line)].encode()) else None

    def _is_alone(self, place: Place, line: Place, pasted: str, before: str, form: Form) -> bool:
        """Whether the line begins with the evidence or a program's label for it, or contains little else."""
        after = self.text[min(place[1], line[1]) : line[1]]
        if PATTERNS["listed"].occurs(pasted.encode()) or _is_in_code_span(before, after):
            return False
        lead = count_words(before)
        if form == "sentence":
            return bool(PATTERNS["label"].occurs(before.encode())) or (
                lead <= _MAX_LABEL_WORDS and _is_impersonal(before)
            )
        if form == "words" and lead == 0 and _is_impersonal(pasted):
            is_whole_text = self.text.strip() == pasted.strip()  # so it is not the title of an article
            return is_whole_text or self.whole.reports_event or count_words(self.text) <= SHORT_MESSAGE_WORDS
        return (
            lead + count_words(after) <= _MAX_WORDS_BESIDE and "?" not in pasted and self.whole.reports_event
        )

    def _classify_sentence(self, place: Place, form: Form) -> Voice:
        """The voice of the sentence that contains the evidence."""
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
        before = self.text[max(0, place[0] - _MAX_LEAD) : place[0]]
        after = self.text[place[1] : place[1] + _MAX_LEAD]
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


def _holds_body(part: str) -> bool:
    """Whether an error type is followed by a message, or a message by a type that may be farther away."""
    types = [start for start, _ in find_spans(PATTERNS["type"], part)]
    messages = [start for start, _ in find_spans(PATTERNS["message"], part)] if types else []
    return any(
        -_MESSAGE_TO_TYPE <= message - type <= _TYPE_TO_MESSAGE for type in types for message in messages
    )


def _kind_of(line: str, is_record: bool) -> str | None:
    data = line.encode()
    if is_record and PATTERNS["record"].occurs(data):
        return None
    if PATTERNS["program-line"].occurs(data):
        return "printed"
    return "code" if PATTERNS["code"].occurs(data) else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t+-"))


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
    printed = PATTERNS["printed"].search(line)
    lead = line[: printed.start()].partition("{")[0] if printed else ""
    return bool(PATTERNS["condition"].occurs(lead.encode())) and not PATTERNS["first-person"].occurs(
        lead.encode()
    )
