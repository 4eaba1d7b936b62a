"""Other ways to read a text, each with a map back to it: with its escapes decoded.

The patterns for secrets run on the text itself and on these decodings, so one set of patterns is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.noise import find_spans, to_plain_punctuation
from diagnostic.text.sourcemap import Edit, Mapped

# Escapes at any depth: \\\\u0040, %252540, &amp;quot;; and marks inside a word, such as ** of Markdown.
_BACKSLASHES = Pattern(
    r"""\\{1,16}(?:u\{?00[2-7][0-9a-fA-F]\}?|u(?:00[a-fA-F][0-9a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]{2}|[1-9a-cA-CeEfF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})|x[2-7][0-9a-fA-F]|[nrt"'/_])"""
)
_PERCENTS = Pattern(r"%(?:25){0,4}(?:0[9aAdD]|[2-7][0-9a-fA-F])")
_ENTITY = Pattern(
    r"&(?:amp;){0,3}(?:#(?:x[2-7][0-9a-fA-F]|[3-9]\d|1[01]\d|12[0-6])|quot|apos|lt|gt|amp|nbsp);"
)
NUL_MARK = "\u2400"
_MARKS = Pattern(r"[\x{fffd}\x{2400}]+|[*]{2,}")
# A cell of CSV doubles its quotes: "the ""x-api-key"" header"
_DOUBLED = Pattern(r'''""[^",\s][^"\n]*""''')
_LETTERS = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "'": "'", "/": "/", "_": "_"}
_ENTITIES = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&", "nbsp": " "}
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"


def _remove_mark(found: str) -> str:
    """Nothing in place of a mark; more stars hide a secret: sk-***"""
    return found if found.startswith("***") else ""


def _read_percents(found: str) -> str:
    return chr(int(found[-2:], 16))


def _read_entity(found: str) -> str:
    name = found[1:-1].rpartition(";")[2]
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else _ENTITIES[name]


# For each kind of escape: a string that every such text contains, the pattern, and the decoder
_DECODERS = (
    ("\ufffd", _MARKS, _remove_mark),
    (NUL_MARK, _MARKS, _remove_mark),
    ("**", _MARKS, _remove_mark),
    ("&", _ENTITY, _read_entity),
    ("%", _PERCENTS, _read_percents),
)
_ESCAPED_LETTER = Pattern(
    r"""\\{1,16}u(?:00[a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]|[1-9a-cA-CeEfF][0-9a-fA-F]{2})[0-9a-fA-F]"""
)


def undo_escaped_letters(mapped: Mapped) -> Mapped:
    """Decodes the \\u escapes of letters beyond ASCII; quotes and line ends stay escaped."""
    return _decode(mapped, "\\u", _ESCAPED_LETTER, _read_backslashes)


def undo_escapes(mapped: Mapped) -> Mapped:
    """The text with URL and HTML escapes decoded. An escape that was applied several times is decoded at
    once.
    """
    if not mapped.text.isascii():
        mapped = Mapped(to_plain_punctuation(mapped.text, dict.fromkeys(_DASHES, "-")), mapped.runs)
    for sign, pattern, read in _DECODERS:
        mapped = _decode(mapped, sign, pattern, read)
    if '""' in mapped.text and (doubled := list(_find_doubled(mapped.text))):
        mapped = mapped.edited(doubled)
    return mapped


def undo_backslashes(mapped: Mapped) -> Mapped:
    """The text with backslash escapes decoded, at any depth."""
    return _decode(mapped, "\\", _BACKSLASHES, _read_backslashes)


def _find_doubled(text: str) -> Iterator[Edit]:
    """The doubled quotes of cells, of which one is left."""
    for start, end in find_spans(_DOUBLED, text) if ',"' in text else ():
        yield start, start + 2, '"'
        yield end - 2, end, '"'


def _decode(mapped: Mapped, sign: str, pattern: Pattern, read: Callable[[str], str]) -> Mapped:
    text = mapped.text
    if sign not in text:
        return mapped
    edits = [(start, end, read(text[start:end])) for start, end in find_spans(pattern, text)]
    return mapped.edited(edits) if edits else mapped


def _read_backslashes(found: str) -> str:
    code = found.lstrip("\\")
    return _LETTERS[code] if len(code) == 1 else chr(int(code.strip("ux{}"), 16))
