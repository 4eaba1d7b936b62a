"""Which entries of a log can be an error at all: most lines of a program that calls Claude name it, and say
nothing wrong.

An entry passes if a fact by which rules are found may be in it (a status of an error, a type, a class, a
code, events of a stream), or a sentence of a rule. Both are looked for twice: in whole blocks as they are
written, where the rarest part of a sentence stands for the whole, which costs little where nothing is wrong;
and in an entry without its noise.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from diagnostic.diagnosis import rulebook
from diagnostic.log.events import HINT, find_hints
from diagnostic.pattern_sets import PatternEnds, PatternSet
from diagnostic.report import body, chain, codes, status, stream
from diagnostic.scan.rarest import rarest_part
from diagnostic.text import noise

# Facts that any text of a Claude client may give: a rule that names only these and a sentence is found by the
# sentence.
_ALWAYS = frozenset(("vendor", "language", "client", "platform", "phase", "request_id", "package"))
_STATUS = r"(\d{3})"
_ERROR_STATUS = r"([45]\d\d)"
# What a status at the very beginning of an entry has before it in the file.
_BEGINNING = r"(?m)(?:^|[\])}|:-][ \t]{1,3}|\b(?:ERROR|WARN|WARNING|CRITICAL|FATAL|ERR)[ \t]{1,8})"
_WINDOW_BYTES = 64 << 10
# Noise that may be in the middle of what is looked for.
_NOISE = {name: source for name, source in noise.SOURCES.items() if name != "prefix"}


@cache
def error_signs() -> PatternSet[str]:
    """What must be there for a rule to match, noise left out."""
    stops = sorted(str(value) for name, value in rulebook().by_fact if name == "stop_reason")
    said = "|".join(("None|null|undefined" if stop == "none" else stop) for stop in stops)
    signs = {"stop": rf"""stop_?[rR]eason\\*["']?\s*(?:[:=]|is)\s*(?:\\*["'])?(?:{said})\b"""}
    signs |= {f"status.{name}": _of_errors(source) for name, source in status.SIGNS.items()}
    signs |= {f"chain.{name}": source for name, source in chain.SIGNS.items()}
    signs |= {f"codes.{name}": source for name, source in codes.SIGNS.items()}
    signs |= {f"body.{name}": body.SIGNS[name] for name in ("type", "bare-type", "error-code")}
    signs |= {f"stream.{name}": source for name, source in stream.EVENT_SIGNS.items()}
    return PatternSet(signs | _sentences())


def _of_errors(source: str) -> str:
    return source.replace(_STATUS, _ERROR_STATUS).replace(r"\A\s*", _BEGINNING).replace(r"\A", _BEGINNING)


def _sentences() -> dict[str, str]:
    """One pattern of each condition that no fact leads to."""
    return {
        source: f"(?i){source}"
        for source, conditions in rulebook().by_pattern.items()
        if any(_ALWAYS.issuperset(name for name, _ in condition.values) for condition in conditions)
    }


@cache
def _signs_in_blocks() -> PatternEnds:
    signs = error_signs().sources | {source: f"(?i){rarest_part(source)}" for source in _sentences()}
    return PatternEnds(map(str, (signs | _NOISE).values()))


def prepare(is_large: bool) -> None:
    """Compiles what a long scan looks for; a short one is over before that pays."""
    if is_large:
        _signs_in_blocks().compile()
        error_signs().compile()


def find_signs(data: bytes) -> Iterator[int]:
    """Where something may be an error, in the order of the text."""
    signs = _signs_in_blocks()
    view, position = memoryview(data), 0
    while position < len(data):
        stop = data.find(b"\n", min(position + _WINDOW_BYTES, len(data))) + 1 or len(data)
        # A sentence may go on in the next line.
        window = view[position : data.find(b"\n", stop) + 1 or len(data)]
        ends = signs.find(window) if _is_utf8(window) else None
        if ends is None:
            yield from (position + hint for hint in find_hints(bytes(window)))
        else:
            yield from (position + max(end - 1, 0) for end in ends)
        position = stop


def _is_utf8(window: memoryview) -> bool:
    try:
        str(window, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def may_match(entry: str) -> bool:
    """False only if no condition of any rule can hold for the entry, or nothing in it hints at Claude."""
    data = entry.encode()
    return HINT.search(data) is not None and bool(error_signs().find(noise.remove_noise(entry).text.encode()))
