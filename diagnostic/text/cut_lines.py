"""Another way to read a text, with a map back to it: with the lines rejoined that a line break cut inside a
word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

import msgspec

from diagnostic.patterns import Pattern
from diagnostic.text.mask_signs import find_due
from diagnostic.text.names import Names, Sensitivity, read_cached
from diagnostic.text.randomness import BODIES, changes, has_digit, has_letter, is_known_id, may_continue
from diagnostic.text.sourcemap import Edit, Mapped

# Terminals, mail programs and log viewers do not wrap shorter lines.
_MIN_WIDTH = 38
_TERMINALS = frozenset((80, 100, 120, 132))
_MAX_HALF = 80
# A line that ends with the side of a box is as wide as the terminal, but was not cut.
_SIDES = ("|", "\u2502", "\u2503", "\u2551")
# Much less than _MIN_WIDTH: two halves that name a secret only together are evidence enough of a cut.
_MIN_WIDTH_OF_CUT_NAME = 20
_PREFIX_WIDTH = 30
_MAX_INDENT = 12
_MASK = "[masked-"
# Replaces the lines that are left out; no pattern matches across it.
_GAP = "\n\0\n"
_FRAME_BEGINS = ('File "', "at ", "^", "~", "return ", "raise ", "await ", "Traceback ")
_QUOTES = ("'", '"')


class LineJoin(msgspec.Struct, frozen=True):
    """Where two lines were joined, and whether the first one ends at the margin at which others end."""

    at: int
    ends_at_margin: bool


def unwrap_lines(
    mapped: Mapped, source: str, names: Names, sensitive_names: list[tuple[int, int]] | None = None
) -> tuple[Mapped, list[LineJoin]]:
    """Rejoins lines that a terminal may have wrapped; returns only those lines, and where they were joined.

    `source` is the text as pasted, and `names` is the cache of names for this text. `sensitive_names` are the
    ranges of sensitive names in `mapped`. If they are given, every other secret is a single word, and lines
    are joined only near such a name, or where the two ends may be halves of one word. If None, all lines
    count.
    """
    lines = mapped.text.split("\n")
    if len(lines) == 1:
        return mapped, []
    cut_words = _find_cut_names(mapped.text, names) | _find_cut_keys(mapped.text)
    followed = [*lines[1:], ""]
    may_go_on = (
        [True] * len(lines) if sensitive_names is None else [*_may_go_on(lines, followed, sensitive_names)]
    )
    if not cut_words and not any(may_go_on):
        return mapped, []
    widths = _find_widths(lines)
    full = _find_full_ends(mapped, source)
    has_masks = _MASK in mapped.text
    edits: list[Edit] = []
    joins: list[LineJoin] = []
    start = 0
    kept = length = 0  # the end of the last piece that was kept, and the length of the view so far
    is_joined = False
    for line, following, is_possible in zip(lines, followed, may_go_on, strict=True):
        end = start + len(line)
        is_cut, is_wide, join = end in cut_words, False, None
        # What is wrapped beside a mask was read before that was masked.
        if (is_possible or is_joined or is_cut) and not (has_masks and (_MASK in line or _MASK in following)):
            is_wide = end in full or len(line.rstrip()) in widths
            blanks = len(line) - len(line.rstrip(" \t"))
            join = (blanks, 0) if is_cut else _find_join(line, following, end in full, is_wide)
        if join:
            if not is_joined:
                edits.append((kept, start, _GAP))
                length, kept = length + len(_GAP), start
            cut, resumed = end - join[0], end + 1 + join[1]
            length += cut - kept
            edits.append((cut, resumed, ""))
            joins.append(LineJoin(length, is_wide))
            kept = resumed
        elif is_joined:
            length += end - kept
            kept = end
        is_joined = join is not None
        start = end + 1
    edits.append((kept, len(mapped.text), ""))
    return (mapped.edited(edits) if joins else mapped), joins


def _may_go_on(lines: list[str], followed: list[str], names: list[tuple[int, int]]) -> Iterator[bool]:
    """For each line, whether a secret may go on in the next one: beside a name, or as halves of a word."""
    above = start = 0
    for line, following in zip(lines, followed, strict=True):
        end = start + len(line)
        is_near = bool(names) and _has_any(names, above, end + 1 + len(following))
        yield is_near or _may_be_one_secret(line, following)
        above, start = start, end + 1


def _has_any(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of `places`, which are sorted, begins in this range."""
    at = bisect_left(places, (start, 0))
    return at < len(places) and places[at][0] < end


