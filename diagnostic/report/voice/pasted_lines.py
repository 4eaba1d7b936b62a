"""What the lines of a pasted text are: output of a program, a record, source code, or none of them.

They are read as they were pasted: with log levels and list markers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import msgspec

from diagnostic.lazy import lazy
from diagnostic.report.facts import Place
from diagnostic.report.kind.text_kind import TextKind, count_words, is_message_entry
from diagnostic.report.signs.lines import LINE_PATTERNS
from diagnostic.report.voice.source_code import is_computed, is_escaped_in_code, is_in_source_code
from diagnostic.text import CleanText
from diagnostic.text.noise import find_spans

_MAX_LEAD = 300  # characters of a log entry before its message
_MAX_RECORD = 600  # characters before and after a line that may belong to its record
_TYPE_TO_MESSAGE, _MESSAGE_TO_TYPE = 430, 710  # characters between the starts of the parts of an error's body
_MAX_LINES_ABOVE = 30  # lines searched for the code that encloses a line


class _Remembers(Protocol):
    @property
    def known(self) -> dict[Any, Any]: ...


Reader = TypeVar("Reader", bound=_Remembers)
Args = ParamSpec("Args")
Result = TypeVar("Result")


def once_a_line(
    method: Callable[Concatenate[Reader, Args], Result],
) -> Callable[Concatenate[Reader, Args], Result]:
    """Caches a method that depends only on its arguments: most evidence of a text is in the same line."""

    @wraps(method)
    def cached(self: Reader, *args: Args.args, **kwargs: Args.kwargs) -> Result:
        key, known = (method, args), self.known
        if key not in known:
            known[key] = method(self, *args, **kwargs)
        return known[key]

    return cached


class PastedLines(msgspec.Struct, frozen=True, dict=True):
    """Decides what a line is; lines and places are offsets in the text that is read."""

    whole: TextKind
    known: dict[Any, Any] = {}  # results about single lines

    @lazy
    def clean(self) -> CleanText:
        """The text, and how it was pasted."""
        return self.whole.clean

    @lazy
    def text(self) -> str:
        """The text that is read."""
        return self.whole.clean.text

    @once_a_line
    def is_code(self, place: Place) -> bool:
        """Whether the place is in source code, or in a comment that explains the code below it."""
        line = self.around(place[0])
        is_code = self._is_line_of_code(line)
        return self.kind(line, self.is_in_record(place, line)) == "code" if is_code is None else is_code

    @once_a_line
    def _is_line_of_code(self, line: Place) -> bool | None:
        """Whether it is one whatever is around it; None if that decides."""
        if self.is_in_code(line):
            return True
        pasted = self.as_pasted(line)
        # The code of the last frame of a traceback may be joined to it.
        if LINE_PATTERNS["exception"].occurs(self.text[slice(*line)].encode()):
            return False
        if self.is_comment(line):
            return self.is_comment_on_code(line)
        return True if LINE_PATTERNS["placeholder"].occurs(pasted.encode()) else None

    def is_in_computed(self, place: Place) -> bool:
        """Whether source code makes the record or the body in which this place is."""
        return is_computed(self.text, self.around(place[0]))

    @once_a_line
    def is_comment(self, line: Place) -> bool:
        """Whether it begins as a comment does in some language; a heading of Markdown does too."""
        return bool(LINE_PATTERNS["comment"].occurs(self.as_pasted(line).encode()))

    @once_a_line
    def is_in_code(self, line: Place) -> bool:
        """Whether it shows nothing, or the lines around make it a part of a table of messages, a docstring or
        a literal.
        """
        pasted = self.as_pasted(line)
        if LINE_PATTERNS["no-output"].occurs(pasted.encode()):
            return True
        if self.whole.has_message_table and is_message_entry(pasted):
            return True
        if LINE_PATTERNS["docstring"].occurs(pasted.encode()) and self._is_next_to_code(line):
            return True
        if is_in_source_code(self.text, line):
            return True
        # The clean text has lost the escapes at which a string ends.
        return "\\n" in self.clean.masked and is_escaped_in_code(
            self.clean.masked, self.clean.source(*line)[0]
        )

    def around(self, at: int) -> Place:
        """Where the line at this offset begins and ends."""
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end

    def text_above(self, line: Place) -> str:
        """The line above, skipping fences, empty lines and lines of the same record."""
        above = ""
        while line[0] and (not count_words(above) or LINE_PATTERNS["record-part"].occurs(above.encode())):
            line = self.around(line[0] - 1)
            above = self.text[slice(*line)].partition("```")[0]
        return above

    @once_a_line
    def as_pasted(self, line: Place) -> str:
        """A line with its prefix as pasted: a log's time and level, or a comment marker."""
        start = self.clean.source(*line)[0]
        begin = max(self.clean.masked.rfind("\n", 0, start) + 1, start - _MAX_LEAD)
        return self.clean.masked[begin:start] + self.text[slice(*line)]

    @once_a_line
    def kind(self, line: Place, is_record: bool) -> str | None:
        """What the line looks like: "printed", "record", "code" or none of them; an indented line belongs to
        the line above it.
        """
        pasted, own = self.as_pasted(line), self.text[slice(*line)]
        kind = _kind_of(pasted, is_record)
        if kind is None and own != pasted:
            kind = _kind_of(own, is_record)
        return kind or self._kind_above(line, is_record) or ("record" if is_record else None)

    def _kind_above(self, line: Place, is_record: bool) -> str | None:
        """The kind of the nearest line above that is indented less, if it has one."""
        kind, indent, start = None, _indent(self.text[slice(*line)]), line[0]
        for _ in range(_MAX_LINES_ABOVE):
            if kind or start <= 0 or not indent:
                return kind
            line = self.around(start - 1)
            start, above = line[0], self.text[slice(*line)]
            if above.strip() and _indent(above) < indent:
                kind = _kind_of(self.as_pasted(line), is_record)
                if kind == "code" and not LINE_PATTERNS["opening"].occurs(above.encode()):
                    return None
                indent = _indent(above)
        return kind

    def is_comment_on_code(self, line: Place) -> bool:
        """Whether it is a comment that belongs to code: it explains the code below it, is a part of a block
        of comments, or is in a block of code that begins above it.
        """
        text = self.as_pasted(line)
        if not LINE_PATTERNS["slashed"].occurs(text.encode()):
            return False
        if self._is_in_opened_block(line):
            return True
        while (not text.strip() or LINE_PATTERNS["slashed"].occurs(text.encode())) and line[1] + 1 < len(
            self.text
        ):
            line = self.around(line[1] + 1)
            text = self.as_pasted(line)
        return _kind_of(text, is_record=False) == "code"

    def _is_in_opened_block(self, line: Place) -> bool:
        """Whether the lines above, of the same comment, begin a block of comments, or follow a line of code
        that opens a block.
        """
        text = self.as_pasted(line)
        while line[0] and LINE_PATTERNS["slashed"].occurs(text.encode()):
            line = self.around(line[0] - 1)
            text = self.as_pasted(line)
        if LINE_PATTERNS["block-comment"].occurs(text.encode()):
            return True
        is_code = _kind_of(text, is_record=False) == "code"
        return is_code and bool(LINE_PATTERNS["opening-brace"].occurs(text.encode()))

    def _is_next_to_code(self, line: Place) -> bool:
        """Whether the line above or below is source code."""
        near = [self.around(line[0] - 1)] if line[0] else []
        near += [self.around(line[1] + 1)] if line[1] + 1 < len(self.text) else []
        return any(_kind_of(self.as_pasted(other), is_record=False) == "code" for other in near)

    def is_in_record(self, place: Place, line: Place) -> bool:
        """Whether the line looks like a part of a record that is the body of an API error, or is the rest of
        a message that begins above.
        """
        form = self._form_of_record(line)
        if form == "message":
            return True
        return form is not None and _holds_body(
            self.text[max(0, place[0] - _MAX_RECORD) : place[1] + _MAX_RECORD]
        )

    @once_a_line
    def _form_of_record(self, line: Place) -> str | None:
        """Whether a message from above goes on in the line, or whether it looks like a part of a record."""
        if LINE_PATTERNS["open-message"].occurs(self.text[max(0, line[0] - _MAX_RECORD) : line[0]].encode()):
            return "message"
        return "record" if LINE_PATTERNS["record"].occurs(self.text[slice(*line)].encode()) else None


def _holds_body(part: str) -> bool:
    """Whether an error type is followed by a message, or a message by a type that may be farther away."""
    types = [start for start, _ in find_spans(LINE_PATTERNS["type"], part)]
    messages = [start for start, _ in find_spans(LINE_PATTERNS["message"], part)] if types else []
    return any(
        -_MESSAGE_TO_TYPE <= message - type <= _TYPE_TO_MESSAGE for type in types for message in messages
    )


def _kind_of(line: str, is_record: bool) -> str | None:
    data = line.encode()
    if is_record and LINE_PATTERNS["record"].occurs(data):
        return None
    if LINE_PATTERNS["program-line"].occurs(data):
        return "printed"
    return "code" if LINE_PATTERNS["code"].occurs(data) else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t+-"))
