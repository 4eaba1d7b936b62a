"""Transcripts of server-sent events, and dumps of events and messages, recognised by their structure."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import msgspec

from diagnostic.patterns import Family, Pattern, compile_all, one_of
from diagnostic.report.facts import Found, StreamFact

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
    "headers": r"(?i)content-type:\s?text/event-stream",
    "status-200": r"(?m)^(?:< )?HTTP/[\d.]+ 200\b",
    "traceback": r"Traceback \(most recent call last\)|\n\s+at \S",
    "stop-reason": r"stop_?[rR]eason",
}
# The signs that show events; the others only describe a text that has some.
EVENT_SIGNS = {name: SIGNS[name] for name in ("sse", "data", "bare", "repr", "inline", "headers")}
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
        "headers": SIGNS["headers"],
        "stop-reason": (
            r"""\bstop_?[rR]eason\\*["']?\s*(?:(?:[:=]|is)\s*|Input should be [^\n]*\binput_value=)"""
            r"""(?:\\*["']([a-z_]{3,40})\\*["']|(None|null|undefined)\b"""
            r"|(end_turn|max_tokens|stop_sequence|tool_use|pause_turn|refusal|model_context_window_exceeded|"
            r"compaction)\b)"
        ),
    }
)
_EVENT_OF_CLASS = {
    "MessageStart": "message_start",
    "ContentBlockStart": "content_block_start",
    "ContentBlockDelta": "content_block_delta",
    "ContentBlockStop": "content_block_stop",
    "MessageDelta": "message_delta",
    "MessageStop": "message_stop",
}
_FORM_NAMES = ("sse", "data", "bare", "repr", "inline")
_FORMS = Family("stream", _FORM_NAMES)
_FORMS_BESIDE_TRACEBACK = Family("stream", _FORM_NAMES[:-1])  # a line of code may quote the name of an event
_MAX_EVENTS = 20_000
_MAX_OPENING = 100  # characters from the start of a literal to the type of an event
# How source code opens a text or an object that is an event.
_OPENED = Pattern(
    one_of(
        r"(?:`|r#+\"|\bjson!\()(?:data: ?)?\{\s*\"?\z",
        r"(?m)^[ \t]*\"(?:data: ?)?\{[ \t]*\\*\"?\z",
    )
)
# The first event and nothing behind it, not a sentence about it.
_FIRST_ALONE = Pattern(r"(?m)^(?:<\s)?event:\s?message_start\s*$")
# An object or a list that a person cut, or a line of dots instead of what follows.
_CUT = Pattern(
    one_of(
        r"[,{\[:][ \t]?(?:\.{3}|\x{2026})[ \t]?[}\]]",
        r"(?m)^[ \t>#/*-]{0,6}[\[(]?(?:\.{3,6}|\x{2026})[\])]?[ \t]*$",
    )
)


class ParsedStream(msgspec.Struct, frozen=True):
    """The stream and stop reason in a paste, and their places."""

    stream: Found[StreamFact] | None
    stop_reason: Found[str] | None


def read_stream(data: bytes, hits: frozenset[str]) -> ParsedStream:
    """Reads the events of a transcript, and the stop reason of a finished message; "none" if it is null."""
    events = _read_events(data, hits)
    reason = _read_stop_reason(data, events is not None) if "stream.stop-reason" in hits else None
    if events is None:
        return ParsedStream(None, reason)
    seen = events.value
    if not seen.keys() & {"message_stop", "error"} and _CUT.search(data, events.place[0]):
        return ParsedStream(None, reason)  # an excerpt does not show how the stream ended
    fact = StreamFact(dict(seen), "message_stop" in seen, reason.value if reason else None)
    return ParsedStream(Found(fact, events.place), reason)


def _read_stop_reason(data: bytes, in_transcript: bool) -> Found[str] | None:
    last = None
    for found in _PATTERNS["stop-reason"].finditer(data):
        # In a transcript, null means nothing: message_start always contains it.
        if not (in_transcript and found.group(2)):
            last = found
    if last is None:
        return None
    value = last.group(1) or last.group(3)
    return Found(value.decode() if value else "none", last.span())


def _read_events(data: bytes, hits: frozenset[str]) -> Found[Counter[str]] | None:
    forms = (_FORMS_BESIDE_TRACEBACK if "stream.traceback" in hits else _FORMS).names_in(hits)
    transcripts = [found for form in forms if (found := _read_form(form, data))]
    longest = max(transcripts, key=lambda found: found.value.total(), default=None)
    return longest or _read_headers(data, hits)


def _read_form(form: str, data: bytes) -> Found[Counter[str]] | None:
    """The events printed in this form, and the place of the last one."""
    events = list(islice(_PATTERNS[form].finditer(data), _MAX_EVENTS))
    if form == "inline":
        events = [event for event in events if not _is_in_literal(data, event.start())]
    if not events:
        return None
    names: list[str] = [event.group(1).decode() for event in events]
    counted = Counter([_EVENT_OF_CLASS.get(name, name) for name in names])
    return Found(counted, events[-1].span(1)) if _is_transcript(form, counted, data) else None


def _is_in_literal(data: bytes, at: int) -> bool:
    """Whether source code opens a text with the event: a test of a program, or a template."""
    return _OPENED.search(data[max(0, at - _MAX_OPENING) : at]) is not None


def _read_headers(data: bytes, hits: frozenset[str]) -> Found[Counter[str]] | None:
    """The headers of an event stream without any event, as curl -i and curl -v show them."""
    is_head = "stream.headers" in hits and "stream.status-200" in hits and "stream.traceback" not in hits
    is_alone = b"event:" not in data and b"data:" not in data
    return Found(Counter(), _PATTERNS["headers"].search(data).span()) if is_head and is_alone else None


def _is_transcript(form: str, events: Counter[str], data: bytes) -> bool:
    # A transcript shows at least two different events; a single name is only a mention.
    content_events = events.keys() - {"error", "ping"}
    if form == "sse":
        return events.total() > 1 or bool(events) and (b"data:" in data or bool(_FIRST_ALONE.occurs(data)))
    return (
        len(content_events) >= 2
        or (form in ("repr", "data") and bool(content_events) and events.total() > 1)
        or (form == "data" and "message_start" in content_events)
    )
