"""Whether the string after the name of a secret in a list is its value, or the next name."""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.randomness import changes, is_key_like, word_ratio
from diagnostic.text.ranges import Range
from diagnostic.text.setting_values import IDENTIFIER, is_name_of_next

KEY_END = Pattern(r"""["'`]\s?(?:[:=]|=>)""")
# allowedHeaders: ["x-api-key", "anthropic-version"]
_HEADER_NAME = Pattern(
    r"(?i)x(?:-[a-z]+){1,5}|anthropic(?:-[a-z]+){1,4}|content-(?:type|length|encoding)|accept(?:-[a-z]+)?|user-agent"
    r"|authorization|cache-control|if-none-match|access-control(?:-[a-z]+){2}|proxy-authorization|set-cookie"
)


def is_another_name(data: bytes, start: int, at: int, value: Range) -> bool:
    """Whether the string after a name in a list is another name."""
    text = data[value[0] : value[1]]
    # "kind": "api-key", "token": …
    if is_name_of_next(data, value) or KEY_END.match(data, value[1]) or _HEADER_NAME.fullmatch(text):
        return True
    if data[start - 1 : start] == b":" and _SCOPE.fullmatch(text):  # "org:create_api_key", "user:profile"
        return True
    # A header's name has dashes.
    is_other_kind = b"-" in data[start:at] and b"_" in text
    if is_other_kind or not IDENTIFIER.fullmatch(text) or _looks_random(text):
        return False
    is_set = _DEFINES.search(data[max(0, start - 30) : start]) is not None
    is_set |= _BUILDS.search(data[max(0, start - 400) : at]) is not None
    is_set |= _IN_LIST.search(data[max(0, start - 8) : start]) is not None and data[
        value[1] + 1 : value[1] + 2
    ] in (b")", b"}")
    is_pair = is_set or b"_" in text and _is_pair(data, start, value[1])
    return not is_pair or read_name(text) > Sensitivity.NONE  # two names of settings


_SCOPE = Pattern(r"[a-z_]+(?::[a-z_]+)+")


def _looks_random(text: bytes) -> bool:
    return is_key_like(text) or (len(text) >= 8 and (changes(text) >= 0.5 or word_ratio(text) < 0.3))


# ('name', 'value'), b'name', b'value', '--name', 'value'
_DEFINES = Pattern(
    r"""\b(?:define|set_var|getenv|environ\.get|\.put|setItem|SetEnvironmentVariable|[sS]et_?[eE]nv|put_?[eE]nv|ENV\.fetch|get_env|[vV]ariable\.set|environ\.setdefault|setProperty|\w{0,20}[hH]eaders?(?:\.\w{3,6})?)"""
    r"""\( ?["']$"""
)
# [('name', 'value'), ('name', 'value')]
_IN_LIST = Pattern(r"""(?:(?:\[|\), ?)\(b?|\{ ?)["']$""")
# rawHeaders: ['Host', 'x', 'X-Goog-Api-Key', 'value'], mapOf("name" to "value")
_BUILDS = Pattern(r"""\brawHeaders\W[^\]=]*-[\w-]*["'],\s*$|[mM]apOf\([^)=]*["'] to $""")
_PAIR_LEAD = Pattern(r"""(?:[(\[] ?b?["']|b["']|["'`\s]--?)$""")


def _is_pair(data: bytes, start: int, end: int) -> bool:
    """Whether these two strings are a name and its value, or an option and its value, and not two names."""
    if data[start : start + 1] == b"-":
        return True
    if data[max(0, start - 8) : start - 1].endswith(b"keys(["):  # dict_keys(['api_key', 'base_url'])
        return False
    lead = _PAIR_LEAD.search(data[max(0, start - 4) : start])
    return lead is not None and (
        lead.group().endswith(b"-") or data[end + 1 : end + 3].strip()[:1] in (b")", b"]")
    )
