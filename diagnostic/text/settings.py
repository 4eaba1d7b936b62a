"""Finds the values after names of secrets, whatever they look like: in code, JSON, YAML, .env files, headers,
options, forms and XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diagnostic.patterns import Pattern
from diagnostic.text.lists import find_items
from diagnostic.text.names import Name, Sensitivity, is_plural, read_name
from diagnostic.text.plain_words import is_word
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.setting_forms import Notation, find_form
from diagnostic.text.setting_lines import read_below, read_block, read_paragraph, read_row
from diagnostic.text.setting_markup import read_markup
from diagnostic.text.setting_messages import read_described, read_new_value, read_quoted_in_message
from diagnostic.text.setting_options import read_adjacent, read_option
from diagnostic.text.setting_pairs import KEY_END, is_another_name
from diagnostic.text.setting_sentences import read_sentence
from diagnostic.text.setting_told import read_told
from diagnostic.text.setting_unquoted import read_unquoted
from diagnostic.text.setting_values import is_value, line_start, looks_like_password, read_quoted
from diagnostic.text.value_ends import find_closing

_NEW_VALUE = Pattern(
    r"""["']?\s{1,4}(?:[-=]>|\x{2192}|[!=]==?|to (?:equal|be|match|eq)|but (?:got|was|received)|got|vs\.?"""
    r"""|instead of)\s{1,4}(["'])"""
)
_REST_OF_LINE = Pattern(
    r"[ \t]*(?:![\w/.:-]{1,40} )?(?:[|>][+-]?\d?|<<[-~]?[\"']?\w+[\"']?)?[ \t]*(?:#[^\n]*)?\n"
)


def find_settings(data: bytes, names: list[Name]) -> Iterator[tuple[int, int, bytes]]:
    """Start and end of each value, in order, and its name; names inside a value are skipped."""
    at = 0
    for start, end, sensitivity in names:
        if start < at or _is_masked(data, start, end):
            continue
        if (items := find_items(data, start, end, sensitivity)) is not None:
            yield from ((*item, data[start:end]) for item in items)
            at = items[-1][1] if items else at
        elif value := (
            _read_value(data, start, end, sensitivity)
            or read_described(data, start, end, sensitivity)
            or read_quoted_in_message(data, at, start, end, sensitivity)
            or read_new_value(data, end, sensitivity)
            or read_told(data, start, end, sensitivity)
        ):
            yield *value, data[start:end]
            at = value[1]
            if at < start:
                continue
            for more in _find_more_strings(data, data[end : value[0]], at, sensitivity):
                yield *more, data[start:end]
                at = more[1]
            if changed := _NEW_VALUE.match(data, at):  # password = "old" -> "new"
                at = find_closing(data, changed.end(), 0, changed.group(1))
                yield changed.end(), at, data[start:end]


# What is between a name and its value in most notations, and how long it is at most.
_SIGNS, _LONGEST_SIGN = b"\\\"'`: =", 8


def _is_masked(data: bytes, start: int, end: int) -> bool:
    """Whether the value of a name of one secret is masked already."""
    between = data[end : end + _LONGEST_SIGN]
    return b"\x01" in between and between.lstrip(_SIGNS)[:1] == b"\x01" and not is_plural(data[start:end])


_NEXT_ITEM = Pattern(r"""(["'`])\s?[,;]\s?(["'`])""")
# The rest of a string that a narrow window wrapped.
_CUT_STRING = Pattern(r"""\n[ \t]{0,8}([^\s"'`=:,;(){}\[\]]{2,80})(["'`]?)""")
_MAX_MORE_STRINGS = 20
# "half" + "half", "one" if x else "another"
_NEXT_HALF = Pattern(
    r"""["'`](?:\s{0,40}(?:[+.&~]|\|\||<>|\.\.|\+\+)\s{0,40}|[ ]if[ ][^"'`\n]{1,60}[ ]else[ ])(["'`])"""
)


def _find_more_strings(data: bytes, between: bytes, at: int, sensitivity: Sensitivity) -> Iterator[Range]:
    """The strings after a value: NAME="a","b", and the following lines of a string that is still open."""
    quote = between[-1:]
    if quote not in _QUOTES:
        return
    if data[at : at + 1] == b"\n":
        yield from _find_cut_string(data, at, quote)
        return
    while half := _NEXT_HALF.match(data, at):
        start, at = half.end(), find_closing(data, half.end(), 0, half.group(1))
        if not is_value(data[start:at], sensitivity, True, True):
            break
        yield start, at
    for _ in range(_MAX_MORE_STRINGS if b"=" in between else 0):
        item = _NEXT_ITEM.match(data, at)
        if item is None or item.group(1) != quote or item.group(2) != quote:
            return
        start, at = item.end(), find_closing(data, item.end(), 0, quote)
        if data[at : at + 1] != quote or KEY_END.match(data, at):
            return
        if is_value(data[start:at], sensitivity, True, True):
            yield start, at


