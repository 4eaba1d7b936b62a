"""Whether the text after a setting's name is a secret value, and where a quoted value begins and ends."""

from __future__ import annotations

from typing import Any

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.plain_words import is_sentence, is_word
from diagnostic.text.randomness import changes, has_digit, has_letter, is_known_id, looks_random, word_ratio
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.value_ends import find_closing
from diagnostic.text.vendors import is_key

LINE_LEAD = 80

_LEAST = 4
SCHEME = (
    r"(?:(?i:bearer|basic|token|apikey|api-key|digest|negotiate|ntlm|hmac|sso-key|geniekey|ssws|hawk|key|bot|"
    r"googlelogin|splunk|sharedkey|jwt|oauth)["
    r" ]{1,4})?"
)
# Around a value in quotes, behind gdb's address or the type and length of Go's spew:
# ['y'], SecretStr('y'), Some("y"), (value=y, string(16) "y"
_OPENING = Pattern(
    rf"""(?:0x[0-9a-f]{{1,16}} |\([\w.*\[\]]{{1,40}}\) (?:\(len=\d{{1,9}}\) )?|\(len=\d{{1,9}}\) )?"""
    rf"""(?:[\[({{]{{1,2}}\s{{0,40}})?(?:array\(\d+\) ?\{{\s{{0,40}}\[0\]\s?=>\s{{0,40}})?"""
    rf"""(?:string\(\d+\) ?|((?:[A-Za-z_]\w{{0,40}}::){{0,3}}[A-Za-z_][\w.]{{0,60}})[ ]?[({{<]\s{{0,40}}"""
    rf"""(?:\w{{1,20}}\s?[=:]\s?)?)?(?:[bBrRfFuUN@$]|rb|br)?(\\{{0,31}})("{{3}}|'{{3}}|["'`]){SCHEME}"""
    r"""(?:token=\\?")?"""
)
_QUOTES = (b'"', b"'", b"`")
# More than any text before the opening quote.
_FURTHEST_QUOTE = 800
# db_password: !vault-plain "x": a YAML tag. Some tags say that the value is only a name.
_TAG = Pattern(r"!{1,2}([A-Za-z][\w./:-]{0,40})[ ]{1,3}")
_LOOKUPS = frozenset(
    b"ref getatt secret env env_var vault reference include importvalue file findinmap".split()
)
# PHP prints the length of a string and does not escape its quotes.
_SIZED = Pattern(r"""string\((\d{1,4})\) ?["']$""")
_TRAILING = Pattern(r"(?:\\+[nrt]|\s)+$")
# `api_key`, `admin_api_key`: a list of names, not a name and its value.
IDENTIFIER = Pattern(r"[A-Za-z]+(?:_[A-Za-z]+)*")
_TOKEN = Pattern(r"[A-Za-z0-9+/=_:-]+(?:\.[A-Za-z0-9+/=_-]{20,})*")
# Marks that do not occur in ids, paths and cache keys.
_MARK_OF_PASSWORD = Pattern(r"[!$%^*#]")
_GETS = (b"get", b"env", b"load", b"fetch", b"read", b"lookup", b"resolve", b"find", b"prompt", b"input")
# Their argument says how.
_METHODS = frozenset(
    b"encode decode strip rstrip lstrip split replace compile format pop setdefault import require"
    b" join client resource config".split()
)
# The beginning of another setting: name: value, name=value
NAMED = Pattern(r"""["']?[A-Za-z_][\w.-]{0,40}["']?(?:\s?=|:\s|:$)""")


def line_start(data: bytes, at: int) -> int:
    """Where the line begins, or 4 * LINE_LEAD bytes before `at` if the line is longer."""
    low = max(0, at - 4 * LINE_LEAD)
    return max(data.rfind(b"\n", low, at) + 1, low)


def _match_opening(data: bytes, at: int) -> Any:
    has_quote = any(data.find(quote, at, at + _FURTHEST_QUOTE) >= 0 for quote in _QUOTES)
    return _OPENING.match(data, at) if has_quote else None


