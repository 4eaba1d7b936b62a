"""Pre-filter of log entries, because most lines that mention Claude are not errors.

An entry passes if it may contain a fact that rules are indexed by (error status, type, class, code, stream
event) or a sentence of a rule. There are two passes. The first one covers whole raw blocks and looks only for
the rarest part of each sentence, which is cheap if there are no errors. The second one covers each remaining
entry, with its noise removed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from diagnostic import patterns
from diagnostic.diagnosis import diagnose
from diagnostic.file_cache import cached
from diagnostic.log.events import HINT, find_hint
from diagnostic.pattern_sets import PatternEnds, PatternSet
from diagnostic.report import body, chain, codes, status, stream
from diagnostic.scan.log_rules import log_rules
from diagnostic.scan.rarest import rarest_part
from diagnostic.text import noise
from diagnostic.world import edges

# Facts that any text of a Claude client may have. A rule that requires only these and a sentence is indexed
# by its sentence.
_UNINDEXED_FACTS = frozenset(("vendor", "language", "client", "platform", "phase", "request_id", "package"))
_STATUS = r"(\d{3})"
_ERROR_STATUS = r"([45]\d\d)"
# What may precede a status at the start of an entry in the file.
_BEGINNING = r"(?m)(?:^|[\])}|:-][ \t]{1,3}|\b(?:ERROR|WARN|WARNING|CRITICAL|FATAL|ERR)[ \t]{1,8})"
_LEADING = frozenset(("status.leading",))
_WINDOW_BYTES = 64 << 10
# An entry whose diagnosis uses what nearly all do.
_ERROR = """2026-11-20 10:00:00,123 ERROR app: failed
Traceback (most recent call last):
  File "/srv/app/ask.py", line 12, in ask
anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', \
'message': 'Overloaded'}, 'request_id': 'req_011CLabLabLabLabLabLab'}
"""
# Noise that may interrupt a sign.
_NOISE = {name: source for name, source in noise.SOURCES.items() if name != "prefix"}


@cache
def _facts() -> PatternSet[str]:
    """Patterns of the facts that rules are indexed by, once noise is removed."""
    stops = sorted(str(value) for name, value in log_rules().by_fact if name == "stop_reason")
    values = "|".join(("None|null|undefined" if stop == "none" else stop) for stop in stops)
    signs = {"stop": rf"""stop_?[rR]eason\\*["']?\s*(?:[:=]|is)\s*(?:\\*["'])?(?:{values})\b"""}
    signs |= {f"status.{name}": _errors_only(source) for name, source in status.SIGNS.items()}
    signs |= {f"chain.{name}": source for name, source in chain.SIGNS.items()}
    signs |= {f"codes.{name}": source for name, source in codes.SIGNS.items()}
    signs |= {f"body.{name}": body.SIGNS[name] for name in ("type", "bare-type", "error-code")}
    signs |= {f"stream.{name}": source for name, source in stream.EVENT_SIGNS.items()}
    return PatternSet(signs)


def _errors_only(source: str) -> str:
    return source.replace(_STATUS, _ERROR_STATUS).replace(r"\A\s*", _BEGINNING).replace(r"\A", _BEGINNING)


@cache
def _sentences() -> frozenset[str]:
    """The patterns of conditions that are not indexed by a fact."""
    return frozenset(
        source
        for source, conditions in log_rules().by_pattern.items()
        if any(_UNINDEXED_FACTS.issuperset(name for name, _ in condition.values) for condition in conditions)
    )


@cache
def _signs_in_blocks() -> PatternEnds:
    return PatternEnds(_block_sources)


def _block_sources() -> list[str]:
    sentences = sorted(_sentences())
    files = (*sorted(Path(__file__).parent.glob("*.py")), str(edges.__file__), str(patterns.__file__))
    # Reducing the sentences takes as long as the rest of a start.
    packed = cached(
        f"log-signs-{log_rules().version}",
        files,
        lambda: msgspec.msgpack.encode([_loosen(sentence) for sentence in sentences]),
    )
    loosened = msgspec.msgpack.decode(packed, type=list[str])
    return [*_facts().sources.values(), *loosened, *map(str, _NOISE.values())]


def _loosen(sentence: str) -> str:
    # Without upper bounds: a single pattern that is too large for Hyperscan would make it refuse all of them.
    return f"(?i){patterns.without_upper_bounds(rarest_part(sentence))}"


def prepare(is_large: bool) -> None:
    """Compiles the signs for a long scan, and loads the other patterns that are compiled already, so that
    processes that are forked afterwards share them. In a short one, compiling takes longer than it saves.
    """
    if is_large:
        _compile()


@cache
def _compile() -> None:
    if _signs_in_blocks().compile():
        _facts().compile()
        diagnose(_ERROR, log_rules(), is_entry=True)


def find_sign(data: bytes, start: int) -> int:
    """The first place from `start` on that may be an error; -1 if there is none. `start` begins a line."""
    signs, view = _signs_in_blocks(), memoryview(data)
    can_search = signs.load()
    while start < len(data):
        stop = data.find(b"\n", min(start + _WINDOW_BYTES, len(data))) + 1 or len(data)
        # A sentence may continue on the next line.
        window = view[start : data.find(b"\n", stop) + 1 or len(data)]
        place = signs.find_first(window) if can_search and _is_utf8(window) else find_hint(bytes(window), 0)
        if place >= 0:
            return start + place
        start = stop
    return -1


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
    if HINT.search(entry.encode()) is None:
        return False
    data = noise.remove_noise(entry).text.encode()
    facts = _facts().find(data)
    # The number at the beginning of a message is mostly a count, as in "460 tokens".
    is_fact = status.read_status(data, facts, None) is not None if facts == _LEADING else bool(facts)
    return is_fact or not _sentences().isdisjoint(log_rules().patterns.find(data))
