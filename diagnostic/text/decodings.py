"""A text -> other ways to read it, each with the way back: escapes undone, and words that a line end cut
joined again.

Patterns that look for secrets see a text as it stands and as it reads, so that one set of patterns is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from diagnostic.patterns import Pattern
from diagnostic.text.names import Holds, Names, read_once
from diagnostic.text.noise import find_spans, to_plain_punctuation
from diagnostic.text.randomness import may_continue
from diagnostic.text.sourcemap import Edit, Mapped

# Escaped any number of times: \\\\u0040, %252540, &amp;quot;; and marks that hide inside a word.
_BACKSLASHES = Pattern(
    r"""\\{1,16}(?:u\{?00[2-7][0-9a-fA-F]\}?|u(?:00[a-fA-F][0-9a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]{2}|[1-9a-cA-CeEfF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})|x[2-7][0-9a-fA-F]|[nrt"'/])"""
)
_PERCENTS = Pattern(r"%(?:25){0,4}(?:0[9aAdD]|[2-7][0-9a-fA-F])")
_ENTITY = Pattern(
    r"&(?:amp;){0,3}(?:#(?:x[2-7][0-9a-fA-F]|[3-9]\d|1[01]\d|12[0-6])|quot|apos|lt|gt|amp|nbsp);"
)
_MARKS = Pattern(r"\x{fffd}+|[*][*]")
_LETTERS = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "'": "'", "/": "/"}
_ENTITIES = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&", "nbsp": " "}
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"

# Shorter lines are not wrapped by a terminal, a mail program or a log viewer.
_LEAST_WIDTH = 38
# A name that makes sense only when joined says so itself.
_LEAST_NAMED_WIDTH = 20
_PREFIX_WIDTH = 30
_MOST_INDENT = 12
# Stands for the lines left out; nothing reads on across it.
_GAP = "\n\0\n"
_FRAME_BEGINS = ('File "', "at ", "^", "~", "return ", "raise ", "await ", "Traceback ")
_QUOTES = ("'", '"')


def _nothing(found: str) -> str:
    return ""


def _read_percents(found: str) -> str:
    return chr(int(found[-2:], 16))


def _undone() -> tuple[tuple[str, Pattern, Callable[[str], str]], ...]:
    """What shows an escape, where it is, and what it stands for."""
    return (
        ("\ufffd", _MARKS, _nothing),
        ("**", _MARKS, _nothing),
        ("&", _ENTITY, _read_entity),
        ("%", _PERCENTS, _read_percents),
    )


_ESCAPED_LETTER = Pattern(
    r"""\\{1,16}u(?:00[a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]|[1-9a-cA-CeEfF][0-9a-fA-F]{2})[0-9a-fA-F]"""
)


def undo_escaped_letters(mapped: Mapped) -> Mapped:
    """The letters beyond ASCII that JSON writes as numbers; quotes and line ends stay escaped."""
    return _replaced(mapped, "\\u", _ESCAPED_LETTER, _read_backslashes)


def undo_escapes(mapped: Mapped) -> list[Mapped]:
    """The text with URL and HTML escapes undone, and then with backslashes undone too, however often they
    were applied.
    """
    if not mapped.text.isascii():
        mapped = Mapped(to_plain_punctuation(mapped.text, dict.fromkeys(_DASHES, "-")), mapped.runs)
    for sign, pattern, read in _undone():
        mapped = _replaced(mapped, sign, pattern, read)
    # C:\\Users\\nadia reads as a path before, and as two lines after.
    unslashed = _replaced(mapped, "\\", _BACKSLASHES, _read_backslashes)
    return [mapped] if unslashed is mapped else [mapped, unslashed]


def _replaced(mapped: Mapped, sign: str, pattern: Pattern, read: Callable[[str], str]) -> Mapped:
    text = mapped.text
    edits = (
        [(start, end, read(text[start:end])) for start, end in find_spans(pattern, text)]
        if sign in text
        else []
    )
    return mapped.edited(edits) if edits else mapped


def _read_entity(found: str) -> str:
    name = found[1:-1].rpartition(";")[2]
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else _ENTITIES[name]