def read_quoted(data: bytes, at: int, sensitivity: Sensitivity, is_assigned: bool) -> Range | None:
    """The string at `at`, without its quotes: an empty range if it is not a secret, None if there is no
    string.
    """
    tag = _TAG.match(data, at) if is_assigned and data[at : at + 1] == b"!" else None
    opening = _match_opening(data, tag.end() if tag and tag.group(1).lower() not in _LOOKUPS else at)
    if opening is None:
        return None
    call, quote, start = opening.group(1), opening.group(3), opening.end()
    sized = _SIZED.search(opening.group())
    counted = start + int(sized.group(1)) if sized else 0
    if counted and data[counted : counted + 1] == quote:
        end = counted
    elif len(quote) == 3:
        end = find_or_end(data, quote, start, start + 4096)
    else:
        end = find_closing(data, start, len(opening.group(2)), quote)
        if data[end + 1 : end + 2] == quote and start < end:
            end = _skip_doubled(data, start, end, quote)
        if data[end : end + 1] in (b"\n", b"") and is_assigned and start - len(quote) > at:
            start = at  # the string does not end: B'x may be the value itself
    if trailing := _TRAILING.search(
        data[start:end]
    ):  # an error about a key that ends with a line end quotes it with that
        end = start + trailing.start()
    is_lookup = call is not None and _reads(call)
    if is_lookup or not is_value(data[start:end], sensitivity, True, is_assigned):
        return at, at
    return start, end


def _reads(call: bytes) -> bool:
    """Whether the string is not what the call makes a secret of: get("x"), name.encode("utf-8")"""
    return any(word in call.lower() for word in _GETS) or call.rpartition(b".")[2] in _METHODS


def _skip_doubled(data: bytes, start: int, end: int, quote: bytes) -> int:
    """The end of an SQL string, in which two quotes represent one: 'it''s'. Before a bracket or a comma, the
    second quote closes a string around this one.
    """
    others = (quote, b"}", b"]", b")", b",")
    while start < end and data[end : end + 2] == quote * 2 and data[end + 2 : end + 3] not in others:
        closing = find_closing(data, end + 2, 0, quote)
        if data[closing : closing + 1] != quote:
            break
        end = closing
    return end


_NEXT_STRING = Pattern(r"""["'`],?[ ]{0,4}["'`][^"'`\n]{4,}["'`](?:[^:]|\z)""")
_WORDS_OF_NAME = Pattern(r"[A-Za-z]+(?:[-_:.]?[A-Za-z]+)+")


def is_name_of_next(data: bytes, value: Range) -> bool:
    """Whether the next string is the secret that this one names: StringVar(&apiToken, "api-token", "x")."""
    text = data[value[0] : value[1]]
    return (
        _WORDS_OF_NAME.fullmatch(text) is not None
        and read_name(text) is Sensitivity.SECRET
        and _NEXT_STRING.match(data, value[1]) is not None
    )


# Invalid bearer token · req_011C…
_ID_OF_REQUEST = Pattern(
    r"(?:req|msg|toolu|srvtoolu|msgbatch|vcrd|vlt|wrkspc|sesn|agent|file|skill)_01[A-Za-z0-9]{20,24}"
)


def is_value(value: bytes, sensitivity: Sensitivity, is_quoted: bool, is_assigned: bool) -> bool:
    """Whether it is a secret value, and not a placeholder, a sentence, or a number that is not secret."""
    text = value.strip(b" \t\"'.")
    if _identifies(text) or _SIZE.fullmatch(text):
        return False
    if len(text) < _LEAST + (sensitivity is Sensitivity.WORD) or _is_placeholder(value, text, is_quoted):
        return False
    if sensitivity is Sensitivity.KEY_LIKE:
        return is_assigned and _is_random(text)
    may_be_words = b" " in text or not text.isascii()
    if may_be_words and (is_sentence(text) or not (is_quoted or text.isascii()) and _is_prose(text)):
        return False
    if sensitivity is not Sensitivity.SECRET and not is_quoted:
        return _is_bare_value(text, is_assigned)
    is_prose = not is_quoted and not is_assigned and is_word(text)  # a sentence continues after the colon
    return not is_prose and (not text.isdigit() or len(text) >= 6)


