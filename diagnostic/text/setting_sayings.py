"""Settings in commands and sentences: options, ENV NAME value, "my password is …"."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Holds
from diagnostic.text.randomness import is_key_like
from diagnostic.text.setting_lines import read_directive
from diagnostic.text.setting_values import IDENTIFIER, Range, is_strong, is_value, read_quoted
from diagnostic.text.values import find_bare_end, is_placeholder, is_said, is_word

_TAKES = Pattern(
    r"(?:^|[\s;&|\"'`])(?:ENV|ARG|setenv|SetEnv|PassEnv|setx|set -x|set -gx|set -Ux|set|configure set|config"
    r" set|secret put|secret set|secrets set|passwd|put|add|SETENV)\s{1,4}$"
)
_FILLERS = Pattern(
    r"""[ \t,:=({-]{0,4}(?:(?:is|was|are|be|set|to|ist|lautet|es|est|header|value|from|returned|used"""
    r"""|using|equals|as|got|provided|str(?:ing)?|&str)\b[ \t,:=(-]{1,4}){0,4}"""
)
_SETS = Pattern(r"(?i)[:=]|\b(?:is|was|be|to|ist|lautet|es|est)\b")
_SAID_KEY = Pattern(r"""[^\s"'`\\,;)}\]\[<>|\x01]{8,}""")
# A word and a number, as people make passwords; not base64 or ed25519.
_NUMBERED = Pattern(r"[A-Za-z]{5,}\d{2,4}")
# Another option, or what a usage shows in place of a value.
_OPTION_OR_USAGE = Pattern(r"-(?:-|\z)|[\[|]")
_CONSTANT = Pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


def read_next_to(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """name "value": a setting of a language without signs, or a sentence with a quotation."""
    is_flag = data[start : start + 2] == b"--" or data[start - 2 : start] == b"--"
    value = read_quoted(data, at, holds, is_flag)
    if value is None or value[0] == value[1]:
        return None
    text = data[value[0] : value[1]]
    if is_flag:
        return value
    if IDENTIFIER.fullmatch(text) and b"_" in text and not is_key_like(text):
        return None
    if b" " in text and holds < Holds.SECRET or b"\n" in text or (is_word(text) and holds < Holds.SECRET):
        return None
    return value


def read_option(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """--password value, ENV NAME value, or prose."""
    name = data[start : start + 2]
    is_flag = name[:1] == b"-" and (start == 0 or data[start - 1 : start].isspace()) and name[1:] != b" "
    if is_flag or _TAKES.search(data[max(0, start - 40) : start]):
        if data[at : at + 5] == b"pass:":
            at += 5
        elif _OPTION_OR_USAGE.match(data, at):
            return None
        end = find_bare_end(data, at, False, b"")
        value = data[at:end]
        if is_value(value, holds, False, True) and (not is_word(value) or not is_flag):
            return at, end
        if is_flag:
            return None
    return (
        read_directive(data, start, at, holds)
        or read_saying(data, at, holds)
        or (_read_bare(data, start, at, holds) if holds >= Holds.WORD else None)
    )


def _read_bare(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """(password x1-y2); Loaded DB_PASSWORD x1-y2 from .env"""
    if data[start - 1 : start] == b"(" and (told := _read_in_brackets(data, at)):
        return told
    found = _SAID_KEY.match(data, at)
    if found is None or not is_strong(found.group()):
        return None
    is_constant = holds is Holds.SECRET and _CONSTANT.match(data, start)
    return (at, at + len(found.group().rstrip(b".:!?"))) if is_constant else None


# (password x1-y2), also where the text ends before the bracket
_IN_BRACKETS = Pattern(r"([^\s\x01]{6,80}?)(?:\)(?:[\s.,;:\"'\\<]|$)|$)")


def _read_in_brackets(data: bytes, at: int) -> Range | None:
    found = _IN_BRACKETS.match(data, at)
    return found.span(1) if found and is_strong(found.group(1)) else None


def read_saying(data: bytes, at: int, holds: Holds) -> Range | None:
    """my password is abc1def2: what looks like a key even alone, or is in quotes, a few words after the
    name.
    """
    start = _FILLERS.match(data, at).end()
    if start == at:
        return None
    is_set = _SETS.search(data[at:start]) is not None
    if value := read_quoted(data, start, holds, False):
        said = data[value[0] : value[1]]
        return value if said and holds > Holds.RANDOM and _is_quoted_secret(said, is_set) else None
    found = _SAID_KEY.match(data, start)
    if found is None:
        return None
    end = start + len(found.group().rstrip(b".:!?"))
    value = data[start:end]
    if b"://" in value or is_placeholder(value):
        return None
    is_password = is_strong(value) or _NUMBERED.fullmatch(value) is not None
    is_told = holds > Holds.RANDOM and is_set and is_password
    return (start, end) if is_told or is_key_like(value) else None


def _is_quoted_secret(said: bytes, is_set: bool) -> bool:
    """A pass phrase that something is set to, or a string that is neither words nor a name."""
    if said.count(b" ") > 1 and said.islower() and not is_said(said) and is_set:
        return True
    is_name = IDENTIFIER.fullmatch(said) and not is_key_like(said)
    return not (b" " in said or is_word(said) or is_name)
