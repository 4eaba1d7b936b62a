"""Named settings -> the values they hold, whatever these look like: in code, JSON, YAML, .env, headers,
options, forms, XML.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.lists import find_items
from diagnostic.text.names import Holds, Name
from diagnostic.text.randomness import is_key_like
from diagnostic.text.setting_lines import read_below, read_block, read_row
from diagnostic.text.setting_sayings import read_next_to, read_option, read_saying
from diagnostic.text.setting_values import (
    IDENTIFIER,
    LINE_LEAD,
    SCHEME,
    Range,
    is_strong,
    is_value,
    line_start,
    read_quoted,
)
from diagnostic.text.values import find_bare_end, find_closing

# What stands between a name and its value; the number of the group says which form it is.
_BETWEEN = Pattern(
    # 1 assigned
    r"""(\\{0,16}["'`]?[)\]]{0,2}[ \t]{0,60}(?:\?[ \t]?)?(?:"""
    r""":\s?\{\s?\\{0,16}["']value\\{0,16}["']\s?:"""
    r"""|:[ \t]?&?[A-Za-z_][\w.\[\]<>|, ]{0,60}[ \t]="""
    r"""|=>|:=|<-|\|\||\?=|!==?|::?:?=|[:=]=?|\x{ff1a}|\x{ff1d}|->|\x{2192}"""
    r"""|[ ](?:for|of|für|de|para|pour|per|voor)[ ][\w@.-]{1,40}(?:[ ][\w@.-]{1,40})?:(?:[ ]|$)"""
    r"""|\.{4,120}:?|REG_\w{2,20}\s))"""
    # 2 name: x, value: y
    r"""|(\\{0,16}["'`]?[ \t]{0,80}[,;]?(?:\s{0,80}|\n[^\n"'=]{8,80}?\s)"""
    r"""(?:["']?(?i:type)["']?\s?:\s?["']?[\w-]{0,30}["']?,\s{0,20})?"""
    r"""(?:\\{0,16}["'`])?\b(?:[vV]ariable)?[vV]alue(?:\\{0,16}["'`])?[ \t]{0,20}[:=])"""
    r"""|(["'](?:, ?["']\w{1,40}["'])*\],? ?["']msg["']:[^\n]{1,200}?["']input["']:)"""  # 6 pydantic, as JSON
    # 3 listed: ("name", "value")
    r"""|(\\{0,16}["'`][)\]]?[ \t]{0,8},(?:\s{0,40}|\n[^\n"']{8,80}?\s)b?[rRfFuU]?\\{0,16})["'`]"""
    # 4 XML
    r"""|(["']?[^<>\n"']{0,80}(?:["'][^<>\n"']{0,80}["'])?[^<>\n"']{0,8}>\s{0,40}<(?:value|string|data)[^<>\n]{0,40}>|</\w{1,20}>\s{0,40}<\w{1,20}>|["']?[^<>\n"'=]{0,40}>)"""
    r"""|(["'`]?[ \t]{0,8}\{[^{}]{0,400}?\b(?:default|value)[ \t]{0,20}=)"""  # 5 Terraform's variable
    r"""|(\n[^\n]{0,400}?\binput_value=)"""  # 7 pydantic, as printed
    r"""|(["']?(?:;[^\n]{0,100})?\n(?:[\w-]{1,40}:[^\n]{0,100}\n)*\n)"""  # 8 a part of a form
    r"""|([ \t]{1,8}\\{0,16})["'`]"""  # 9 name "value"
    r"""|([ \t]*[|\x{2502}][ \t]*|(?:[ \t]{2,60}|\t)"""
    r"""(?:(?i:string|text|str|varchar|secret|securestring)"""
    r"""(?:\t|[ ]{2,60}))?)[^\s|\x{2502}]"""  # 10 a row of a table
    r"""|([ \t]{1,4})[^\s]"""  # 11 --name value
    r"""|(\n)[^\s]""",  # 12 name alone on its line
)
_ASSIGNED, _PAIR, _INPUT, _LISTED, _XML, _DEFAULT, _PRINTED, _FORM, _QUOTED, _ROW, _OPTION, _BELOW = range(
    1, 13
)
_BARE = Pattern(rf"""(?:\[\s{{0,20}})?(?:[A-Z][a-z]{{2,15}}\[)?{SCHEME}""")
_CHANGED = Pattern(
    r"""["']?\s{1,4}(?:[-=]>|[!=]==?|to (?:equal|be|match|eq)|but (?:got|was|received)|got|vs\.?"""
    r"""|instead of)\s{1,4}(["'])"""
)
_REST = Pattern(r"[ \t]*(?:[|>][+-]?\d?|<<[-~]?[\"']?\w+[\"']?)?[ \t]*(?:#[^\n]*)?\n")
# What may be on a line before a setting that goes on to the line's end.
_LEAD = Pattern(
    r"""[\s>|#;*+$\x{2502}-]*(?:[hH]eaders?: )?(?:\d{1,6}[:|]?\s{0,4})?"""
    r"""(?:(?:export|set|env|declare -x|local|readonly|const|let|var|final|static|public|private"""
    r"""|String|ENV|ARG)\s+)*["'`@:]?"""
)
_INLINE_COMMAND = Pattern(
    r"\S+[ ]+(?:[a-z][\w./-]*(?:[ ]+-|["
    r" ]+[\w./-]+\.(?:py|js|sh|ts)\b)|(?:python3?|node|npm|npx|uv|docker|curl|psql|mysql|make|bash|sh|java|go"
    r"|cargo|claude|pip|redis-cli|pg_dump)\b)"
)


def find_settings(data: bytes, names: list[Name]) -> Iterator[tuple[int, int, bytes]]:
    """Where the values stand, ascending, and the name of each; a name inside of a value is none."""
    at = 0
    for start, end, holds in names:
        if start < at:
            continue
        if (items := find_items(data, start, end, holds)) is not None:
            yield from ((*item, data[start:end]) for item in items)
            at = items[-1][1] if items else at
        elif value := _read(data, start, end, holds):
            yield *value, data[start:end]
            at = value[1]
            if changed := _CHANGED.match(data, at):  # password = "old" -> "new"
                at = find_closing(data, changed.end(), 0, changed.group(1))
                yield changed.end(), at, data[start:end]


def _read(data: bytes, start: int, end: int, holds: Holds) -> Range | None:
    """The value behind one name."""
    between = _BETWEEN.match(data, end)
    if between is None:
        return read_saying(data, end, holds)
    form = between.lastindex
    at = between.end(form)
    if form in (_QUOTED, _OPTION, _ROW, _BELOW, _PRINTED, _XML):
        return _READERS[form](data, start, at, holds)
    return _read_assigned(data, start, at, holds, form)


def _read_assigned(data: bytes, start: int, at: int, holds: Holds, form: int) -> Range | None:
    """name = value, "name": "value", name: value and their kin."""
    rest = _REST.match(data, at)
    if rest:
        return read_block(data, start, at, rest.end(), holds)
    while data[at : at + 1] in (b" ", b"\t"):
        at += 1
    if value := read_quoted(data, at, holds, form in (_ASSIGNED, _PAIR, _DEFAULT, _INPUT, _FORM)):
        text = data[value[0] : value[1]]
        is_name = form == _LISTED and IDENTIFIER.fullmatch(text) and not is_key_like(text)
        return value if text and not is_name else None
    return _read_unquoted(data, start, at, holds)


def _read_unquoted(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """name = value up to the end of the value, of the line or of what the line is in."""
    lead = data[line_start(data, start) : start]
    is_own_line = len(lead) < LINE_LEAD and _LEAD.fullmatch(lead) is not None
    opened = _quote_around(data, start, at)
    at = _BARE.match(data, at).end()
    if _SLOT.match(data, at) or (data[at : at + 2] in (b"\\n", b"\\r") and not opened):
        return None
    end = find_bare_end(data, at, is_own_line and not _INLINE_COMMAND.match(data, at), opened)
    if data[end - 1 : end] == b"\\" and data[end : end + 1] == b"\n":  # goes on below
        end = find_bare_end(data, end + 1, False, b"")
    is_assigned = is_own_line or data[at - 1 : at] == b"=" or holds is Holds.RANDOM
    if is_value(data[at:end], holds, False, is_assigned):
        return at, end
    if b" " not in data[at:end] or holds < Holds.WORD:
        return None
    # password: x1-y2 and what is said about it
    end = find_bare_end(data, at, False, opened)
    return (at, end) if is_strong(data[at:end]) else None


def _quote_around(data: bytes, start: int, at: int) -> bytes:
    """'x-api-key: abc': the quote is before the name, and ends the value."""
    quote = data[start - 1 : start] if start else b""
    if quote not in _QUOTES or data[at - 1 : at] in (b'"', b"'"):
        return b""
    end = end_of_name(data, start)
    return b"" if data[end : end + 1] == quote else quote


def end_of_name(data: bytes, start: int) -> int:
    """Where the letters, digits and marks of a name end."""
    found = _NAME_END.match(data, start)
    return found.end() if found else start


_QUOTES = (b'"', b"'", b"`")
# <your key>: to be filled in; a line end that is escaped: read again where it is one.
_SLOT = Pattern(r"<[A-Za-z][A-Za-z0-9 _./'-]{0,60}>(?:\s|$)")
_NAME_END = Pattern(r"[\w.$@ -]*")


def _read_printed(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """A field's name, and below it what pydantic says was put in: of a missing field, all that is around it,
    which has names of its own.
    """
    if data[at : at + 1] in (b"{", b"["):
        return None
    value = read_quoted(data, at, holds, True)
    return value if value and value[0] < value[1] else None


def _read_xml(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """<name>value</name> and <key>name</key><string>value</string>."""
    before = data[max(0, start - 100) : start]
    if b"<" not in before[before.rfind(b">") + 1 :] and not (
        before.endswith(b">") and b"</" in data[start:at]
    ):
        return None
    if is_raw := data.startswith(b"<![CDATA[", at):
        at += len(b"<![CDATA[")
    end = data.find(b"]]>" if is_raw else b"</", at, at + 4096)
    if end < 0:
        end = find_bare_end(data, at, False, b"")
    while data[at : at + 1].isspace() and at < end:
        at += 1
    end = at + len(data[at:end].rstrip())
    return (at, end) if b"<" not in data[at:end] and is_value(data[at:end], holds, True, True) else None


_READERS = {
    _QUOTED: read_next_to,
    _OPTION: read_option,
    _ROW: read_row,
    _BELOW: read_below,
    _PRINTED: _read_printed,
    _XML: _read_xml,
}
