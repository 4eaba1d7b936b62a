"""Who speaks where evidence is found: a program that printed an error, a person who met one, or somebody who
writes of errors: in code, a document, a change, a wish.

Read only around the evidence, in the text as it was pasted, where log levels and marks of lists still are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import ascii_letters
from typing import Literal

from diagnostic.report import change
from diagnostic.report.article import is_article
from diagnostic.report.facts import Place
from diagnostic.report.voice_signs import MAY_BE_OVER, MAY_TELL, PATTERNS
from diagnostic.text import CleanText

# "printed": by a program; "told": by a person who met it; "named": in words that say neither;
# "written": in code, or of what can be, shall be, was changed or is over.
Voice = Literal["printed", "told", "named", "written"]
# What was found: a sentence that only one error prints, the name or number of an error, or words of many.
Form = Literal["sentence", "name", "words"]
VOICES: tuple[Voice, ...] = ("printed", "told", "named", "written")

# Keys under which programs print what an error says.
_FIELDS = (
    *("message", "msg", "error", "err", "detail", "details", "reason", "description", "text", "body", "raw"),
    *("output", "log", "result", "stack", "title", "cause", "content", "name", "summary", "hint", "value"),
)
_LONGEST_LEAD = 300  # characters of a log entry before the text in it
_LONGEST_RECORD = 600  # characters around a line in which the rest of its record is
_TYPE_TO_MESSAGE, _MESSAGE_TO_TYPE = 430, 710  # characters between the starts of the parts of an error's body
_MOST_ABOVE = 30  # lines in which the code around a line is looked for
_LONGEST_PROSE = 4000  # characters: longer texts are logs
_FRAGMENT = 14  # words
_SEVERAL = 3  # errors beside each other that no single failure shows
_FEW = 30  # words of a message that a program shows
_LABEL = 10  # words of a program before an error that it passes on
_ALONE = 3  # words beside a sentence that is alone on its line
# What the pass over all of the text finds out, beside what only a sentence with it can tell.
_OF_ALL = ("reference", "guide", "chapter", "article", "own", "wish", "entry")
SIGNS = {name: str(PATTERNS[name].source) for name in _OF_ALL} | {
    "may-tell": MAY_TELL,
    "may-be-over": MAY_BE_OVER,
}
_BYTE_OF_WORD = bytes(byte if chr(byte) in f"{ascii_letters}'" else 32 for byte in range(256))


@dataclass(frozen=True)
class Speech:
    """A pasted text, and who speaks in each of its parts; `signs` are what one pass over it found."""

    clean: CleanText
    signs: frozenset[str]

    @property
    def text(self) -> str:
        """What is read, and what places count in."""
        return self.clean.text

    @property
    def _is_log(self) -> bool:
        return len(self.text) > _LONGEST_PROSE

    def _has(self, sign: str) -> bool:
        """Is it prose with this sign?"""
        return not self._is_log and f"voice.{sign}" in self.signs

    def voice(self, place: Place, form: Form) -> Voice:
        """Who speaks at this place, where something of this form was found."""
        found = self.text[slice(*place)]
        place = (place[0] + len(found) - len(found.lstrip()), place[1])
        line = self._line(place[0])
        own = self._whole(line)
        before = self.text[line[0] : place[0]]
        is_comment = PATTERNS["comment"].search(own) is not None
        kind = None if is_comment else self._kind(place, line, own)
        if kind == "code" or (self.has_texts and _is_text_of_a_table(own)):
            return "written"
        if change.describes(self.text, line, place):
            return "written"
        if self.is_reference and not self.tells_of_event:
            return "written"
        if kind == "printed":
            return "written" if self._is_shown(line, own) else "printed"
        if kind == "record" or PATTERNS["printed"].search(own):
            return "written" if self._is_quoted(line, own, before) else "printed"
        if self.is_document or PATTERNS["change"].search(before) or PATTERNS["defined"].search(own):
            return "written"
        if not is_comment and self._stands_alone(place, line, own, before, form):
            return "printed"
        return self._of_sentence(place, form)

    def _is_quoted(self, line: Place, own: str, before: str) -> bool:
        """Is a printed form in a sentence that says that it is over, cut short by hand, or the example of a
        text that explains?
        """
        if PATTERNS["left-out"].search(own) or self._is_shown(line, own):
            return True
        return self.is_over and _words(before) > _ALONE

    def _is_shown(self, line: Place, own: str) -> bool:
        """Does a text that explains, wishes or tells of a change show a printed form, for all to see?"""
        if self.is_reference and PATTERNS["heading"].search(own):
            return True
        if self.is_guide or (self.is_wish and not self.tells_of_event):
            return True
        explains = self.is_reference or self.is_over or not self.tells_of_event
        return explains and (_is_supposed(own) or PATTERNS["example"].search(self._above(line)) is not None)

    def _line(self, at: int) -> Place:
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end

    def _above(self, line: Place) -> str:
        """The line above, without fences, empty ones and those of the same record."""
        above = ""
        while line[0] and (not _words(above) or PATTERNS["inside"].search(above)):
            line = self._line(line[0] - 1)
            above = self.text[slice(*line)].partition("```")[0]
        return above

    def _whole(self, line: Place) -> str:
        """A line with what is before it as pasted: a log's time and level, or the mark of a comment."""
        start = self.clean.source(*line)[0]
        begin = max(self.clean.masked.rfind("\n", 0, start) + 1, start - _LONGEST_LEAD)
        return self.clean.masked[begin:start] + self.text[slice(*line)]

    def _kind(self, place: Place, line: Place, own: str) -> str | None:
        """What the line's form shows: "printed", "record", "code", or neither; an indented line is a part of
        what is above it.
        """
        is_record = self._is_in_record(place, line)
        kind = _kind_of(own, is_record) or _kind_of(self.text[slice(*line)], is_record)
        return self._kind_above(line, kind, is_record) or ("record" if is_record else None)

    def _kind_above(self, line: Place, kind: str | None, is_record: bool) -> str | None:
        indent, start = _indent(self.text[slice(*line)]), line[0]
        for _ in range(_MOST_ABOVE):
            if kind or start <= 0 or not indent:
                return kind
            line = self._line(start - 1)
            start, above = line[0], self.text[slice(*line)]
            if above.strip() and _indent(above) < indent:
                kind = _kind_of(self._whole(line), is_record)
                if kind == "code" and not PATTERNS["opens"].search(above):
                    return None
                indent = _indent(above)
        return kind

    def _is_in_record(self, place: Place, line: Place) -> bool:
        """Does the line look like a part of a record, and is that the body of an error of the API?"""
        if not PATTERNS["record"].search(self.text[slice(*line)]):
            return False
        return _holds_body(self.text[max(0, place[0] - _LONGEST_RECORD) : place[1] + _LONGEST_RECORD])

    def _stands_alone(self, place: Place, line: Place, own: str, before: str, form: Form) -> bool:
        """Does the line begin with the evidence, or a program's label for it, or is hardly more in it?"""
        after = self.text[min(place[1], line[1]) : line[1]]
        if PATTERNS["listed"].search(own) or _is_in_code_span(before, after):
            return False
        lead = _words(before)
        if form == "sentence":
            return PATTERNS["label"].search(before) is not None or (lead <= _LABEL and _is_nobodys(before))
        if form == "words" and lead == 0 and _is_nobodys(own):
            is_all = self.text.strip() == own.strip()  # nothing that would make it the head of an article
            return is_all or self.tells_of_event or _words(self.text) <= _FEW
        return lead + _words(after) <= _ALONE and "?" not in own and self.tells_of_event

    def _of_sentence(self, place: Place, form: Form) -> Voice:
        """Who speaks in a sentence that holds the evidence."""
        if self._is_log or not PATTERNS["english"].search(self.text):
            return "told"
        start, end = self._sentence(place)
        said = self.text[start : place[0]] if form == "sentence" else self.text[start:end]
        if self.is_over or PATTERNS["general"].search(said):
            return "written"
        if PATTERNS["condition"].search(said):
            is_met = PATTERNS["first-person"].search(self.text[start:end]) or PATTERNS["event"].search(said)
            return "told" if is_met else "written"
        if form != "sentence":
            return self._of_name(said, form)
        if PATTERNS["quote"].search(said):
            is_met = self.tells_of_event or not PATTERNS["general"].search(self.text[:start])
            return ("told" if self.tells_of_event else "named") if is_met else "written"
        if self.tells_of_event or _words(self.text) <= _FEW or _words(said) < _ALONE:
            return "told"
        # An article names it in the middle of a sentence; what was printed is quoted, or announced.
        is_shown = any(said.count(mark) % 2 for mark in '"`') or self.text[:start].rstrip().endswith(":")
        return "told" if is_shown else "written"

    def _of_name(self, said: str, form: Form) -> Voice:
        """Who speaks in a sentence that only names an error."""
        if _tells(said):
            return "told"
        if len({name.group() for name in PATTERNS["name"].finditer(said)}) >= _SEVERAL:
            return "written"
        return "named" if self.tells_of_event or (form == "words" and self.is_neutral) else "written"

    def _sentence(self, place: Place) -> Place:
        start = 0
        for stop in PATTERNS["sentence-end"].finditer(self.text):
            if stop.end() > place[0]:
                return start, stop.start() + 1
            start = stop.end()
        return start, len(self.text)

    @cached_property
    def is_list(self) -> bool:
        """Is most of the text a list or a table?"""
        lines = [line for line in self.text.split("\n") if line.strip()]
        return 2 * sum(PATTERNS["listed"].search(line) is not None for line in lines) > len(lines) > 2

    @cached_property
    def has_texts(self) -> bool:
        """Does it hold a table of texts that a program may show?"""
        return self._has("entry") and sum(map(_is_text_of_a_table, self.text.split("\n"))) > 1

    @property
    def is_document(self) -> bool:
        """Is all of it about errors, and not what a program printed?"""
        return self.is_reference or self.is_guide or self.is_change or self.is_commentary

    @cached_property
    def is_reference(self) -> bool:
        """Does it explain errors one by one, each under the same few headings?"""
        if not self._has("reference"):
            return False
        headings = PATTERNS["reference"].finditer(self.text)
        return len({(hit.group(1) or hit.group(2)).lower() for hit in headings}) > 1

    @cached_property
    def is_guide(self) -> bool:
        """Is it an article on an error, by its title and the heads of its chapters, or by its own words?"""
        if self.signs.issuperset(("voice.guide", "voice.chapter")):
            return True
        if self._has("article") and not self._has("own"):
            return True
        return not self._is_log and is_article(self.clean.masked)

    @cached_property
    def is_change(self) -> bool:
        """Does it begin as the message of a change does, or as notes on what is new?"""
        if PATTERNS["commit"].search(self.clean.masked[:_LONGEST_LEAD]):
            return True
        return not self._is_log and change.is_of_release(self.clean.masked)

    @cached_property
    def is_commentary(self) -> bool:
        """Is each line an indented comment, as source code has them?"""
        lines = [line for line in self.clean.masked[:_LONGEST_PROSE].split("\n") if line.strip()]
        return len(lines) >= _SEVERAL and all(PATTERNS["commentary"].search(line) for line in lines)

    @cached_property
    def is_wish(self) -> bool:
        """Is it a form in which somebody asks for a change?"""
        return self._has("wish")

    @cached_property
    def is_over(self) -> bool:
        """Does a person say that the error is gone, or was changed?"""
        if not self._has("may-be-over"):
            return False
        lines = self.clean.masked.split("\n")
        said = "\n".join(line for line in lines if not PATTERNS["line"].search(line))
        return PATTERNS["over"].search(said) is not None and PATTERNS["not-over"].search(said) is None

    @cached_property
    def tells_of_event(self) -> bool:
        """Does any sentence tell of something that happened, or is all of the text a few words?"""
        if self._is_log or _words(self.text) <= _FRAGMENT:
            return True
        if not self._has("may-tell"):
            return False
        sentences = PATTERNS["sentence-end"].split(self.text)
        if self.is_addressed:
            sentences = [one for one in sentences if not PATTERNS["second-person"].search(one)]
        return any(map(_tells, sentences))

    @cached_property
    def is_addressed(self) -> bool:
        """Is it written to a reader, of whom it says what happens, by nobody who met it?"""
        said = sum(1 for _ in PATTERNS["second-person"].finditer(self.text))
        return said >= _SEVERAL and PATTERNS["first-person"].search(self.text) is None

    @cached_property
    def is_neutral(self) -> bool:
        """Is it a few sentences and no list, with nothing about what should be, or could be?"""
        return (
            _words(self.text) <= _FEW
            and not self.is_list
            and not any(PATTERNS[sign].search(self.text) for sign in ("general", "condition", "change"))
        )