# A secret neither begins nor ends with one of these. An ordinary word is one of prose or of code.
_BORDERS = "\"'`()[]{}<>|^,; \t"
_ORDINARY_WORD = Pattern(
    r"(?:[A-Za-z]?[a-z]{0,15}|[A-Z]{1,15})(?:[._-]+(?:[A-Za-z]?[a-z]{0,15}|[A-Z]{1,15}))*[.:,]?"
)


def _may_be_one_secret(line: str, following: str) -> bool:
    """Whether the last word of a line and the first word of the next one may be halves of a secret."""
    if len(line) < _MIN_WIDTH and '"' not in line and "'" not in line:
        return False  # most lines: no window wrapped them, and they contain no string
    end, begin = line.rstrip(" \t+.&\\"), following.lstrip(" \t")
    if end.endswith(_QUOTES):
        end, begin = end[:-1], begin[_string_start(begin) :]  # "half" + "half"
    elif len(line) < _MIN_WIDTH:
        return False
    if end[-1:] in _BORDERS or begin[:1] in _BORDERS:  # true for empty lines too
        return False
    last, first = end.rsplit(None, 1)[-1:], begin.split(None, 1)[:1]
    # A line of white space only, such as a form feed, has no word.
    return bool(last and first) and not (_is_ordinary_word(last[0]) and _is_ordinary_word(first[0]))


def _is_ordinary_word(word: str) -> bool:
    if word.isascii() and word.islower() and word.isalpha():
        return len(word) < 16 or _ORDINARY_WORD.fullmatch(word) is not None  # most words
    return not word[0].isdigit() and _ORDINARY_WORD.fullmatch(word) is not None


def _find_widths(lines: list[str]) -> set[int]:
    """Widths at which lines may have been wrapped: that of the longest line, and one that several share. A
    line with a mask had another width, and may have been the longest.
    """
    whole = [len(line.rstrip()) for line in lines if _MASK not in line]
    counts = Counter(whole)
    longest = {max(counts)} if len(whole) == len(lines) else set[int]()
    if len(counts) == len(whole):
        return longest
    most = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    often = [length for length in most if counts[length] > 1 and length >= _MIN_WIDTH]
    return {*longest, *often[:1]}


def _find_full_ends(mapped: Mapped, source: str) -> set[int]:
    """Offsets in `mapped` of the line ends that a terminal of a usual width made. Widths are measured in
    `source`, which still contains the prefixes of a log.
    """
    ends: list[int] = []
    at = -1
    lines = source.split("\n")
    lengths = [len(line) for line in lines]
    widest = max(lengths)  # a terminal's width too, if several lines have it
    least = widest if widest >= _MIN_WIDTH and lengths.count(widest) > 1 else len(source)
    for line, following in zip(lines, lines[1:], strict=False):
        at += len(line) + 1
        if len(line) not in _TERMINALS and len(line) < least:
            continue
        # The rest of a cut line is at most as wide, is not indented, and does not begin as the cut line does.
        is_rest = following.lstrip() == following and line[:4] != following[:4] and line[-1:] not in _SIDES
        if 0 < len(following) <= len(line) and is_rest:
            ends.append(at)
    starts = [run[1] for run in mapped.runs] if ends else []
    places: set[int] = set()
    for end in ends:
        start, begin, length = mapped.runs[max(0, bisect_right(starts, end) - 1)]
        if begin <= end <= begin + length:
            places.add(start + end - begin)
    return places


# How two lines end and begin if a line break cut a name: passw / ord = 'x'. The line end comes first, so that
# RE2 leaps from one to the next. The time of a log does not count.
_LAST_WORD = Pattern(rb"[A-Za-z_][\w-]*$")
_REST_OF_NAME = Pattern(rb"\n(?:|\d{0,3}[A-Za-z_.-][\w.-]{0,40})[\"']?[ ]?[:=][^\n]")


def _find_cut_names(text: str, names: Names) -> set[int]:
    """The line ends inside the name of a secret, or between the name and its assignment sign."""
    data = text.encode()
    halves: list[tuple[int, bytes, bytes]] = []
    for start, end in _REST_OF_NAME.spans(data):
        line = data[max(0, start - _MAX_HALF) : start].rpartition(b"\n")[2].rstrip(b" \t")
        if len(line) > _MIN_WIDTH_OF_CUT_NAME and (line[-1:].isalnum() or line[-1:] in b"_-"):
            first = data[start + 1 : end].partition(b":")[0].partition(b"=")[0].rstrip(b" \"'")
            halves.append((start, line.rpartition(b" ")[2], first))
    # One pass for all, because at most line ends the two words do not form a name.
    if not halves or "name" not in find_due(b"\n".join({last + first for _, last, first in halves}))[0]:
        return set()
    places = {at for at, last, first in halves if _form_sensitive_name(last, first, names)}
    return places if text.isascii() else {len(data[:place].decode()) for place in places}


