"""Settings in sentences: "my password is …", (password …), "API_KEY leaked: …"."""

from __future__ import annotations

from functools import cache

from diagnostic.patterns import Pattern
from diagnostic.text.languages import pattern_of
from diagnostic.text.names import Sensitivity
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_joined_words, is_sentence, is_word
from diagnostic.text.randomness import changes, has_digit, is_key_like, word_ratio
from diagnostic.text.ranges import Range
from diagnostic.text.setting_lines import read_directive
from diagnostic.text.setting_values import (
    IDENTIFIER,
    has_digits_or_marks,
    is_name_of_next,
    is_value,
    line_start,
    looks_like_password,
    read_quoted,
)


@cache
def _fillers() -> Pattern:
    """What a sentence has between a name and its value."""
    words, joined = pattern_of("says", "near", "mine"), pattern_of("joined")
    return Pattern(rf"""[`"']?[ \t,:=({{-]{{0,4}}(?:(?:{words})[ \t,:=(-]{{1,4}}|(?:{joined})[ ]?){{0,4}}""")


@cache
def _sets() -> Pattern:
    """Words that say that the value follows."""
    return Pattern(
        rf"(?i)[:=]|(?:^|[ (,-])(?:{pattern_of('says', 'near')})(?:[ (,-]|$)|{pattern_of('joined')}"
    )


_KEY_IN_SENTENCE = Pattern(r"""[^\s"'`\\,;)}\]\[<>|\x01]{8,}""")
# /app/dist/token.service.js:88:11
_PLACE = Pattern(r"^(?:/|[A-Z]:\\).*:\d+(?::\d+)?$")
# A word and a number, like many passwords; not base64 or ed25519.
_NUMBERED = Pattern(r"[A-Za-z]{5,}\d{2,4}")
# config.setDbPassword(
_SETTER = Pattern(r"\b(?:[sS]et|[wW]ith)[A-Z_]\w*$|(?:^|[\s)])\.[a-z]\w*$")
_CAMEL = Pattern(r"[a-z]+(?:[A-Z][a-z]+)+\b")
_IDENTIFIER = Pattern(r"(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b")