def _find_cut_string(data: bytes, at: int, quote: bytes) -> Iterator[Range]:
    pieces: list[Range] = []
    for _ in range(_MAX_MORE_STRINGS):
        piece = _CUT_STRING.match(data, at)
        if piece is None:
            return
        pieces.append(piece.span(1))
        at = piece.end(1)
        if piece.group(2) == quote:
            yield from pieces
            return


def _read_value(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """The value after one name."""
    form, at = find_form(data, end)
    if _names_resource(data, start, end):
        return None
    if (
        data[start - 2 : start] == b"${"
        and b"." not in data[start:end]
        and data[end : end + 2].startswith((b"?", b":?"))
    ):
        return None  # the message of a shell for a variable that is not set
    if form is None:
        value = read_sentence(data, end, sensitivity)
        is_name = (
            value and _LOOKUP_CALL.match(data, start) and not looks_like_password(data[value[0] : value[1]])
        )
        return None if is_name else value
    if form is Notation.XML:
        return read_markup(data, start, end, at, sensitivity)
    if form in _READERS:
        return _READERS[form](data, start, at, sensitivity)
    if data[at - 1 : at + 2] == b":: " and is_word(data[at + 2 : at + 32].partition(b"\n")[0].split(b" ")[0]):
        return None  # the type of a function in Haskell, a word that describes a term
    if data[at - 1 : at + 1] == b"::" and data[at + 1 : at + 2].isalpha():  # a member of a type
        return read_quoted(data, start, sensitivity, True) if _MAKES.match(data, at + 1) else None
    if _is_of_function(data, start, end, at) or _closes_string(data, start, end, at):
        return None
    return _read_assigned(data, start, at, sensitivity, form)


# Secret::new("x")
_MAKES = Pattern(r"(?:new|from|from_str|of|create)\(")


def _is_of_function(data: bytes, start: int, end: int, at: int) -> bool:
    """Whether a function or a comparison follows: (token) => f(token), f(token) -> str, feat(auth): x."""
    between = data[end:at]
    if data[at - 1 : at + 1] in (b"==", b"=>"):
        return True
    if between[:1] != b")":
        return False
    is_scope = data[start - 1 : start] == b"(" and data[start - 2 : start - 1].isalnum()
    is_typed = data[max(0, start - 2) : start].rstrip().endswith(b":")  # f(token: Token) -> str
    return b"=>" in between or is_typed and b"->" in between or is_scope and between.startswith(b"):")


_BEHIND_STRING = Pattern(r"[ ]{0,2}[\"'`](?:[,)\]}]|[ ]?[+.%][ ]?\w)|`[ ][a-z(]")


def _closes_string(data: bytes, start: int, end: int, at: int) -> bool:
    """Whether the string that contains the name ends here: log("token:", token), print("Token: " + token)."""
    quote = data[at : at + 3].lstrip(b" ")[:1]
    is_possible = quote in _QUOTES and quote not in data[end:at]
    is_open = is_possible and data[line_start(data, start) : start].count(quote) % 2 == 1
    return is_open and _BEHIND_STRING.match(data, at) is not None


_QUERY = Pattern(r"\?[\w.\[\]-]{1,40}=")
# def read(self) -> list[Token]: and the text of the function below it
_RETURNS = Pattern(r"\)\s?->\s?[\w\[\], |.]*$")
_TYPE_ENDS = Pattern(r"[\] |A-Za-z]{0,20}:[ \t]*\r?\n")
_OF_ARN = Pattern(r"\barn:[\w-]{1,12}:secretsmanager:[\w-]{0,24}:\d{0,12}:$")


def _names_resource(data: bytes, start: int, end: int) -> bool:
    """Whether the name is a part of a URL's path, /v1/api_keys?limit=20, of an ARN, or of the type that a
    function returns.
    """
    before = data[max(0, start - 60) : start]
    if b"->" in before and _RETURNS.search(before) and _TYPE_ENDS.match(data, end):
        return True
    if data[end : end + 1] == b"?" and data[start - 1 : start] == b"/":
        return _QUERY.match(data, end) is not None
    return data[end : end + 1] == b":" and _OF_ARN.search(data[max(0, start - 80) : start]) is not None


# getSecret("app/db"): the name of a secret
_LOOKUP_CALL = Pattern(
    r"(?:\w{1,30}\.){0,3}(?:get|fetch|load|read|lookup|resolve|access|find|describe|delete)_?[A-Z_]?\w*\("
)


def _match_rest_of_line(data: bytes, at: int) -> Any:
    """The rest of a line with nothing but a comment or the mark of a block: the value may be below."""
    following = data[at : at + 16].lstrip(b" \t")
    return _REST_OF_LINE.match(data, at) if following[:1] in b"|><#!\n" else None  # also if there is none


def _read_assigned(
    data: bytes, start: int, at: int, sensitivity: Sensitivity, form: Notation
) -> Range | None:
    """The value of name = value, "name": "value", name: value and the like."""
    if rest := _match_rest_of_line(data, at):
        return read_block(data, start, at, rest.end(), sensitivity)
    while data[at : at + 1] in (b" ", b"\t"):
        at += 1
    if value := read_quoted(
        data,
        at,
        sensitivity,
        form
        in (
            Notation.ASSIGNED,
            Notation.PAIR,
            Notation.DEFAULT,
            Notation.INPUT,
            Notation.PART,
            Notation.FALLBACK,
        ),
    ):
        if b"{" in data[at : value[0]] and KEY_END.match(data, value[1]):
            return None  # "api_key": {"text": …: the inner names decide
        is_other = is_another_name(data, start, at, value) if form is Notation.LISTED else False
        return (
            value
            if value[0] < value[1] and not (is_other or _is_compared(data, start, at, value, sensitivity))
            else None
        )
    if form is Notation.PART:
        if not data[max(0, start - 6) : start].rstrip(b"\"'").endswith(b"name="):
            return read_paragraph(
                data, at, sensitivity
            )  # not a form after all: a name, a blank line, a paragraph
        line = data[at : find_or_end(data, b"\n", at, at + 4096)].rstrip()
        return (at, at + len(line)) if is_value(line, sensitivity, True, True) else None
    if data[at : at + 2] == b"!!" and (tag := _TAG.match(data, at)):
        at = tag.end()
    if _is_no_assignment(data[max(0, at - 4) : at + 16]):
        return None
    value = read_unquoted(data, start, at, sensitivity)
    if value and data[at - 1 : at] == b":" and data[value[1] : value[1] + 2] in (b'"]', b"']"):
        # config["Auth:RefreshToken"]: a name of two parts
        return value if read_name(data[value[0] : value[1]]) is Sensitivity.NONE else None
    return value


# code compares it with more code; Invalid bearer token · Please run /login
_NO_ASSIGNMENT = Pattern(r"^(?:.?.?[=!]=[ ]{0,2}|..?\x{b7}[ ][A-Z]?[a-z]+[ ])")


def _is_no_assignment(sign: bytes) -> bool:
    is_possible = b"==" in sign or b"!=" in sign or b"\xc2\xb7" in sign
    return is_possible and _NO_ASSIGNMENT.search(sign) is not None


# A parser compares its token with a word; a password is compared with a password.
_OF_PASSWORD = Pattern(r"(?i)(?:password|passwd|pwd|passphrase)\W+")
_LONG_WORD = 10


def _is_compared(data: bytes, start: int, at: int, value: Range, sensitivity: Sensitivity) -> bool:
    """Whether code compares the name with a word: token == "async"."""
    is_compared = data[max(0, at - 4) : at].rstrip().endswith((b"==", b"!="))
    if not is_compared or sensitivity >= Sensitivity.SECRET or not is_word(data[value[0] : value[1]]):
        return False
    return not (_OF_PASSWORD.fullmatch(data, start, at) and value[1] - value[0] >= _LONG_WORD)


# YAML's type of a value without quotes
_TAG = Pattern(r"!!(?:str|binary)[ ]{1,3}")


_QUOTES = (b'"', b"'", b"`")


def _read_printed(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The input that pydantic prints below a field's name. For a missing field it prints the whole object,
    whose own names are read instead.
    """
    if data[at : at + 1] in (b"{", b"["):
        return None
    value = read_quoted(data, at, sensitivity, True)
    return value if value and value[0] < value[1] else None


_READERS = {
    Notation.QUOTED: read_adjacent,
    Notation.OPTION: read_option,
    Notation.ROW: read_row,
    Notation.BELOW: read_below,
    Notation.PRINTED: _read_printed,
}