# token: "https://auth.example.com/oauth2/token": where tokens are issued
_PLAIN_URL = Pattern(r"https?://[a-z0-9.-]+(?::\d{2,5})?((?:/[A-Za-z0-9._-]+){0,6})/?")


# api-key:  108 bytes, as kubectl describes a secret
_SIZE = Pattern(r"\d{1,6} (?:bytes|characters|chars)")
# API key for model: "claude-opus-4-1"
_MODEL = Pattern(
    r"(?:[\w-]{1,20}[./])?claude-(?:[\d-]{1,6}-)?(?:opus|sonnet|haiku|instant)(?:[@:.-][\w@:.-]{0,40})?"
)


def _identifies(text: bytes) -> bool:
    """Whether it is the id of a request or of a model, or an address."""
    if b"claude-" in text and _MODEL.fullmatch(text):
        return True
    is_id = b"_01" in text and _ID_OF_REQUEST.fullmatch(text) is not None
    return is_id or text.startswith(b"http") and _is_plain_url(text)


def _is_plain_url(text: bytes) -> bool:
    """Whether it is an address without credentials, a query, or a segment that may be a key."""
    url = _PLAIN_URL.fullmatch(text)
    return url is not None and all(
        len(segment) < 4 or word_ratio(segment) >= 0.7 for segment in url.group(1).split(b"/")
    )


def _is_prose(text: bytes) -> bool:
    """Whether it consists of plain words only, also in a language that is_sentence does not know."""
    return b" " in text and all(is_word(word) for word in text.split())


def _is_placeholder(value: bytes, text: bytes, is_quoted: bool) -> bool:
    return is_placeholder(text, is_quoted) or (value[-1:] == b"." and is_placeholder(value))


# [a-z]+, (?:x), \w: what a tokenizer looks for
_REGEX = Pattern(r"\[\^|\(\?[:!=<]|\\[wsdbnt.(\[]|[\])][+*?]|\[[A-Za-z0-9]-[a-z0-9]")


def _is_random(text: bytes) -> bool:
    if len(text) < 12 or is_known_id(text) or _REGEX.search(text):
        return False
    if word_ratio(text) >= 0.8 and not has_digit(text):
        return False
    is_password = (
        _MARK_OF_PASSWORD.search(text) is not None and looks_like_password(text) and word_ratio(text) < 0.4
    )
    return is_password or (_TOKEN.fullmatch(text) is not None and is_key(text))


def _is_bare_value(text: bytes, is_assigned: bool) -> bool:
    """Whether an unquoted value is a secret, after a name that other settings have too."""
    if is_assigned:
        return b" " not in text or len(text.split()) <= 6
    return b" " not in text and not is_word(text) and (has_digits_or_marks(text) or looks_random(text))


def has_digits_or_marks(value: bytes) -> bool:
    """Whether it is unlike a word: it mixes digits and letters, or has marks inside."""
    inner = value.strip(b".,:;!?()[]\"'")
    return (
        len(value) >= 6
        and b" " not in value
        and (
            (has_digit(inner) and has_letter(inner))
            or not inner.replace(b"-", b"").replace(b"_", b"").isalnum()
        )
        and not is_placeholder(value)
    )


def looks_like_password(value: bytes) -> bool:
    """Whether it looks like a password: letters and digits with marks between them, or mixed at random."""
    inner = value.strip(b".,:;!?()[]\"'")
    return (
        len(inner) >= 8
        and has_digit(inner)
        and has_letter(inner)
        and (not inner.isalnum() or changes(inner) >= 0.35)
        and b"://" not in inner
        and not is_known_id(inner)
        and not is_placeholder(inner)
    )
