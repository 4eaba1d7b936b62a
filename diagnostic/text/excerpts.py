"""Extracts the strings and lines around the names of secrets, each as if it were alone: without quotes and
escapes, and without what a log, a diff or a mail puts before each line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from diagnostic.patterns import Pattern
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.sourcemap import Edit, Mapped

# Replaces what is left out; no pattern matches across it.
_GAP = "\n\0\n"
_MASK, _KEY_MASK = "[masked-", "[masked-private-key]"
_MAX_STRING = 64 * 1024
# A quote inside a word is an apostrophe and does not open a string, nor does one behind a mask.
_STRING = Pattern(r"""(?:^|[^\w\\\]])[bru]{0,2}("(?:[^"\\\n]|\\.)*(?:"|$)|'(?:[^'\\\n]|\\.)*(?:'|$))""")
_ESCAPE = Pattern(
    r"""\\(?:u00[2-7a-fA-F][0-9a-fA-F]|u(?:0[1-9a-fA-F]|[1-9a-cA-CeEfF][0-9a-fA-F])[0-9a-fA-F]{2}"""
    r"""|[nrt"'\\/])"""
)
_ESCAPED = {"n": "\n", "r": "\n", "t": "\t"}
# One piece of a line's prefix: a time, a level, a logger, a program, a quotation mark.
_PIECE = Pattern(
    r"""(?:"""
    r"""[ \t]*[>+-]{1,3}[ ]?"""
    r"""|[ \t]*<pre>|[ \t]*<code>"""
    r"""|[ \t]*\d[\d:.,TZ/+-]{3,40}(?:[ \t:]+|$)"""
    r"""|[ \t]*[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d [\w.-]{1,60} [\w./-]{1,60}(?:\[\d+\])?: """
    r"""|[ \t]*[\[({][^\[\](){}\n"'=]{1,60}[\])}]:?[ \t>-]*"""
    r"""|[ \t]*(?:(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SEVERE)"""
    r"""(?:/\w{1,40})?[ \t:-]+(?:[\w.]{1,40}:)?|[IWEDF]\d{0,4}[ ])"""
    r"""|[ \t]*(?:level|lvl|time|ts|logger|caller|pid|severity)=\S{1,60}\s"""
    r"""|[ \t]*[\w.@/$-]{1,60}\[[\w.:-]{1,20}\]:?[ ]"""
    r"""|[ \t]*[\w./-]{1,60}:\d{1,5}\][ ]"""
    r"""|[\w./-]{1,80}\.\w{1,10}:\d{1,6}[:-]|(?:stdout|stderr)[ ][FP][ ]"""  # of grep, of a container's log
    r"""|#[ ]|[ ]{0,5}\d{1,5}[ ]{2}"""  # a comment, a numbered line
    r"""|[ \t]*(?:pod/)?[a-z0-9][\w-]{1,50}-[a-z0-9]{5,10}-[a-z0-9]{5} [\w-]{1,40} """
    r""")"""
)
# api-1  | : only at the start of a line; elsewhere it is a cell of a table.
_PROGRAM = Pattern(r"""[\w.@/{}$-]{1,60}(?:\[[\w.:-]{1,20}\])?[ ]{0,12}[|>][ ]""")
_MAX_PIECES = 8
_MAX_PREFIX = 200
# A table or a list may continue for this many lines below its name.
_MAX_LINES = 400
_DIGITS = str.maketrans("123456789", "0" * 9)


def extract_excerpts(view: Mapped, names: list[Range]) -> Mapped | None:
    """A view of the strings and prefixed lines that contain one of `names`, with the lines that follow under
    the same prefix; None if there are none.
    """
    edits: list[Edit] = []
    kept = 0
    for start, end, inner in _merge(view.text, names):
        # If only a prefix is between two excerpts, the second one continues the first.
        is_next = edits and view.text[kept : kept + 1] == "\n" and view.text.find("\n", kept + 1, start) < 0
        edits += [(kept, start, "\n" if is_next else _GAP), *inner]
        kept = end
    return view.edited([*edits, (kept, len(view.text), _GAP)]) if edits else None


def _merge(text: str, names: list[Range]) -> Iterator[tuple[int, int, list[Edit]]]:
    """The ranges to keep, in order and without overlaps, with the edits inside each."""
    done = 0
    for line, grouped in groupby(names, lambda name: text.rfind("\n", 0, name[0]) + 1):
        if line < done:
            grouped = [name for name in grouped if name[0] >= done]
        inside = list(grouped)
        if not inside:
            continue
        end = find_or_end(text, "\n", line)
        strings = list(_find_strings(text, max(line, done), end, inside))
        for start, stop in strings:
            yield start, stop, _unescape(text, start, stop)
            done = stop
        if not strings:
            for stretch in _find_lines(text, line, end, inside[0][0]):
                yield stretch[0], stretch[1], []
                done = stretch[1] + 1


def _find_strings(text: str, line: int, end: int, names: list[Range]) -> Iterator[Range]:
    """The strings of one line that contain a name and something after it."""
    if '"' not in text[line:end] and "'" not in text[line:end]:
        return
    at = 0
    for found in _STRING.finditer(text[line : min(end, line + _MAX_STRING)]):
        start, stop = found.span(1)
        start, stop = line + start + 1, line + stop
        stop -= text[stop - 1] == text[start - 1] and stop > start
        while at < len(names) and names[at][1] <= start:
            at += 1
        if at < len(names) and start <= names[at][0] < stop and stop - names[at][1] > 3:
            yield start, stop


def _unescape(text: str, start: int, stop: int) -> list[Edit]:
    if "\\" not in text[start:stop]:
        return []
    return [
        (start + low, start + high, _read_escape(text[start + low + 1 : start + high]))
        for low, high in (found.span() for found in _ESCAPE.finditer(text[start:stop]))
    ]


def _read_escape(code: str) -> str:
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPED.get(code, code)


def _find_lines(text: str, line: int, end: int, name: int) -> Iterator[Range]:
    """The line without its prefix, then the following lines with the same prefix, without it."""
    lead = _find_lead(text, line, min(name, end))
    if not lead:
        return
    prefix = text[line : line + lead]
    shape = prefix.translate(_DIGITS)
    for _ in range(_MAX_LINES):
        yield line + lead, end
        line = end + 1
        if line >= len(text):
            return
        following = text[line : line + len(prefix)]
        short = prefix.rstrip(" ")
        if prefix.endswith(">"):  # a tag is on the first line only
            lead = 0
        elif following == prefix or following.translate(_DIGITS) == shape:
            lead = len(prefix)
        elif short and following[: len(short)].translate(_DIGITS) == short.translate(_DIGITS):
            lead = len(short)  # what follows a heading is less indented
        else:
            return
        end = find_or_end(text, "\n", line)


def _find_lead(text: str, line: int, name: int) -> int:
    """The length of the line's prefix, which ends before `name`."""
    head = text[line : min(name, line + _MAX_PREFIX)]
    found = _PROGRAM.match(head)
    at = found.end() if found else 0
    for _ in range(_MAX_PIECES):
        found = _PIECE.match(head, at)
        # A mask is what is left of a value, not the name of a program in brackets; a key may fill lines.
        if found is None or found.end() == at or _MASK in found.group().replace(_KEY_MASK, ""):
            break
        at = found.end()
    return at
