"""Settings in commands and sentences: options, ENV NAME value, "my password is …"."""

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
from diagnostic.text.value_ends import find_bare_end

_SETTER_COMMAND = Pattern(
    r"(?:^|[\s;&|\"'`])(?:ENV|ARG|setenv|SetEnv|PassEnv|%(?:set_)?env|[#%]define|%global|setx"
    r"|set -(?:x|gx|Ux)|set|configure set|poetry config|git config(?: --[a-z]+)*|env:set|set-env \S{1,40}"
    r"|config set|secret put|secret set|secrets set|passwd|put|add|SETENV|CONFIG SET)\s{1,4}"
    r"(?:/?[\w.-]{1,40}[/:]){0,6}$"
)
# nginx, Apache, Caddy and HAProxy: a header or a variable, and its value
_DIRECTIVE = Pattern(
    r"""(?:proxy_set_header|(?:fastcgi|uwsgi|grpc|scgi)_(?:param|set_header)|add_header|header_up|set-header|add-header"""
    r"""|(?:Request)?Header (?:always )?(?:set|add|append)|SetEnv|set \$)\s{1,4}$"""
)
# secret "db-login" not found: the name of a secret
RESOURCE_NAME = Pattern(
    r"""\\?["'] (?:not found|is forbidden|in namespace|already exists|does not exist|created|configured"""
    r"""|deleted|unchanged|(?:at|in|on|near|before|after) (?:position|line|column|index|offset|JSON|input))"""
)
# Deleted secret "db-login": the name of one
_DONE_TO = Pattern(
    r"""(?i)\b(?:creat|delet|updat|appl|remov|mount|found|configur|rotat|import)\w{0,3} (?:the |a |new )?$"""
)
# nginx passes the request on to this address.
_PASSES_ON = Pattern(r"(?:proxy|fastcgi|grpc|uwsgi|scgi|memcached)_pass\s+[^\s;]+;")


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
# Another option, or the placeholder of a usage message.
_OPTION_OR_USAGE = Pattern(r"-(?:-|\z)|[\[|]")
# What follows a word that is an option's value: another option, or the end of the command.
_IS_LAST = Pattern(r"[ ]+--?[A-Za-z]|[ ]*(?:[|>&;]|\n|\z)")
# create --user app --password
_OPTION_BEFORE = Pattern(r" --?[a-z][\w-]*[ =][^\s-]\S* (?:[^\s]+ ){0,3}--?[\w-]+ \S+$")
_NEXT_OPTION = Pattern(r"[ ]+--?[a-z]")
_CAMEL = Pattern(r"[a-z]+(?:[A-Z][a-z]+)+\b")
_IDENTIFIER = Pattern(r"(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b")


# No name in code is written so: Violet_tin_harbor
_CAPITALISED = Pattern(r"[A-Z][a-z]{2,}(?:_[a-z]{2,}){2,}")


def read_adjacent(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """name "value": a setting in a language without assignment signs, or a sentence with a quotation."""
    is_flag = data[start : start + 2] == b"--" or data[start - 2 : start] == b"--"
    value = read_quoted(data, at, sensitivity, is_flag)
    if value is None or value[0] == value[1]:
        return None
    text = data[value[0] : value[1]]
    if _is_other_string(data, value, text, is_flag):
        return None
    is_named_so = RESOURCE_NAME.match(data, value[1]) or _DONE_TO.search(data[max(0, start - 24) : start])
    if is_named_so and not (is_key_like(text) and looks_like_password(text)):
        return None
    if is_flag:
        return value
    is_pass_phrase = sensitivity is Sensitivity.SECRET and _CAPITALISED.fullmatch(text) is not None
    if not is_pass_phrase and _is_identifier(data, start, value[1], text):
        return None
    if b"\n" in text:
        return None
    if (
        (b" " in text or is_word(text))
        and sensitivity < Sensitivity.SECRET
        and not _is_setter_argument(data, start)
    ):
        return None
    return value


def _is_identifier(data: bytes, start: int, end: int, text: bytes) -> bool:
    """Whether the string is a name in code: token `max_tokens`."""
    is_name = b"_" in text and IDENTIFIER.fullmatch(text) is not None
    return is_name and not (_is_name_value_pair(data, start, end) or is_key_like(text))


def _is_other_string(data: bytes, value: Range, text: bytes, is_flag: bool) -> bool:
    """Whether it is the name of the next string, an option, learned to pass "-v" on, or code between two
    strings: "the token " + token +
    """
    if text.lstrip()[:1] in (b"+", b"%") and (
        data[value[1] : value[1] + 1] in (b"\n", b"") or text.rstrip().endswith(b"+")
    ):
        return True
    is_name = text.endswith((b"=", b":")) and IDENTIFIER.fullmatch(text[:-1]) is not None  # pass `api_key=`
    return is_name or is_name_of_next(data, value) or text.startswith(b"-") and not is_flag


def _is_name_value_pair(data: bytes, start: int, end: int) -> bool:
    """Whether it is a name and its value: alone on the line, in a directive, or for a Clojure keyword."""
    before, after = data[line_start(data, start) : start], data[end + 1 : end + 2]
    if before.endswith(b":") or not (before.strip() or after.strip()):
        return True
    return _is_setter_argument(data, start)


def _is_setter_argument(data: bytes, start: int) -> bool:
    """Whether the name is an argument of a command that sets a name to a value."""
    before = data[max(0, start - 80) : start]
    return bool(_SETTER_COMMAND.occurs(before)) or bool(_DIRECTIVE.occurs(before))


def _is_passed_on(data: bytes, start: int, at: int) -> bool:
    return b"_pass" in data[start:at] and _PASSES_ON.match(data, start) is not None


def read_option(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    """--password value, ENV NAME value, or prose."""
    if _is_passed_on(data, start, at):
        return None
    name = data[start : start + 2]
    is_flag = name[:1] == b"-" and (start == 0 or data[start - 1 : start].isspace()) and name[1:] != b" "
    if is_flag or _is_setter_argument(data, start):
        if data[at : at + 5] == b"pass:":
            at += 5
        elif _OPTION_OR_USAGE.match(data, at):
            return None
        end = find_bare_end(data, at, False, b"")
        value = data[at:end]
        is_given = not is_flag or not is_word(value) or _is_last_word(data, len(value), end)
        if is_value(value, sensitivity, False, True) and is_given:
            return at, end
        if is_flag:
            return None
    return _read_in_prose(data, start, at, sensitivity)


def _is_last_word(data: bytes, length: int, end: int) -> bool:
    """Whether a word behind an option is its value: another option is beside it, or it is long and last."""
    if length < 8:
        return False
    is_long = length >= 12 or _OPTION_BEFORE.search(data[line_start(data, end) : end]) is not None
    return (_IS_LAST if is_long else _NEXT_OPTION).match(data, end) is not None


def _read_in_prose(data: bytes, start: int, at: int, sensitivity: Sensitivity) -> Range | None:
    return (
        read_directive(data, start, at, sensitivity)
        or _read_dashed(data, start, at, sensitivity)
        or read_sentence(data, at, sensitivity)
        or (_read_bare(data, start, at, sensitivity) if sensitivity >= Sensitivity.WORD else None)
        or (_read_mixed(data, at, False) if sensitivity >= Sensitivity.WORD else None)
        or (_read_key_after_name(data, start, at, sensitivity) if sensitivity >= Sensitivity.WORD else None)
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
    is_password = sensitivity >= Sensitivity.WORD and _looks_generated(value) and b"://" not in value
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
