"""Finds long prose that a person wrote, in a dump of a program whose fields no other mask knows. Fields that
describe an error are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.ranges import BARRIER
from diagnostic.text.value_ends import find_closing

# This many words in a row are a passage; a sentence of an error contains names, numbers or marks.
_WORDS = r"""(?:[A-Za-z\x{c0}-\x{24f}'\x{2019}-]+[,.;:!?]{0,2}[ ]){22}"""
_PASSAGE = Pattern(
    r"""\b([A-Za-z_][\w-]{0,40})(?:\\*["'])?(?:\]|:(?:protected|private))?\s{0,4}(?::|=>|=|\()\s{0,4}"""
    rf"""(?:(?:[A-Z]\w{{1,30}}\(|string\(\d+\) |b)?(\\*)(["'`]))?{_WORDS}"""
)
_END = Pattern(r""", ?[\w ]{1,40}=|[}\]\n\x01]| [A-Z]\w{1,30}:\S""")
# Fields about an error or a program, not about what a person asked.
_ERROR_FIELDS = frozenset(
    b"message msg error err errors errormessage error_message detail details description reason reasons title"
    b" hint help summary log exception stack stacktrace traceback note notes info cause suggestion doc"
    b" documentation warning warn stderr stdout output result usage status response failure problem comment"
    b" changelog license notice todo explanation remedy resolution recommendation body".split()
)
_ERROR_WORD = Pattern(
    r"(?i)\b(?:errors?|exception|failed|fails?|api|https?|requests?|tokens?|limits?|credits?|billing|models?|claude"
    r"|anthropic|organization|plans?|status|retry|server|version|deprecated|parameters?|unsupported|permission"
    r"|credentials?|keys?|timeout|connection|install|configur\w*|policy|blocked)\b"
)
_MAX_ERROR_WORDS = 1
# So begins what a program prints, whoever quotes it.
_LEVEL = Pattern(r"(?:ERROR|WARNING|FATAL|[A-Z]\w{2,40}(?:Error|Exception)): ")
# Half as many words of any script: a prefilter at a fifth of the cost.
SIGNS = {"passage": Pattern(r"""["'`(=:] ?(?:[A-Za-z\x{80}-\x{10ffff}',.;:!?-]+ ){12}""")}


def find_passages(data: bytes) -> Iterator[tuple[int, int]]:
    """Strings and fields of many words in a row, except those about an error."""
    at = 0
    while found := _PASSAGE.search(data, at):
        at = found.end()
        quote = found.group(3)
        start = found.end(3) if quote else _start_of_words(data, found.end(1), found.end())
        if found.group(1).lower() in _ERROR_FIELDS or is_about_error(data[start:at]):
            continue
        if quote:
            end = find_closing(data, start, len(found.group(2)), quote)
        elif data[start - 1 : start] == b" ":
            continue  # the message after the name of an exception
        else:
            rest = _END.search(data, at)
            end = rest.start() if rest else len(data)
        if BARRIER not in data[start : start + 1]:
            yield start, max(at - 1, end)
        at = max(at, end)


def _start_of_words(data: bytes, start: int, end: int) -> int:
    while start < end and not (data[start : start + 1].isalpha() or data[start] >= 128):
        start += 1
    return start


def is_about_error(words: bytes) -> bool:
    """Whether these words are a program's message, not what a person wrote."""
    return _LEVEL.match(words) is not None or sum(1 for _ in _ERROR_WORD.finditer(words)) > _MAX_ERROR_WORDS


# What a program says of its work, besides of its errors, and how code and names look
_PROGRAM_WORD = Pattern(
    r"(?i)\b(?:invalid|missing|required|must|cannot|can['\x{2019}]t|could not|did not|does not|not found"
    r"|expir\w+|denied|exceed\w*|unknown|unauthori[sz]ed|forbidden|overloaded|reject\w*|too (?:big|large"
    r"|long|many|much|short|small|slow)|max(?:imum)?|[kmg]b|(?:un)?available|support\w*|upgrade"
    r"|subscription|region|quota|timed|tools?|files?|commands?|functions?|json|default|returns?|code"
    r"|build|deploy\w*|pipeline|sdk|endpoint|respon\w+|usage|logs?|logged|database|values?|fields?"
    r"|schema|messages?|content|blocks?|images?|inputs?|outputs?|strings?|expected|headers?|arguments?"
    r"|options?|environment|variables?|modules?|objects?|types?|property|sessions?|conversation|chat"
    r"|accounts?|workspace|settings?|urls?|hosts?|ports?|network|sockets?|streams?|attempts?|again|batch"
    r"|prefill|proxy|wrapper|budget|cache|context|characters?|bytes|pages|traceback|calls?|sandbox"
    r"|approval|safety|interrupted|traffic|trouble|servers?|window|users?|apps?|program|tasks?|attempted"
    r"|unusable|serializ\w*|package|tests?|lint\w*|python|node|browser|terminal|opus|sonnet|haiku"
    r"|40[0134]|413|422|429|50[0-4]|529)\b"
    r"|[`_\[\]{}<>=|\\]|\w[.:/(]\w"
)
_WORDS_A_PROGRAM_WORD = 20


def is_plain_talk(words: bytes) -> bool:
    """Whether a person wrote this about anything but programs: of 20 words at most one is of a program."""
    if _LEVEL.match(words):
        return False
    count = sum(1 for pattern in (_ERROR_WORD, _PROGRAM_WORD) for _ in pattern.finditer(words))
    return count * _WORDS_A_PROGRAM_WORD < words.count(b" ")
