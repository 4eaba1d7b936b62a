"""Pre-filter of log entries, because most lines that mention Claude are not errors.

An entry passes if it may contain a fact that rules are indexed by (error status, type, class, code, stream
event) or a sentence of a rule. There are two passes. The first one covers whole raw blocks and looks only for
the rarest part of each sentence, which is cheap if there are no errors. The second one covers each remaining
entry, with its noise removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from diagnostic.diagnosis import rulebook
from diagnostic.log.events import HINT, find_hints
from diagnostic.pattern_sets import PatternEnds, PatternSet
from diagnostic.patterns import without_upper_bounds
from diagnostic.report import body, chain, codes, status, stream
from diagnostic.scan.rarest import rarest_part
from diagnostic.text import noise

# Facts that any text of a Claude client may have. A rule that requires only these and a sentence is indexed
# by its sentence.
_UNINDEXED_FACTS = frozenset(("vendor", "language", "client", "platform", "phase", "request_id", "package"))
_STATUS = r"(\d{3})"
_ERROR_STATUS = r"([45]\d\d)"
# What may precede a status at the start of an entry in the file.
_BEGINNING = r"(?m)(?:^|[\])}|:-][ \t]{1,3}|\b(?:ERROR|WARN|WARNING|CRITICAL|FATAL|ERR)[ \t]{1,8})"
_WINDOW_BYTES = 64 << 10
# Noise that may interrupt a sign.
_NOISE = {name: source for name, source in noise.SOURCES.items() if name != "prefix"}


@cache
def error_signs() -> PatternSet[str]:
    """Patterns of which at least one must occur for any rule to match, once noise is removed."""
    stops = sorted(str(value) for name, value in rulebook().by_fact if name == "stop_reason")
    values = "|".join(("None|null|undefined" if stop == "none" else stop) for stop in stops)
    signs = {"stop": rf"""stop_?[rR]eason\\*["']?\s*(?:[:=]|is)\s*(?:\\*["'])?(?:{values})\b"""}
    signs |= {f"status.{name}": _errors_only(source) for name, source in status.SIGNS.items()}
    signs |= {f"chain.{name}": source for name, source in chain.SIGNS.items()}
    signs |= {f"codes.{name}": source for name, source in codes.SIGNS.items()}
    signs |= {f"body.{name}": body.SIGNS[name] for name in ("type", "bare-type", "error-code")}
    signs |= {f"stream.{name}": source for name, source in stream.EVENT_SIGNS.items()}
    return PatternSet(signs | _sentences())


def _errors_only(source: str) -> str:
    return source.replace(_STATUS, _ERROR_STATUS).replace(r"\A\s*", _BEGINNING).replace(r"\A", _BEGINNING)


def _sentences() -> dict[str, str]:
    """A pattern for each condition that is not indexed by a fact."""
    return {
        source: f"(?i){source}"
        for source, conditions in rulebook().by_pattern.items()
        if any(_UNINDEXED_FACTS.issuperset(name for name, _ in condition.values) for condition in conditions)
    }


@cache
def _signs_in_blocks() -> PatternEnds:
    # Without upper bounds: a single pattern that is too large for Hyperscan would make it refuse all of them.
    sentences = {source: f"(?i){without_upper_bounds(rarest_part(source))}" for source in _sentences()}
    signs = error_signs().sources | sentences
    return PatternEnds(lambda: map(str, (signs | _NOISE).values()))


def prepare(is_large: bool) -> None:
    """Compiles the signs for a long scan. In a short one, compiling takes longer than it saves."""
    if is_large:
        _signs_in_blocks().compile()
        error_signs().compile()


def find_signs(data: bytes) -> Iterator[int]:
    """Places that may be an error, in text order."""
    signs = _signs_in_blocks()
    view, position = memoryview(data), 0
    while position < len(data):
        stop = data.find(b"\n", min(position + _WINDOW_BYTES, len(data))) + 1 or len(data)
        # A sentence may continue on the next line.
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
    """Whether some rule may match the entry: it hints at Claude and contains a sign. May be True although
    none does.
    """
    data = entry.encode()
    return HINT.search(data) is not None and bool(error_signs().find(noise.remove_noise(entry).text.encode()))
