"""Server-sent-event transcripts and dumps of events and messages, recognised by their structure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from diagnostic.patterns import compile_all
from diagnostic.report.facts import StreamFact

_EVENT = (
    r"message_start|content_block_start|content_block_delta|content_block_stop|message_delta|"
    r"message_stop|ping|error"
)
SIGNS = {
    "sse": r"(?m)^(?:< )?event:",
    "data": r"(?m)^(?:data:\s?)?\{\s*[\"']?type",
    "bare": (
        r"(?m)^[ \t>*-]*(?:\d+[.:)]?[ \t]+)?(?:event[:"
        r" ]+)?(?:message_start|content_block_|message_delta|message_stop)"
    ),
    "repr": (
        r"(?:MessageStart|ContentBlockStart|ContentBlockDelta|MessageDelta|MessageStop|ContentBlockStop)"
        r"(?:Event)?\("
    ),
    "inline": (
        r"[\"'](?:message_start|content_block_start|content_block_delta|message_delta|message_stop)\\*[\"']"
    ),
    "head": r"(?i)content-type:\s?text/event-stream",
    "answer": r"(?m)^(?:< )?HTTP/[\d.]+ 200\b",
    "stack": r"Traceback \(most recent call last\)|\n\s+at \S",
    "stop-reason": r"stop_?[rR]eason",
}
# Of these, what shows events; the others say something about a text that has some.
EVENT_SIGNS = {name: SIGNS[name] for name in ("sse", "data", "bare", "repr", "inline", "head")}
_PATTERNS = compile_all(
    {
        "sse": rf"(?m)^(?:<\s)?event:\s?({_EVENT})\b",
        "data": rf"""(?m)^(?:data:\s?)?\{{\s*["']?type["']?:\s?["']({_EVENT})["']""",
        "bare": (
            rf"(?m)^[ \t>*-]{{0,6}}(?:\d{{1,5}}[.:)]?[ \t]+)?(?:event[: ]+)?({_EVENT})[ \t]*(?:$|[\(\{{:,-])"
        ),
        "repr": (
            r"\b(?:Raw)?(MessageStart|ContentBlockStart|ContentBlockDelta|ContentBlockStop|MessageDelta|"
            r"MessageStop)(?:Event)?\("
        ),
        "inline": rf"""\btype\\*["']?\s*[:=]\s*\\*["']({_EVENT})\\*["']""",
        "head": SIGNS["head"],
        "stop-reason": (
            r"""\bstop_?[rR]eason\\*["']?\s*(?:[:=]|is)\s*(?:\\*["']([a-z_]{3,40})\\*["']|(None|null|undefined)\b"""
            r"|(end_turn|max_tokens|stop_sequence|tool_use|pause_turn|refusal|model_context_window_exceeded|"
            r"compaction)\b)"
        ),
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


def read_stream(data: bytes, hits: frozenset[str]) -> StreamReading:
    """Reads the events of a transcript, and the stop reason of a finished message ("none" where it is
    null).
    """
    events, place = _read_events(data, hits)
    stop_reason, stop_place = (
        _read_stop_reason(data, events is not None) if "stream.stop-reason" in hits else (None, (0, 0))
    )
    stream = None
    if events is not None:
        stream = StreamFact(dict(events), "message_stop" in events, stop_reason)
    return StreamReading(stream, place, stop_reason, stop_place)


def _read_stop_reason(data: bytes, in_transcript: bool) -> tuple[str | None, tuple[int, int]]:
    last = None
    for found in _PATTERNS["stop-reason"].finditer(data):
        # message_start always says null: in a transcript that tells nothing.
        if not (in_transcript and found.group(2)):
            last = found
    if last is None:
        return None, (0, 0)
    value = last.group(1) or last.group(3)
    return (value.decode() if value else "none"), last.span()


def _read_events(data: bytes, hits: frozenset[str]) -> tuple[Counter[str] | None, tuple[int, int]]:
    best: Counter[str] = Counter()
    last_place = (0, 0)
    for form in ("sse", "data", "bare", "repr", "inline"):
        if f"stream.{form}" not in hits or (form == "inline" and "stream.stack" in hits):
            continue
        events: Counter[str] = Counter()
        place = (0, 0)
        for count, found in enumerate(_PATTERNS[form].finditer(data)):
            if count >= _MOST:
                break
            name: str = found.group(1).decode()
            events[_REPR.get(name, name)] += 1
            place = found.span(1)
        if _is_transcript(form, events, data) and events.total() > best.total():
            best, last_place = events, place
    if best:
        return best, last_place
    # The head of an event stream with nothing after it, as curl -i and curl -v show it.
    if (
        {"stream.head", "stream.answer"} <= hits
        and "stream.stack" not in hits
        and b"event:" not in data
        and b"data:" not in data
    ):
        return best, _PATTERNS["head"].search(data).span()
    return None, (0, 0)


def _is_transcript(form: str, events: Counter[str], data: bytes) -> bool:
    # A transcript shows at least two different events of the protocol; a lone name is only mentioned.
    told = events.keys() - {"error", "ping"}
    if form == "sse":
        return events.total() > 1 or "message_start" in told or (bool(events) and b"data:" in data)
    return (
        len(told) >= 2
        or (form in ("repr", "data") and bool(told) and events.total() > 1)
        or (form == "data" and "message_start" in told)
    )
