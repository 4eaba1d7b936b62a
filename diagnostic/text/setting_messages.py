"""Values in messages: behind a name and more words of any language, in quotes before or behind the name, or
as the new value of a setting.
"""

from __future__ import annotations

from typing import Any

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.plain_words import is_joined_words
from diagnostic.text.randomness import changes, has_digit, has_letter, is_known_id
from diagnostic.text.ranges import Range
from diagnostic.text.setting_values import has_digits_or_marks, is_value
from diagnostic.text.value_ends import find_closing

# heslo k databázi: value; пароль администратора -> value; [chiave privata] value: more words of another
# language, then one word that is unlike a word of a sentence
_DESCRIBED = Pattern(
    r"""["'`*]{0,2}[\x{e00}-\x{eff}\x{1000}-\x{109f}\x{1780}-\x{17ff}\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}]{0,40}"""
    r"""(?:[ ](?:\([^()\n]{1,20}\)|[^\s:=|<>"'`\[\](){},;#/\\\x01]{1,30})){0,5}"""
    r"""(?:["'`*]{0,2}[ ]?(?:[:=;\x{ff1a}]|->|=>|[\x{2192}\x{2013}\x{2014}])\s{0,4}"""
    r"""|\][ ]|[ \t]*[|\x{2502}][ \t]*"""
    r"""|</t[dh]>\s{0,4}<t[dh]>|[ \t]*\n|[ ][("'`\x{ab}\x{300c}\x{201c}])["'`\x{ab}\x{300c}\x{201c}]{0,2}"""
    r"""([^\s"'`|<>\x{ab}\x{bb}\x{300c}\x{300d}\x{201c}\x{201d}\x01]{6,200})["'`\x{bb}\x{300d}\x{201d}]{0,2}"""
    r"""[,;)]?[ \t]*(?:[|\x{2502}\n]|</|\z)"""
)
# English names; the other readers handle the words after these.
_ENGLISH = Pattern(
    r"(?i)passw(?:or)?ds?\b|pass\b|(?-i:Pass[A-Z])|secret|token|key|credential|auth|pwd|bearer|jwt|dsn|psk"
)
_ENGLISH_WORDS = tuple(b"key token auth secret credential bearer".split())
_DATED = Pattern(r"20\d\d-|\d\d?[:.]\d\d|v?\d+\.\d|\S*:\d+$")


def _is_english(name: bytes) -> bool:
    lower = name.lower()  # of most names, this takes less time than the pattern
    return any(word in lower for word in _ENGLISH_WORDS) or _ENGLISH.search(name) is not None


def read_described(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """A value after a name in another language and up to five more words."""
    if sensitivity is Sensitivity.KEY_LIKE or _is_english(data[start:end]):
        return None
    told = _DESCRIBED.match(data, end)
    if told is None:
        return None
    value = told.group(1)
    if value.endswith(b")") and b"(" not in value:  # the bracket opened before the value
        value = value[:-1]
    is_random = has_letter(value) and (
        has_digits_or_marks(value)
        and has_digit(value)
        or len(value) >= 12
        and value.isalpha()
        and changes(value) >= 0.3
    )
    is_made = is_random or is_joined_words(value)
    is_other = is_known_id(value) or b"://" in value or _DATED.match(value)
    is_secret = is_made and not is_other and is_value(value, sensitivity, True, True)
    return (told.start(1), told.start(1) + len(value)) if is_secret else None


# DB_PASSWORD must be longer, got "value"; unexpected value 'value' for --api-key
_QUOTED_AFTER = Pattern(
    r"""["'`]?:?[ ][^\n"'`=\x01]{0,60}?(?:["']\w{1,12}["'],? [^\n"'`=\x01]{0,30}?)?"""
    r"""\b(?:got|value|equals?|be|received|found|was|actual|parsing"""
    r"""|mismatch)[:]?[ ]["']"""
)
_QUOTED_BEFORE = Pattern(
    r"""(\b[vV]alue )?["']([^"'\s\x01]{6,80})["'] (?:for|as|of) (?:the )?"""
    r"""(?:(?:field|flag|option|key|parameter|argument"""
    r"""|variable|setting|property) )?["'`-]*$"""
)
# invalid value: "x"
_INVALID_VALUE = Pattern(r"""\bvalue:? ["']$""")
_BEFORE = 140


def read_quoted_in_message(
    data: bytes, free: int, start: int, end: int, sensitivity: Sensitivity
) -> Range | None:
    """The value that a message quotes, if the name is unambiguous; `free` is the end of the last value."""
    if sensitivity is not Sensitivity.SECRET:
        return None
    is_invalid_value, low = False, max(free, start - _BEFORE)
    if b" " in data[end : end + 3] and (match := _QUOTED_AFTER.match(data, end)):
        stop = find_closing(data, match.end(), 0, data[match.end() - 1 : match.end()])
        value = match.end(), stop
        is_invalid_value = _INVALID_VALUE.search(match.group()) is not None
    elif match := _search_before(data, low, start):
        value = low + match.start(2), low + match.end(2)
        is_invalid_value = match.group(1) is not None
    else:
        return None
    quoted = data[value[0] : value[1]]
    is_other = is_known_id(quoted) or quoted[:2] in (b"x-", b"X-") or read_name(quoted) > Sensitivity.NONE
    is_secret = (
        has_digits_or_marks(quoted)
        and has_digit(quoted)
        or is_invalid_value
        and (is_joined_words(quoted) or quoted.isdigit())
    )
    return value if is_secret and not is_other else None


def _search_before(data: bytes, low: int, start: int) -> Any:
    before = data[low:start]
    has_preposition = b" for " in before or b" as " in before or b" of " in before
    return _QUOTED_BEFORE.search(before) if has_preposition else None


# password = "" -> "new", null -> "new"; password changed from "x" to "new"
_REPLACED_VALUE = Pattern(
    r"""["']?[ ](?:was )?(?:changed|updated|rotated|reset|set) from ["'][^"'\n]{0,80}["'] to (["'])"""
    r"""|["']? to (?:be|equal|match|eq) ["'][^"'\n]{0,80}["'],? (?:but )?(?:got|was|received|found):? """
    r"""(["'])"""
    r"""|["']?\s{0,40}[=:]\s?(?:["'][^"'\n]{0,3}["']|null|None|nil|\(\w[\w ]{0,20}\))"""
    r"""\s{1,4}[-=]>\s{1,4}(["'])"""
)


def read_new_value(data: bytes, end: int, sensitivity: Sensitivity) -> Range | None:
    """The new value of a setting that had none: "" -> "new"."""
    following = data[end : end + 100]
    is_replaced = b"->" in following or b"=>" in following or b" from " in following or b" to " in following
    if not is_replaced or not (match := _REPLACED_VALUE.match(data, end)):
        return None
    stop = find_closing(data, match.end(), 0, match.group(match.lastindex))
    return (match.end(), stop) if is_value(data[match.end() : stop], sensitivity, True, True) else None
