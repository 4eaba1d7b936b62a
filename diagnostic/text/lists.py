"""Finds every item after a name of several secrets: in lists, sets and mappings of code, JSON and YAML,
values separated by commas, elements of XML, sections of INI files.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, is_plural, name_parts
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_word
from diagnostic.text.ranges import Range
from diagnostic.text.setting_values import is_value, line_start, looks_like_password
from diagnostic.text.value_ends import find_bare_end, find_closing

_MAX_LENGTH = 8 * 1024
_MAX_ITEMS = 400

# name = [, "name": {, names := []string{, name = List.of(
_OPENS = Pattern(
    r"""\\{0,16}["'`]?[)\]]?[ \t]{0,8}(?::=|=>|[:=])\s{0,8}(?:new )?"""
    r"""(?:(?:List\.of|Set\.of|Arrays\.asList|Array|array|set|list|tuple|frozenset|Set|vec!"""
    r"""|\[\]string|(?:\w{1,20})?\[\]|(?:\w{1,20})<\w{1,20}>)\s?)?[(]?"""
    r"""(?:(\{)\s{0,40}[\\"'`A-Za-z_:]|(\[)\s{0,40}[^\s\]]|(\()\s{0,40}(?:[bruf]{0,2}\\{0,31}["'`]))"""
)
_LONGEST_OPENING = 120
_ITEM = Pattern(r"""(\\{0,31})(["'`])|([\[({])|([\])}])|([^\s,\[\](){}"'`\\][^\s,\[\](){}"'`]*)""")
_KEY_END = Pattern(r"""\\{0,31}["'`]?\s{0,4}(?::|=>|=)""")
_ROW = Pattern(r"[ \t>|#]*(?:[-*+\x{2022}] |(\d+[.)] ))[ \t]*([^\n]*)")
_ENTRY = Pattern(r"""[ \t>|#]*["']?([A-Za-z_][\w./-]{0,60})["']?(?:[ ]?=[ ]?|:[ \t]+)([^\n]*)""")
# tokens: and a list below, also "tokens in use:"; a heading with a line below it, or a mark before it
_REST = Pattern(r"""["']?(?:[ ][a-z]{1,12}){0,3}[ ]?:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*\n)?""")
# The longest that it matches before its colon, and one more.
_LONGEST_REST = 42
_HEADING = Pattern(r"""[ ]?:?[ \t*]*\n(?:[ \t>]*[-=~]{3,}[ \t]*\n)?(?:[ \t]*\n)?""")
_LINE = Pattern(r"""[ \t>|]*["'`]?([^\s"'`:=]{6,200})["'`]?,?[ \t]*(?:\n|\z)""")
_SECTION = Pattern(r"\]{1,2}[ \t]*\n")
_INDEXED = Pattern(r"\[\d{1,3}\][ \t]?[:=][ \t]?")
_COMMAS = Pattern(r"""["']?[ ]?[:=][ ]?([^\s,"'`\[\](){}<>]{4,}(?:(?:, ?|; ?| )[^\s,"'`\[\](){}<>]{4,})+)""")
_PARTS = Pattern(r"[^\s,;]+")
_ELEMENT = Pattern(r">\s{0,40}((?:<(\w{1,40})(?: [^<>\n]*)?>[^<>\n]{1,400}</\w{1,40}>\s{0,40})+)")
_CONTENT = Pattern(r">([^<>\n]+)</")


# The characters between a name and its assignment sign, and their maximum number.
_MARKS, _LONGEST_MARKS = b"\\\"'`)] \t", 28
# What may follow a name of several secrets.
_FOLLOWS = b"\\\"'`)] \t:=>[\n"
# Keys of a mapping whose values describe the secrets beside them.
_DESCRIPTIVE_KEYS = frozenset(
    b"type types name names id ids count scope scopes provider region version path file url uri status "
    b"enabled expires expiry length mode method description created updated".split()
)


def _is_descriptive(key: bytes) -> bool:
    parts = name_parts(key)
    return bool(parts) and parts[-1] in _DESCRIPTIVE_KEYS


def _may_open(data: bytes, end: int) -> bool:
    beginning = data[end : end + _LONGEST_OPENING]
    return b"{" in beginning or b"[" in beginning or b"(" in beginning


