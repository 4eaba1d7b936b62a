"""Settings in commands and directives: --password value, ENV NAME value, name "value"."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity
from diagnostic.text.plain_words import is_word
from diagnostic.text.randomness import is_key_like
from diagnostic.text.ranges import Range
from diagnostic.text.setting_sentences import read_in_prose
from diagnostic.text.setting_values import (
    IDENTIFIER,
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
# Another option, or the placeholder of a usage message.
_OPTION_OR_USAGE = Pattern(r"-(?:-|\z)|[\[|]")
# What follows a word that is an option's value: another option, or the end of the command.
_IS_LAST = Pattern(r"[ ]+--?[A-Za-z]|[ ]*(?:[|>&;]|\n|\z)")
# create --user app --password
_OPTION_BEFORE = Pattern(r" --?[a-z][\w-]*[ =][^\s-]\S* (?:[^\s]+ ){0,3}--?[\w-]+ \S+$")
_NEXT_OPTION = Pattern(r"[ ]+--?[a-z]")


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
    return read_in_prose(data, start, at, sensitivity)


def _is_last_word(data: bytes, length: int, end: int) -> bool:
    """Whether a word behind an option is its value: another option is beside it, or it is long and last."""
    if length < 8:
        return False
    is_long = length >= 12 or _OPTION_BEFORE.search(data[line_start(data, end) : end]) is not None
    return (_IS_LAST if is_long else _NEXT_OPTION).match(data, end) is not None