def _read_backslashes(found: str) -> str:
    code = found.lstrip("\\")
    return _LETTERS[code] if len(code) == 1 else chr(int(code.strip("ux{}"), 16))


@dataclass(frozen=True, slots=True)
class Join:
    """Where two lines became one, and whether the first reached the edge that cut all the others."""

    at: int
    ends_at_margin: bool


def unwrap_lines(mapped: Mapped, names: Names) -> tuple[Mapped, list[Join]]:
    """The lines that may be one line cut in pieces, joined again, without the others; and where they were
    joined. `names` keeps what was read before in the same text.
    """
    lines = mapped.text.split("\n")
    if len(lines) == 1:
        return mapped, []
    widths = _find_widths(lines)
    edits: list[Edit] = []
    joins: list[Join] = []
    start = kept = length = 0  # of this line, of what is kept up to here, of what the view holds so far
    is_joined = False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        end = start + len(line)
        join = (
            _find_join(line, following, widths, names)
            if end - start >= _LEAST_NAMED_WIDTH or line.rstrip(" \t+.&\\").endswith(_QUOTES)
            else None
        )
        if join:
            if not is_joined:
                edits.append((kept, start, _GAP))
                length, kept = length + len(_GAP), start
            cut, resumed = end - join[0], end + 1 + join[1]
            length += cut - kept
            edits.append((cut, resumed, ""))
            joins.append(Join(length, len(line.rstrip()) in widths))
            kept = resumed
        elif is_joined:
            length += end - kept
            kept = end
        is_joined = join is not None
        start = end + 1
    edits.append((kept, len(mapped.text), ""))
    return (mapped.edited(edits) if joins else mapped), joins


def _find_widths(lines: list[str]) -> set[int]:
    """Where the edge may have been that cut the lines: at the longest one, or where several end."""
    counts = Counter([len(line.rstrip()) for line in lines])
    if len(counts) == len(lines):
        return {max(counts)}
    often = [length for length, count in counts.most_common(2) if count > 1 and length >= _LEAST_WIDTH]
    return {max(counts), *often[:1]}


_NAME_HEAD = Pattern(r"([\w.-]{0,40})[\"']?[ ]?[:=][^\n]")
_NAME_TAIL = Pattern(r"[A-Za-z_][\w-]{0,40}$")


def _names_a_secret(end: str, begin: str, names: Names) -> bool:
    """Did the line end cut the name of a secret, or part it from its sign? passw / ord = 'x'"""
    head = _NAME_HEAD.match(begin)
    tail = _NAME_TAIL.search(end[-41:]) if head else None
    if head is None or tail is None:
        return False
    first, second = tail.group().encode(), head.group(1).encode()
    whole = read_once(first + second, names)
    # Most lines begin and end with words that name nothing together either.
    return whole > Holds.NOTHING and (
        whole > read_once(second, names) and (not second or whole > read_once(first, names))
    )


def _find_join(line: str, following: str, widths: set[int], names: Names) -> tuple[int, int] | None:
    """How many characters go at the end of this line and at the start of the next to make them one; None
    if they are two.
    """
    end, begin = line.rstrip(" \t"), following.lstrip(" \t")
    if not end or not begin:
        return None
    indent = len(following) - len(begin)
    if len(end) >= _LEAST_NAMED_WIDTH and indent == 0 and _names_a_secret(end, begin, names):
        return len(line) - len(end), 0
    halves = end.rstrip(" \t+.&\\")
    if (
        halves
        and halves[-1] in _QUOTES
        and begin.lstrip("bru")[:1] in _QUOTES
        and len(begin) - len(begin.lstrip("bru")) < 2
    ):
        return (
            len(line) - len(halves) + 1,
            indent + len(begin) - len(begin.lstrip("bru")) + 1,
        )  # "half" + "half"
    # What a width cuts is at least as long as what goes on below, but for a prefix that is gone.
    if len(end) < max(_LEAST_WIDTH, len(following.rstrip()) - _PREFIX_WIDTH) or indent > _MOST_INDENT:
        return None
    if len(end) not in widths and (begin.startswith(_FRAME_BEGINS) or not may_continue(begin[:80].encode())):
        return None
    return len(line) - len(end.removesuffix("\\")), indent