def find_items(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> list[Range] | None:
    """The values after a name of several secrets; None if they are none, or one."""
    if data[end : end + 1] not in _FOLLOWS:
        return None
    is_many = is_plural(data[start:end])
    is_set = data[end : end + _LONGEST_MARKS].lstrip(_MARKS)[:1] in (b":", b"=")
    if is_set and _may_open(data, end) and (opened := _OPENS.match(data, end)):
        bracket = opened.group(opened.lastindex)
        is_string = data[opened.end() - 1 : opened.end()] in b"\\\"'`"
        if not is_many and (bracket == b"{" or not is_string):
            return None
        return list(_find_enclosed(data, opened.end(opened.lastindex), bracket, sensitivity, is_many))
    if is_many:
        return _find_without_bracket(data, start, end, sensitivity)
    return _find_strings_below(data, end) if sensitivity is Sensitivity.SECRET else None


# The items of YAML below the name of one secret: in quotes, or unlike a word
_ITEM_BELOW = Pattern(
    r"""[ \t]*-[ ](?:"((?:[^"\\\n]|\\.){4,400})"|'([^'\n]{4,400})'|([^\s"'`:{}\[\]]{8,400}))[ \t]*(?:\n|\z)"""
)


def _find_strings_below(data: bytes, end: int) -> list[Range] | None:
    """The items of a list, if each one is a string that may be a secret."""
    opened = _REST.match(data, end) if b":" in data[end : end + _LONGEST_REST] else None
    if opened is None:
        return None
    at, found = opened.end(), list[Range]()
    while item := _ITEM_BELOW.match(data, at):
        value = item.group(item.lastindex)
        if is_word(value) or is_placeholder(value) or not is_value(value, Sensitivity.SECRET, True, True):
            return None
        found.append(item.span(item.lastindex))
        at = item.end()
    return found or None


def _find_without_bracket(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> list[Range] | None:
    """The values after a plural: sections, indexed names, rows below, elements, values between commas."""
    following = data[end : end + 1]
    if following == b"]" and data[start - 1 : start] == b"[" and (section := _SECTION.match(data, end)):
        return list(_find_entries(data, section.end(), -1, sensitivity))
    if indexed := _INDEXED.match(data, end):
        stop = find_bare_end(data, indexed.end(), False, b"")
        return (
            [(indexed.end(), stop)]
            if is_value(data[indexed.end() : stop], sensitivity, False, True)
            else None
        )
    if rest := _REST.match(data, end):
        own = start - line_start(data, start)
        return list(_find_rows(data, rest.end(), own, sensitivity)) or None
    if (heading := _HEADING.match(data, end)) and _is_heading(data[line_start(data, start) : start]):
        return list(_find_rows(data, heading.end(), _MAX_LENGTH, sensitivity)) or None
    if following == b">" and (elements := _ELEMENT.match(data, end)):
        return [
            (elements.start(1) + found.start(1), elements.start(1) + found.end(1))
            for found in _CONTENT.finditer(elements.group(1))
        ]
    if listed := _COMMAS.match(data, end):
        return list(_find_parts(data, listed.start(1), listed.end(1), sensitivity)) or None
    return None


def _find_enclosed(
    data: bytes, at: int, opening: bytes, sensitivity: Sensitivity, is_many: bool
) -> Iterator[Range]:
    """Strings up to the closing bracket, except keys of a mapping; also bare words, in a list with a plural
    name.
    """
    stop, depth = min(len(data), at + _MAX_LENGTH), 1
    skipped = False  # whether the next value belongs to a key that only describes a secret
    for _ in range(_MAX_ITEMS):
        found = _ITEM.search(data, at, stop)
        if found is None:
            return
        at = found.end()
        if found.group(3) or found.group(4):
            depth += 1 if found.group(3) else -1
            if depth == 0:
                return
            continue
        if found.group(2):
            end = find_closing(data, at, len(found.group(1)), found.group(2))
            value = (at, end)
            at = min(stop, end + len(found.group(1)) + 1)
        elif opening == b"[" and is_many or skipped:
            value = found.span()
        else:
            continue
        key = _KEY_END.match(data, value[1])
        if key:
            skipped, at = _is_descriptive(data[value[0] : value[1]]), key.end()
        elif skipped:
            skipped = False
        elif is_value(data[value[0] : value[1]], sensitivity, True, True):
            yield value


def _find_rows(data: bytes, at: int, indent: int, sensitivity: Sensitivity) -> Iterator[Range]:
    """`- value` or `key: value` on the following lines that are indented at least as deeply."""
    if not _ROW.match(data, at):
        entries = list(_find_entries(data, at, indent, sensitivity))
        yield from entries or _find_lines(data, at)
        return
    for _ in range(_MAX_ITEMS):
        row = _ROW.match(data, at)
        if row is None:
            return
        start, end = _strip(data, *row.span(2))
        if is_value(data[start:end], sensitivity, True, True) and b": " not in data[start:end]:
            yield start, end
        elif b":" in data[start:end]:  # - name: ci
            depth = row.start(2) - at
            yield from _find_entries(data, at + depth, -1, sensitivity)
            yield from _find_entries(data, row.end() + 1, depth - 1, sensitivity)
            at = _skip_deeper(data, row.end() + 1, depth)
            continue
        at = row.end() + 1


def _skip_deeper(data: bytes, at: int, depth: int) -> int:
    """Where the first line begins that is indented by less than `depth`."""
    while data[at : at + depth].strip(b" \t>|#") == b"" and at < len(data):
        line = data.find(b"\n", at)
        at = line + 1 if line >= 0 else len(data)
    return at


def _is_heading(lead: bytes) -> bool:
    return lead.strip(b" \t>#*_=").lower() in (b"", b"api", b"my", b"our", b"the", b"all")


def _find_lines(data: bytes, at: int) -> Iterator[Range]:
    """Among lines of one word each, those that look like keys."""
    for _ in range(_MAX_ITEMS):
        line = _LINE.match(data, at)
        if line is None:
            return
        if looks_like_password(line.group(1)):
            yield line.span(1)
        at = line.end()


def _find_entries(data: bytes, at: int, indent: int, sensitivity: Sensitivity) -> Iterator[Range]:
    for _ in range(_MAX_ITEMS):
        entry = _ENTRY.match(data, at)
        if entry is None or entry.start(1) - at <= indent:
            return
        start, end = _strip(data, *entry.span(2))
        if not _is_descriptive(entry.group(1)) and is_value(data[start:end], sensitivity, True, True):
            yield start, end
        at = entry.end() + 1


def _find_parts(data: bytes, start: int, stop: int, sensitivity: Sensitivity) -> Iterator[Range]:
    """The parts of `a, b, c`, or none of them if one is an ordinary word, which makes it a sentence."""
    parts = [(start + found.start(), start + found.end()) for found in _PARTS.finditer(data[start:stop])]
    if not any(is_word(data[low:high]) for low, high in parts):
        yield from (part for part in parts if is_value(data[part[0] : part[1]], sensitivity, False, True))


def _strip(data: bytes, start: int, end: int) -> Range:
    value = data[start:end]
    start += len(value) - len(value.lstrip(b" \t\"'`"))
    return start, max(start, end - (len(value) - len(value.rstrip(b" \t\"'`,"))))
