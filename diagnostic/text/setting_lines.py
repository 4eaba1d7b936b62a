"""Settings whose value is on a separate line or in a cell: blocks below a name, rows of a name and a value,
directives.
"""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_joined_words, is_sentence, is_word
from diagnostic.text.randomness import BODIES, changes, has_digit, is_key_like, is_known_id
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.setting_values import (
    NAMED,
    SCHEME,
    has_digits_or_marks,
    is_value,
    line_start,
    looks_like_password,
    read_quoted,
)
from diagnostic.text.value_ends import find_bare_end

_MAX_CELL = 2048
# Words on the lines next to a password in .netrc.
_NETRC = Pattern(r"(?:login|machine|username|user|account|default)\b")
_KEY_END = Pattern(r"""\\{0,16}["'`]\s?(?::|=>)""")
_UNDERLINE = Pattern(r"[ \t]*-{3,}\n")
# def login(self, password): and below it what the function is for
_OF_CODE = Pattern(r"\s*(?:async )?(?:def|class|if|elif|for|while|with) ")
_INDENT = Pattern(r"[ \t>|#]*")


def read_block(data: bytes, start: int, colon: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The value on the lines below: a YAML block, an indented string, one line after a question."""
    lead = data[line_start(data, start) : start]
    if _OF_CODE.match(lead):
        return None
    if lead.strip(b" \t>|#-") and data.startswith(lead, at):
        return _read_below_prefix(data, at + len(lead), sensitivity)
    return _read_phrase(data, start, colon, at) or _read_indented(data, start, colon, at, sensitivity)


def _read_indented(data: bytes, start: int, colon: int, at: int, sensitivity: Sensitivity) -> Range | None:
    indentation = _INDENT.match(data, line_start(data, start))
    indent = indentation.end() - indentation.start()
    is_block = data[colon:at].strip()[:1] in (b"|", b">", b"<", b"!")
    if ruler := _UNDERLINE.match(data, at):  # as kubectl describes a ConfigMap
        at, is_block = ruler.end(), True
    begin, end = _read_line(data, at)
    if begin == end:
        return read_paragraph(data, end + 1, sensitivity)
    if value := _read_item(data, begin, sensitivity):
        return value
    if value := read_quoted(data, begin, sensitivity, True):
        return value if value[1] > value[0] and not _KEY_END.match(data, value[1]) else None
    line, is_deeper = data[begin:end], begin - at > indent
    # Without indentation it must look like a value: the line may be ordinary text.
    looks_like_value = is_deeper or has_digits_or_marks(line) or is_block or _is_joined(line, sensitivity)
    # YAML structures cannot begin in a YAML block.
    opens_structure = line in (b"{", b"[") or b": " in line if is_block else _opens_structure(line)
    if opens_structure or not looks_like_value or not (is_block or _is_one_word(line)):
        return None
    if is_block and is_value(
        data[begin : (last := _find_block_end(data, at, indent))], sensitivity, False, True
    ):
        return begin, last
    return (begin, end) if is_value(data[begin:end], sensitivity, False, is_block) else None


# passphrase: and below it, deeper, three words or more
_PHRASE_BELOW = Pattern(r"[\w!.-]+(?: [\w!.-]+){2,7}")
_LEAST_PHRASE = 12


def _read_phrase(data: bytes, start: int, colon: int, at: int) -> Range | None:
    """A pass phrase that is alone between a setting of YAML and the next setting."""
    line = line_start(data, start)
    begin, end = _read_line(data, at)
    is_below = data[colon - 1 : colon + 1] == b":\n" and not data[line:start].strip()
    if not is_below or begin - at <= start - line or end - begin < _LEAST_PHRASE:
        return None
    words, following = data[begin:end], find_or_end(data, b"\n", end) + 1 + start - line
    is_phrase = _PHRASE_BELOW.fullmatch(words) is not None and not is_sentence(words)
    return (begin, end) if is_phrase and NAMED.match(data, min(following, len(data))) else None


# X-Api-Key: with a list of one item below it
_ONE_ITEM = Pattern(r"""- (["']?)([^\s"'\x01]{4,})["']?[ \t]*(?:\n|\z)""")


def _read_item(data: bytes, at: int, sensitivity: Sensitivity) -> Range | None:
    item = _ONE_ITEM.match(data, at) if sensitivity is Sensitivity.SECRET else None
    if item is None or data[item.end() : item.end() + 200].lstrip(b" \t").startswith(b"- "):
        return None
    value = item.group(2)
    return item.span(2) if is_value(value, Sensitivity.SECRET, False, True) and not is_word(value) else None


_VERSION = Pattern(r"v?\d+\.\d")


def read_paragraph(data: bytes, at: int, sensitivity: Sensitivity) -> Range | None:
    """A paragraph of one word with letters and digits, as a page shows a new key."""
    begin, end = _read_line(data, at)
    below = data[end : end + 40].partition(b"\n")[2].partition(b"\n")[0]
    word = data[begin:end]
    is_alone = begin < end and not below.strip() and has_digits_or_marks(word) and has_digit(word)
    is_other = is_known_id(word) or _VERSION.match(word)
    return (begin, end) if is_alone and not is_other and is_value(word, sensitivity, False, True) else None


def _read_line(data: bytes, at: int) -> Range:
    """The range of the line at `at`, without indentation and trailing space; empty for a blank line."""
    stop = find_or_end(data, b"\n", at)
    begin = _INDENT.match(data, at, stop).end() if at < stop else at
    return begin, begin + len(data[begin:stop].rstrip())


def _find_block_end(data: bytes, at: int, indent: int) -> int:
    """The end of the first line and of the following ones that are indented deeper than `indent`."""
    _, end = _read_line(data, at)
    while (at := data.find(b"\n", end) + 1) > 0:
        begin, stop = _read_line(data, at)
        if begin == stop or begin - at <= indent:
            break
        end = stop
    return end


def _opens_structure(line: bytes) -> bool:
    """Whether the line begins other settings or the items of a list."""
    return b": " in line or line.endswith((b":", b"{", b"[", b"(")) or _is_item(line)


def _is_item(line: bytes) -> bool:
    return line.startswith((b"- ", b"{", b"[", b"}", b")")) and not looks_like_password(line)


def _is_joined(line: bytes, sensitivity: Sensitivity) -> bool:
    """Whether the line is words with marks between them and the name is unambiguous."""
    return sensitivity is Sensitivity.SECRET and is_joined_words(line)


def _is_one_word(line: bytes) -> bool:
    return b" " not in line and not (NAMED.match(line) and changes(line) < 0.4)


def _read_below_prefix(data: bytes, at: int, sensitivity: Sensitivity) -> Range | None:
    """The value on the next line of a log whose lines have the same prefix, deeper than the name."""
    line = data[at : find_or_end(data, b"\n", at)].rstrip()
    value = line.lstrip(b" \t")
    start = at + len(line) - len(value)
    if start == at:
        return None
    if quoted := read_quoted(data, start, sensitivity, True):
        return quoted if quoted[0] < quoted[1] else None
    is_other = _is_item(value) or NAMED.match(value) or b" " in value
    return (start, start + len(value)) if not is_other and is_value(value, sensitivity, False, True) else None


_QUOTES = (b"'", b'"')
# The path of a key in a secret store.
_PATH = Pattern(r"/?(?:[\w.-]+/)*")


def read_below(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The line below a name that is alone on its line, as in a copied form."""
    line = line_start(data, start)
    if data[start : start + 1] == b"-" and data[start - 1 : start] == b" ":
        return _read_argument_below(data, at)
    lead = data[line:start].strip(b" \t>|#*-")
    if sensitivity < Sensitivity.WORD or lead and not (lead[-1:] == b"/" and _PATH.fullmatch(lead)):
        return None
    # Django's debug page prints values in quotes.
    if data[at : at + 1] in _QUOTES and (value := read_quoted(data, at, sensitivity, True)):
        is_last = data[value[1] + 1 : value[1] + 2] in (b"\n", b"")
        return value if value[0] < value[1] and is_last else None
    value = data[at : find_or_end(data, b"\n", at)].rstrip()
    if value[:2] in BODIES:  # an error below a line that ends with such a name
        return None
    return (
        (at, at + len(value))
        if (has_digits_or_marks(value) or _is_joined(value, sensitivity))
        and len(value) >= 8
        and not (NAMED.match(value) and changes(value) < 0.4)
        and not (value.endswith(b":") or is_placeholder(value))
        else None
    )


def _read_argument_below(data: bytes, at: int) -> Range | None:
    """The argument of an option that ends its line, where a window was too narrow for the command."""
    end = find_bare_end(data, at, False, b"")
    value = data[at:end]
    is_argument = value[:1] != b"-" and has_digit(value) and has_digits_or_marks(value)
    return (at, end) if is_argument and not NAMED.match(data, at) else None


_SCHEME = Pattern(SCHEME)
# What may follow the last cell: bars, the quotes of a string that contains the row, tags.
_ROW_END = Pattern(rb"""(?:[ |\x{2502}"'`,;]|</\w+>)*""")
_CONSTANT = Pattern(r"(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+)[ \t|`*]")
# A pass phrase: words of small letters up to the end of the line.
_PHRASE = Pattern(r"([a-z]{3,}(?: [a-z]{3,}){2,7})(?:\r?\n|\z)")
_CROSSINGS = ("|", "+", "│", "┃", "┼", "╪", "╇", "┬", "┴")
_BARS = (b"|", "│".encode(), "┃".encode(), "║".encode())


def read_row(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """A row of a table: the name, a gap or a bar, the value."""
    line = line_start(data, start)
    before = data[line:start].rstrip(b" \t\"'`*")
    if any(bar in data[start:at] for bar in _BARS):
        return _read_cell(data, start, at, before, sensitivity)
    at = _SCHEME.match(data, at).end()
    end = find_bare_end(data, at, False, b"")
    value = data[at:end]
    is_first = _begins_row(data[line:start], before, data[at - 2 : at], value)
    if is_first and (words := _PHRASE.match(data, at)) and data[start:at].isupper():  # a variable's row
        return words.span(1) if not is_sentence(words.group(1)) else None
    if not is_first or not is_value(value, sensitivity, False, True):
        return None
    is_constant = sensitivity is Sensitivity.SECRET and _CONSTANT.match(data, start) is not None
    if b"\t" in data[start:at] or is_constant or has_digits_or_marks(value) or not is_word(value):
        rest = data[end : end + 40].partition(b"\n")[0]
        return (at, end) if _ROW_END.fullmatch(rest) or is_key_like(value) else None
    return None


# Below the header of a table in Markdown: | token | count |
_HEAD_RULER = Pattern(r"\n[ \t>]*\|?[ \t]*:?-{3,}:?[ \t]*\|")


def _begins_row(lead: bytes, before: bytes, gap: bytes, value: bytes) -> bool:
    """Whether the name is the first of its row, or its last words behind up to two more."""
    # {"message": "DB_PASSWORD   x1-y2…: the row begins in a string of a log.
    if before.strip(b" \t|>*+-\xe2\x94\x82") == b"" or lead.endswith((b': "', b": '")):
        return True
    is_of_row = gap == b"  " and _NAME_OF_ROW.fullmatch(before) is not None
    return is_of_row and (is_joined_words(value) or has_digit(value) and has_digits_or_marks(value))


# Stripe secret key   x1-y2
_NAME_OF_ROW = Pattern(r"[A-Z][\w-]{1,20}(?: [\w-]{1,20})?")
# | `OAuth client secret` | x |
_LABEL = Pattern(r"[|\x{2502}][ \t]*[`*]{0,2}[A-Z][\w.-]{0,20}(?: [\w.-]{1,20}){0,3}$")


def _read_cell(data: bytes, name: int, at: int, before: bytes, sensitivity: Sensitivity) -> Range | None:
    """The last cell of a row of two, between bars or in psql's expanded form."""
    if before.strip(b" \t>/#*") and not before.endswith(_BARS) and not _LABEL.search(before):
        return None
    stop = find_or_end(data, b"\n", at, at + _MAX_CELL)
    # If bars have spaces around them, a bar without spaces is part of the value.
    wide = [data.find(b" " + bar, at, stop) for bar in _BARS] if data[at - 1 : at] == b" " else []
    bars = [place for place in wide or [data.find(bar, at, stop) for bar in _BARS] if place >= 0]
    end = min(bars, default=stop)
    # The end of the row must follow, or of the string that contains it.
    if not _ROW_END.fullmatch(data, end, stop) and data[end + 1 : end + 2] not in b"\"'\\|\x01":
        return None
    value = data[at:end].strip(b" \t`*")
    start = data.find(value, at, end)
    if is_word(value) and _HEAD_RULER.match(data, stop):
        return None
    is_labelled = _CONSTANT.match(data, name) is not None or _is_in_table(data, at)
    is_prose = is_word(value) and not is_labelled or not is_value(value, sensitivity, False, True)
    return None if not value or is_prose else (start, start + len(value))


def _is_in_table(data: bytes, at: int) -> bool:
    """Whether the line above or below has a bar in the same column."""
    line = line_start(data, at)
    lead = data[line:at].decode("utf-8", "ignore")
    column = max(lead.rfind("|"), lead.rfind("│"))
    below = data.find(b"\n", at, at + _MAX_CELL)
    others = (_line_above(data, line) if line else -1, below + 1 if below >= 0 else -1)
    return column > 0 and any(
        data[other : other + _MAX_CELL].partition(b"\n")[0].decode("utf-8", "ignore")[column : column + 1]
        in _CROSSINGS
        for other in others
        if other >= 0
    )


def _line_above(data: bytes, line: int) -> int:
    return max(0, data.rfind(b"\n", max(0, line - 200), max(0, line - 1)) + 1)


# git-secrets --scan
_LONG_OPTION = Pattern(r"--[a-z]")


def read_directive(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """requirepass value: a line that consists of a name and a value."""
    line = line_start(data, start)
    if data[line:start].strip(b" \t>|$"):
        return None
    stop = find_or_end(data, b"\n", at, at + 400)
    value = data[at:stop].rstrip()
    is_alone = b" " not in value and b"\t" not in value and not _LONG_OPTION.match(value)
    # Khóa API OpenRouter: after a name of several words, a word may be the name of a product
    is_alone = is_alone and (b" " not in data[start:at].rstrip() or has_digit(value))
    is_secret = is_alone and (
        sensitivity is Sensitivity.SECRET
        or _NETRC.match(data, stop + 1)
        or _NETRC.match(data, _line_above(data, line))
    )
    return (
        (at, at + len(value))
        if is_secret and not is_word(value) and is_value(value, sensitivity, False, True)
        else None
    )
