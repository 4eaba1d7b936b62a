"""What people tell of a secret, in any of the languages of masks/languages.toml: a word that no sentence has,
behind the name and what says that the value follows.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from diagnostic.patterns import Pattern
from diagnostic.text.languages import pattern_of
from diagnostic.text.names import Sensitivity
from diagnostic.text.noise import RSYSLOG_ESCAPE
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.randomness import changes, has_digit, has_letter, is_key_like, is_known_id, word_ratio
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.setting_options import RESOURCE_NAME
from diagnostic.text.setting_values import is_value, looks_like_password
from diagnostic.text.value_ends import find_bare_end

_NAME_END = r"""(?:['\x{2019}]s|["'`*\x{bb}\x{201d}\x{300d}]{0,2})"""
_BETWEEN = r"[:=,\x{ff1a}\x{2013}\x{2014}-]"
_VALUE = (
    r"""([("'`\x{ab}\x{201c}\x{201e}\x{300c}\x{300e}]{0,2}[ ]?)"""
    r"""([^\s"'`\x{ab}\x{bb}\x{201c}-\x{201e}\x{300c}-\x{300f}\x{3001}\x{3002}\x{ff01}\x{ff08}\x{ff09}\x{ff0c}"""
    r"""\x{ff1a}\x{ff1b}\x{ff1f}\x01]{6,64})"""
)
_ENGLISH = Pattern(
    r"(?i)passw(?:or)?d$|^pass$|passphrase$|passcode$|secret|token|(?-i:[a-z]Key)|key\b|credential|auth|pwd$|bearer|jwt"
)
# "Pass" alone is a word of sentences.
_OF_PASSWORD = Pattern(r"(?i)(?:passw(?:or)?d|passphrase|[_-]pass|pwd|pw)$")
_IDENTIFIER = Pattern(r"[a-z]+(?:_[a-z]+\d{0,3})+")
_MARK_INSIDE = Pattern(r"[^\s][!#$%^&*@?~{}<>+|][^\s]")
# Calls, arrows, conditions and addresses in code.
_CODE = Pattern(
    r"[\w!]\(|\)[.;:,)]?$|[=:?-][>.]|::|&&|\|\||[=!<>]=|\$?\{\{|\$\{|\$\(|</|://|\*{3}|^@|@v?\d+\.\d|@(?:latest|next|\d+)$|@[\w-]+\.\w|^%[\w(]+\)?s?$|\\"
)
# 60s, 128-bit, 16-character, v2, sha256, oauth2, 2026-03-01T10:00, 1.2.3, file.py, 3/4
_TECHNICAL = Pattern(
    r"(?i)[\d.,:/x-]+[a-z%]{0,3}|\d[\d.,:]*-?(?-i:[a-z]{3,13}|[A-Z]{2,12})|[a-z]{1,2}\d{1,3}(?:\.\d+)*|\d{4}-\d\d-\d\d.*|.*\.[a-z]{1,4}|.*:\d+(?::\d+)*\)?"
    r"|(?:sha|aes|rsa|utf|base|oauth|ed|hs|rs|es|ps|argon|http|tls|ssl|int|uint|float|pbkdf|bcrypt|scrypt|curve|win"
    r"|iso|rfc|latin|cp|ipv|level|port|line|step|page|part|test|file|field|host|user|node|web|app|db)[-_]?\d.*"
)


# What a name may end before; and how far "is" may be, in bytes.
_FOLLOWS, _FURTHEST = b" \t:=,-\"'`*", 110
_LONGEST = 64
_BEFORE_WORDS = b" ,\"'`*\xc2\xe2\xe3"
# What each value has that _is_told accepts; seeking it costs a tenth of matching all languages' words.
_MAY_BE_VALUE = Pattern(r"\d|[!#$%^&*@?~{}<>+|/=]|[a-z][A-Z]")
_FURTHEST_VALUE = 400  # bytes, with four words between and a value of 64 characters
_CLOSERS = (b")", b'"', b"'", b"`", b"\xc2", b"\xe2", b"\xe3")


@cache
def _told() -> Pattern:
    words = pattern_of("says", "near", "own", "mine")
    return Pattern(
        rf"(?i){_NAME_END}((?:[ \t]?(?:{pattern_of('joined')})[ \t:=\x{{ff1a}}]{{0,3}}"
        rf"|[ \t]{{0,4}}{_BETWEEN}?[ \t]{{0,4}})(?:from[ ][^\s\x01]{{1,40}}[ ]to[ ])?"
        rf"(?:(?:{words})[ \t,:=-]{{1,4}}){{0,4}}){_VALUE}"
    )


@cache
def _says() -> dict[bool, Pattern]:
    """By whether the name is an English one: what says that the value follows."""
    return {
        is_english: Pattern(
            rf"(?i)[:=\x{{ff1a}}\x{{2014}}]|(?:^|[ ,:=-])(?:{pattern_of(*keys)})[ ,:=-]"
            rf"|{pattern_of('joined')}|from "
        )
        for is_english, keys in ((True, ("says", "near")), (False, ("says", "near", "own")))
    }


# Words between a name and what says that the value follows, also ".env" and "Ubuntu's"; not the end of a
# sentence.
_OTHER_WORD = r"""[^\s:=|<>"`\[\](){},;#/\\\x01]{0,23}[^\s:=|<>"`\[\](){},;#/\\\x01.!?]"""
# The key that I am using: x1-y2
_OURS = (
    r"""[ ](?:that )?(?i:i|we)(?:['\x{2019}][a-z]{1,2})? (?:[a-z]{1,12} ){0,3}[a-z]{1,12}[ ]?:[ ]"""
    r"""|[ ](?:[a-z]{1,12} ){0,3}(?:generated|created|issued|reset)[ ]?:[ ]"""
)
_ASIDE = r"[ ]\((?i:it is|which is|it['\x{2019}]s|value|currently|set to)(?: is)?[ :=]{1,3}"
# The name of the secret is x1: what follows tells of the secret, and is none.
_PROPERTIES = (
    r"(?i)\b(?:names?|ids?|types?|errors?|codes?|status|kind|version|length|size|format|prefix|suffix|counts?"
    r"|limits?|scopes?|owner|usage|paths?|files?|expiry|algorithm|hash|url|endpoint|model|header)"
)
_PROPERTY = Pattern(_PROPERTIES + r"(?:['\x{2019}]s)? [^\s]+(?: (?:set|changed) to| value| be)? ?$")
_PROPERTY_OF = Pattern(_PROPERTIES + r" (?:of|for) (?:(?:the|my|our|an?|this|that|each) )?(?:\w{2,20} )?$")


_SAY = {True: ("says",), False: ("says", "own")}


@cache
def _said() -> dict[bool, Pattern]:
    """By whether the name is an English one: the client secret that we use is x1-y2; la contraseña de la base
    de datos es x1-y2.
    """
    return {
        is_english: Pattern(
            rf"{_NAME_END}((?:, which)?(?: {_OTHER_WORD}){{0,7}}[ ](?:(?i:{pattern_of(*keys)})[ ]:?[ ]?)"
            rf"|{_OURS}|{_ASIDE}){_VALUE}"
        )
        for is_english, keys in _SAY.items()
    }


@cache
def _said_so() -> dict[bool, Pattern]:
    """A cheap sign of what `_said` finds."""
    return {
        is_english: Pattern(rf" (?i:{pattern_of(*keys)}) | (?i:i|we)[ '\x{{2019}}]|(?:ed|reset) ?: |{_ASIDE}")
        for is_english, keys in _SAY.items()
    }


# <neo4j password>, }{
_SLOT = Pattern(r"<[A-Za-z][\w.-]*(?: [\w.-]+){1,4}>|\}")


def read_told(data: bytes, start: int, end: int, sensitivity: Sensitivity) -> Range | None:
    """my password is x1-y2; пароль от почты x1-y2; mot de passe « x1-y2 »"""
    if sensitivity is Sensitivity.KEY_LIKE or not _may_tell(data, end):
        return None
    is_english = _ENGLISH.search(data, start, end) is not None
    for pattern, says in ((_told(), _says()[is_english]), (_said()[is_english], _said_so()[is_english])):
        if pattern is not _told() and (
            data[end] not in _BEFORE_WORDS or not says.search(data, end, min(len(data), end + _FURTHEST))
        ):
            return None
        found = pattern.match(data, end)
        if found is None or not (found.group(1) or found.group(2)) or _tells_of(data, start, found.group(1)):
            continue
        value = _trim(found.group(3), found.group(1) + found.group(2))
        is_said = bool(says.occurs(found.group(1))) or _is_enclosed(data, found, value)
        if (
            not _is_other(data, start, end, found, value)
            and _is_told(value, is_said, is_english and not _OF_PASSWORD.search(data, start, end))
            and is_value(value, sensitivity, True, True)
        ):
            at = found.start(3)
            # What is longer than the pattern's bound is all value.
            return at, at + len(value) if len(found.group(3)) < _LONGEST else find_bare_end(
                data, at, False, b""
            )
    return None


_STORED = (b"secret", b"secrets", b"credential", b"credentials")


def _is_other(data: bytes, start: int, end: int, found: Any, value: bytes) -> bool:
    """Whether it is code, or the name of a secret that a store does not have: secrets "app-db-1" not found"""
    at = found.start(3)
    if data[start:end].lower() in _STORED and RESOURCE_NAME.match(data, at + len(value)):
        return not (is_key_like(value) and looks_like_password(value))
    is_name = is_placeholder(value) or value == data[start:end] or _SLOT.match(data, at) is not None
    return is_name and not found.group(2)


def _may_tell(data: bytes, end: int) -> bool:
    """Whether a value can follow a name that ends here."""
    if end >= len(data) or data[end] < 128 and data[end] not in _FOLLOWS:
        return False
    stop = find_or_end(data, b"\n", end, end + _FURTHEST_VALUE)
    return _MAY_BE_VALUE.search(data, end, stop) is not None


def _tells_of(data: bytes, start: int, between: bytes) -> bool:
    """Whether the sentence tells of the secret's name, type and the like."""
    is_property = bool(_PROPERTY.occurs(between))
    return is_property or bool(_PROPERTY_OF.occurs(data[max(0, start - 60) : start]))


def _is_enclosed(data: bytes, found: Any, value: bytes) -> bool:
    """Whether it is in brackets or in quotes, as a sentence mentions it."""
    return len(value) >= 8 and data[found.start(3) + len(value) : found.end(3) + 4].lstrip()[:1] in _CLOSERS


_ESCAPED_END = Pattern(RSYSLOG_ESCAPE)


def _trim(value: bytes, opened: bytes) -> bytes:
    """Without the marks of the sentence and what a log joined to it."""
    if ended := _ESCAPED_END.search(value):
        value = value[: ended.start()]
    value = value.rstrip(b".,:;")
    return value[: value.rfind(b")")] if b"(" in opened and b")" in value else value


# In scripts without blanks between words a sentence goes on behind the value: 密码是abc123吗
_WITHOUT_BLANKS = Pattern(r"[\x{e00}-\x{eff}\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7a3}]")
_ASCII = Pattern(r"[!-~]+")


def _is_told(value: bytes, is_said: bool, is_of_other: bool) -> bool:
    """Whether no sentence has such a word; directly behind a name less is certain than behind "is"."""
    value = _without_sentence(value)
    if len(value) < 6 or is_known_id(value) or _is_technical(value):
        return False
    is_mixed = has_digit(value) and (has_letter(value) or not value.isascii())
    is_marked = bool(_MARK_INSIDE.occurs(value)) and (is_mixed or changes(value) >= 0.3)
    if b"/" in value:  # base64 or a path
        return _is_random(value, 16)
    if b"=" in value:  # base64 or a setting
        return is_said and is_marked or _is_random(value, 12 if is_said else 16)
    if is_said:
        return is_mixed or is_marked or value.isalnum() and _is_random(value, 10)
    return is_marked or is_mixed and not (is_of_other or _IDENTIFIER.fullmatch(value))


def _without_sentence(value: bytes) -> bytes:
    """The longest part in ASCII, if the sentence goes on without a blank."""
    if value.isascii() or not _WITHOUT_BLANKS.occurs(value):
        return value
    return max((found.group() for found in _ASCII.finditer(value)), key=len, default=b"")


def _is_technical(value: bytes) -> bool:
    """Whether it is code, a measure, the name of an algorithm or a place in a file."""
    return bool(_CODE.occurs(value.rstrip(b"="))) or _TECHNICAL.fullmatch(value) is not None


def _is_random(value: bytes, least: int) -> bool:
    return len(value) >= least and changes(value) >= 0.35 and word_ratio(value) < 0.4