def _is_text_of_a_table(line: str) -> bool:
    entry = PATTERNS["entry"].search(line)
    return entry is not None and not entry.group(1).lower().endswith(_FIELDS)


def _holds_body(part: str) -> bool:
    """Is a type of error followed by a message, or a message by a type that is a little farther away?"""
    types = [hit.start() for hit in PATTERNS["type"].finditer(part)]
    messages = [hit.start() for hit in PATTERNS["message"].finditer(part)]
    return any(
        -_MESSAGE_TO_TYPE <= message - type <= _TYPE_TO_MESSAGE for type in types for message in messages
    )


def _kind_of(line: str, is_record: bool) -> str | None:
    if is_record and PATTERNS["record"].search(line):
        return None
    if PATTERNS["line"].search(line):
        return "printed"
    return "code" if PATTERNS["code"].search(line) else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t+-"))


def _is_in_code_span(before: str, after: str) -> bool:
    """Is it in the middle of a span of code, in a sentence that goes on behind it?"""
    return before.count("`") % 2 == 1 and _words(after.partition("`")[2]) > _ALONE


def _words(part: str) -> int:
    return len(part.encode().translate(_BYTE_OF_WORD).split())


def _is_nobodys(words: str) -> bool:
    """Are these words without a person who tells, wishes or explains?"""
    return not any(PATTERNS[sign].search(words) for sign in ("first-person", "event", "general", "condition"))


def _is_supposed(line: str) -> bool:
    """Do the words before what a program printed make it a case that may never have come?"""
    printed = PATTERNS["printed"].search(line)
    said = line[: printed.start()].partition("{")[0] if printed else ""
    return PATTERNS["condition"].search(said) is not None and not PATTERNS["first-person"].search(said)


def _tells(sentence: str) -> bool:
    """Does a sentence tell of something that happened to somebody?"""
    is_met = PATTERNS["event"].search(sentence) is not None or (
        PATTERNS["first-person"].search(sentence) is not None
        and PATTERNS["condition"].search(sentence) is None
    )
    return is_met and PATTERNS["general"].search(sentence) is None