def read_in_prose(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The value that a sentence or an item of a list gives to a name, or that stands behind it."""
    value = (
        read_directive(data, start, at, sensitivity)
        or _read_dashed(data, start, at, sensitivity)
        or read_sentence(data, at, sensitivity)
    )
    if value or sensitivity < Sensitivity.WORD:
        return value
    return (
        _read_bare(data, start, at, sensitivity)
        or _read_mixed(data, at, False)
        or _read_key_after_name(data, start, at, sensitivity)
    )


# The rest of an item: 1) API key - x1-y2
_DASHED = Pattern(r"[-\x{2013}\x{2014}][ ]([^\s\x01]{6,})[ \t]*(?:\n|\z)")
_OF_LIST = Pattern(r"[ \t>]*(?:(?:[-*\x{2022}]|\d{1,3}[.)])[ \t]+)?")


def _read_dashed(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """The value in an item of a list: the name, a dash, one word that is unlike a word of a sentence."""
    dashed = _DASHED.match(data, at) if sensitivity >= Sensitivity.WORD else None
    if dashed is None or not _OF_LIST.fullmatch(data[line_start(data, start) : start]):
        return None
    value = dashed.group(1)
    is_made = has_digits_or_marks(value) or is_joined_words(value)
    return dashed.span(1) if is_made and is_value(value, sensitivity, False, True) else None


# API_KEY leaked: x1-y2; override privateKey with x1-y2; authToken mismatch (sent x1-y2)
_STATED = Pattern(
    r"""(?:(?:[a-z]{2,12}|\d{1,4})[:?,]?[ ]){0,4}(?:[-\x{2013}\x{2014}][ ])?"""
    r"""(?:[(\[][ ]?(?:[a-z]{2,10}[ ])?)?([^\s"'`\\,;()\[\]{}<>|/\x01]{10,80})"""
    r"""[)\].!]?(?:[\s,;]|$)"""
)


def _read_key_after_name(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """An obviously random value, a few words after a name."""
    is_name = sensitivity is Sensitivity.WORD or _IDENTIFIER.match(data, start) or _CAMEL.match(data, start)
    stated = _STATED.match(data, at) if is_name else None
    if stated is None:
        return None
    value = stated.group(1).rstrip(b".:!?")
    is_key = value.isalnum() and is_key_like(value) or _looks_random(value)
    if sensitivity is Sensitivity.WORD and value.islower():  # may be the hash of a commit
        return None
    is_other = _is_name_of_type(value) or is_placeholder(value)
    is_secret = (is_key or _looks_generated(value)) and not is_other
    return (stated.start(1), stated.start(1) + len(value)) if is_secret else None


def _read_bare(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """(password x1-y2); Loaded DB_PASSWORD x1-y2 from .env"""
    if data[start - 1 : start] == b"(" and (in_brackets := _read_in_brackets(data, at)):
        return in_brackets
    found = _KEY_IN_SENTENCE.match(data, at)
    if found is None:
        return None
    value = found.group().rstrip(b".:!?")
    is_named = sensitivity is Sensitivity.SECRET and _IDENTIFIER.match(data, start) and _is_password(value)
    is_password = _looks_generated(value) and b"://" not in value
    is_key = _KEY.fullmatch(value) is not None and is_key_like(value) or _looks_random(value)
    return (at, at + len(value)) if is_named or is_password or is_key else None


def _is_name_of_type(value: bytes) -> bool:
    """Whether it is words joined to one, as in ClientSecretV4Result, with small letters in them."""
    return not value.isupper() and word_ratio(value) >= 0.8


def _looks_generated(value: bytes) -> bool:
    """Whether it looks like a generated password: capitals, small letters, digits and a mark."""
    return (
        len(value) >= 10
        and len(value.split(b"/")) == 1
        and has_digit(value)
        and not (value.islower() or value.isupper() or value.isalnum())
        and value.lower() != value.upper()
        and value[:1].isalnum()
        and bool(_PUNCTUATED.occurs(value))
    )


def _looks_random(value: bytes) -> bool:
    return value.isalnum() and len(value) >= 12 and looks_like_password(value)


_KEY = Pattern(r"[A-Za-z0-9_=-]{20,}")
_PUNCTUATED = Pattern(r"[!#$%*^&?@~+]")


# (password x1-y2), even if the text ends before the bracket
_IN_BRACKETS = Pattern(r"([^\s\x01]{6,80}?)(?:\)(?:[\s.,;:\"'\\<]|$)|$)")


def _read_in_brackets(data: bytes, at: int) -> Range | None:
    found = _IN_BRACKETS.match(data, at)
    return found.span(1) if found and looks_like_password(found.group(1)) else None


def _names_next(data: bytes, value: Range) -> bool:
    """Whether it is the next name: {"x-api-key": api_key, "region": …"""
    return data[value[1] + 1 : value[1] + 2] == b":" or is_name_of_next(data, value)


def read_sentence(data: bytes, at: int, sensitivity: Sensitivity) -> Range | None:
    """my password is abc1def2: a value that looks like a key, or is in quotes, a few words after the name."""
    start = _fillers().match(data, at).end()
    if start == at:
        return None
    is_set = bool(_sets().occurs(data[at:start]))
    if value := read_quoted(data, start, sensitivity, False):
        return value if _is_told_in_quotes(data, at, value, is_set, sensitivity) else None
    is_told = is_set and sensitivity > Sensitivity.KEY_LIKE
    if sensitivity > Sensitivity.KEY_LIKE and (mixed := _read_mixed(data, start, is_set)):
        return mixed
    found = _KEY_IN_SENTENCE.match(data, start)
    if found is None:
        return None
    end = start + len(found.group().rstrip(b".:!?"))
    value = data[start:end]
    if b"://" in value or _PLACE.occurs(value) or is_placeholder(value):
        return None
    is_password = is_told and _is_password(value)
    is_key = is_key_like(value) and not _is_name_of_type(value)
    return (start, end) if is_password or is_key else None


def _is_told_in_quotes(data: bytes, at: int, value: Range, is_set: bool, sensitivity: Sensitivity) -> bool:
    """Whether the quoted words after a name that ends at `at` are its value."""
    quoted = data[value[0] : value[1]]
    if not quoted or sensitivity <= Sensitivity.KEY_LIKE or _names_next(data, value):
        return False
    is_setter = data[at : at + 1] == b"(" and bool(_SETTER.occurs(data[max(0, at - 60) : at]))
    return is_setter or _is_quoted_secret(quoted, is_set) or _is_newtype(data, at, value, sensitivity)


# A generated password may contain brackets and bars: the password is gd|F1O$]x@ba
_WITH_MARKS = Pattern(r"""[A-Za-z0-9][^\s"'`()<>\\\x01]{9,80}""")
_MARKS = Pattern(r"[!#$%*^&?@~+|\[\]{};]")


def _read_mixed(data: bytes, start: int, is_set: bool) -> Range | None:
    """A random word of capitals, small letters, digits and any marks."""
    found = _WITH_MARKS.match(data, start)
    if found is None:
        return None
    value = found.group().rstrip(b".,:;!?)")
    is_mixed = looks_like_password(value) and value.lower() != value != value.upper()
    is_query = b"=" in value and (b"&" in value or not is_set)
    least = 0.4 if is_set else 0.55
    is_random = is_mixed and bool(_MARKS.occurs(value)) and changes(value) >= least and not is_query
    return (start, start + len(value)) if is_random and word_ratio(value) < 0.4 else None


def _is_password(value: bytes) -> bool:
    return looks_like_password(value) or _NUMBERED.fullmatch(value) is not None


# ApiKey("a_b_c"): a newtype of Rust, Scala or Haskell
_NEWTYPE = Pattern(r"(?:^|[\s:(\[{,=])(?:[A-Z][a-z]+){2,3}$|\w: [A-Z][a-z]+$")
_FAULT = Pattern(r"(?:Invalid|Unknown|Missing|Expected|Unexpected|Bad|No|Not)[A-Z][A-Za-z]+$")


def _is_newtype(data: bytes, at: int, value: Range, sensitivity: Sensitivity) -> bool:
    before = data[max(0, at - 40) : at]
    return (
        sensitivity >= Sensitivity.WORD
        and data[at : at + 1] == b"("
        and data[value[1] + 1 : value[1] + 2] == b")"
        and not is_sentence(data[value[0] : value[1]])
        and bool(_NEWTYPE.occurs(before))
        and not _FAULT.occurs(before)
    )


# google.auth.default
_DOTTED = Pattern(r"[a-z_]+(?:\.[A-Za-z_]+){1,5}")


def _is_quoted_secret(quoted: bytes, is_set: bool) -> bool:
    """Whether it is a pass phrase that is assigned, or a string that is neither words nor a name."""
    if quoted.count(b" ") > 1 and quoted.islower() and not is_sentence(quoted) and is_set:
        return True
    is_name = (
        IDENTIFIER.fullmatch(quoted) and not is_key_like(quoted) or not is_set and _DOTTED.fullmatch(quoted)
    )
    return not (b" " in quoted or is_word(quoted) or is_name)