def _form_sensitive_name(first: bytes, second: bytes, names: Names) -> bool:
    """Whether the last word of a line and the first word of the next one name a secret only together."""
    word = _LAST_WORD.search(first)
    known = read_cached(second, names)
    if word is None or known is Sensitivity.SECRET:
        return False
    whole = read_cached(word.group() + second, names)
    return whole > known and (not second or whole > read_cached(word.group(), names))


# Half of a key at the end of a line, and the other half at the start of the next one, at any width.
_CUT_KEY = Pattern(rb"([A-Za-z0-9_-]{8,})\n([A-Za-z0-9][A-Za-z0-9_-]{3,})(?:[\"'`]|\s|\z)")


def _find_cut_keys(text: str) -> set[int]:
    """The line ends between two words that both look random."""
    data = text.encode()
    places: set[int] = set()
    at = 0
    while found := _CUT_KEY.search(data, at):
        at = found.end(1) + 1
        if _is_half(found.group(1)[-_MAX_HALF:]) and _is_half(found.group(2)):
            places.add(found.end(1))
    return places if text.isascii() else {len(data[:place].decode()) for place in places}


def _is_half(word: bytes) -> bool:
    return has_digit(word) and has_letter(word) and changes(word) >= 0.3 and not is_known_id(word)


# "integrity": "x": a string that is the name of the next one
_KEY_OF_MAPPING = Pattern(r"""["'][\w.-]{1,60}["']\s?:""")
# x: bool = None, "x_auth": True},
_LITERAL = Pattern(r"[=:] ?(?:None|True|False|null|true|false|undefined)[\])}]{0,4}[,;]?$")
_CLOSING = ")]};, \t\r"
# anthropic.APIStatusError: x
_ERROR_LINE = Pattern(r"(?:[a-z_]+\.)*[A-Z]\w*(?:Error|Exception)(?:[: ]|\z)")
_BODY_BEGINS = tuple(body.decode() for body in BODIES)
_LITERAL_ENDS = tuple("None True False null true false undefined , ; } ) ]".split())


def _find_join(line: str, following: str, is_at_edge: bool, is_wide: bool) -> tuple[int, int] | None:
    """How many characters to remove from the end of this line and from the start of the next to join them;
    None if they are separate lines.
    """
    if is_at_edge and line.endswith(" ") and not line.endswith("  "):
        return 0, 0  # cut just after a space, which is part of the text
    end, begin = line.rstrip(" \t"), following.lstrip(" \t")
    if not end or not begin:
        return None
    indent, halves = len(following) - len(begin), end.rstrip(" \t+.&\\")
    is_quoted = halves.endswith(_QUOTES)
    mark = _string_start(begin) if is_quoted else 0
    is_near_edge = is_quoted or is_at_edge or len(line) >= _MIN_WIDTH
    may_be_cut = is_near_edge and indent <= _MAX_INDENT and (is_wide or _is_as_wide(end, following))
    if not (mark or may_be_cut) or _is_whole(end, begin):
        return None
    if mark and not _KEY_OF_MAPPING.match(begin[:80].encode()):
        return len(line) - len(halves) + 1, indent + mark  # "half" + "half"
    is_cut = may_be_cut and (is_wide or _may_be_continuation(begin))
    return (len(line) - len(end.removesuffix("\\")), indent) if is_cut else None


def _is_as_wide(end: str, rest: str) -> bool:
    """A wrapped line is at least as wide as its rest, except for a log prefix that was removed."""
    return len(end) >= max(_MIN_WIDTH, len(rest.rstrip()) - _PREFIX_WIDTH)


def _is_whole(end: str, begin: str) -> bool:
    """Whether the value is whole: it is a literal, or only brackets, a body or an error are below."""
    if end.endswith(_LITERAL_ENDS) and _LITERAL.occurs(end[-24:].encode()):
        return True
    is_body = begin.startswith(_BODY_BEGINS) or not begin.strip(_CLOSING)
    return is_body or _ERROR_LINE.match(begin[:80].encode()) is not None


def _may_be_continuation(begin: str) -> bool:
    return not begin.startswith(_FRAME_BEGINS) and may_continue(begin[:80].encode())


def _string_start(begin: str) -> int:
    """The length of a string prefix and its quote at the start of a line; 0 if no string begins there."""
    string = begin.lstrip("bru")
    lead = len(begin) - len(string)
    return lead + 1 if lead < 2 and string.startswith(_QUOTES) else 0
