"""Server-sent-event transcripts and dumps of events and messages, recognised by their structure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from diagnostic.report.facts import StreamFact
from diagnostic.report.patterns import Detector

_EVENT = r"message_start|content_block_start|content_block_delta|content_block_stop|message_delta|message_stop|ping|error"
_PATTERNS = Detector(
    {
        "sse": rf"(?m)^(?:<\s)?event:\s?({_EVENT})[ \t]*$",
        "data": rf"""(?m)^(?:data:\s?)?\{{\s?["']?type["']?:\s?["']({_EVENT})["']""",
        "bare": rf"(?m)^[ \t>*-]{{0,6}}(?:\d{{1,5}}[.:)]?[ \t]+)?(?:event[: ]+)?({_EVENT})[ \t]*(?:$|[\(\{{:,-])",
        "repr": r"\b(?:Raw)?(MessageStart|ContentBlockStart|ContentBlockDelta|ContentBlockStop|MessageDelta|MessageStop)(?:Event)?\(",
        "inline": rf"""\btype["']?\s*[:=]\s*["']({_EVENT})["']""",
        "head": r"(?i)content-type:\s?text/event-stream",
        "stop-reason": r"""\bstop_reason\\*["']?\s*(?:[:=]|is)\s*(?:\\*["']([a-z_]{3,40})\\*["']|(None|null|undefined)\b|([a-z_]{6,40})\b)""",
        "traceback": r"Traceback \(most recent call last\)|\n\s+at \S",
    }
)
_REPR = {
    "MessageStart": "message_start",
    "ContentBlockStart": "content_block_start",
    "ContentBlockDelta": "content_block_delta",
    "ContentBlockStop": "content_block_stop",
    "MessageDelta": "message_delta",
    "MessageStop": "message_stop",
}
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class StreamReading:
    """What a paste shows of a stream, and where."""

    stream: StreamFact | None
    stream_place: tuple[int, int]
    stop_reason: str | None
    stop_place: tuple[int, int]


def read_stream(data: bytes) -> StreamReading:
    """Reads the events of a transcript and the stop reason of a finished message."""
    hits = _PATTERNS.find(data)
    stop_reason, stop_place = _read_stop_reason(data) if "stop-reason" in hits else (None, (0, 0))
    stream, place = _read_events(data, hits, stop_reason)
    return StreamReading(stream, place, stop_reason, stop_place)


def _read_stop_reason(data: bytes) -> tuple[str | None, tuple[int, int]]:
    found = None
    for found in _PATTERNS.patterns["stop-reason"].finditer(data):  # noqa: B007 - the last one is final
        pass
    value = found.group(1) or found.group(3)
    return (value.decode() if value else "none"), found.span()


def _read_events(data: bytes, hits: set[str], stop_reason: str | None) -> tuple[StreamFact | None, tuple[int, int]]:
    best: Counter[str] = Counter()
    places: list[tuple[int, int]] = []
    for form in ("sse", "data", "bare", "repr", "inline"):
        if form not in hits:
            continue
        events: Counter[str] = Counter()
        spans: list[tuple[int, int]] = []
        for count, found in enumerate(_PATTERNS.patterns[form].finditer(data)):
            if count >= _MOST:
                break
            name = found.group(1).decode()
            events[_REPR.get(name, name)] += 1
            spans.append(found.span(1))
        # A transcript has at least two different lines of the protocol; a lone name is only mentioned.
        told = events.keys() - {"error", "ping"}
        enough = form == "sse" or len(told) >= 2 or (told and form == "repr")
        if form == "inline" and "traceback" in hits:
            enough = False
        if enough and events.total() > best.total():
            best, places = events, spans
    if best:
        return StreamFact(dict(best), "message_stop" in best, stop_reason if stop_reason != "none" else None), places[-1]
    if "head" in hits and "traceback" not in hits and b"event:" not in data and b"data:" not in data:
        head = _PATTERNS.patterns["head"].search(data)
        if b"< HTTP/" in data or data.startswith(b"HTTP/"):
            return StreamFact({}, False, None), head.span()
    return None, (0, 0)
