"""Faults before the response begins, and in the middle of a stream."""

from __future__ import annotations

import asyncio
import socket

from diagnostic.lab import healthy
from diagnostic.lab.fault import Fault, Play, Request, Wire, hang
from diagnostic.lab.wire import api_event, chunk, event, stream_head

# Longer than a hundredth of the 300 s after which Node's HTTP client gives up.
_LATE_SECONDS = 4.0
_PING_SECONDS = 0.4
_CLOSE = {"connection": "close"}
_HALF = healthy.TEXT[: len(healthy.TEXT) // 2]


def _model(request: Request) -> str:
    return str(request.json.get("model", healthy.MODELS[0]))


def _begin(request: Request, whole: bool) -> list[bytes]:
    """The events of an answer without its end: the whole text, or half of it."""
    text, start = healthy.remaining(request.json), healthy.start(_model(request))
    if whole:
        return [start, *healthy.text_events(text)]
    return [start, healthy.PING, *healthy.text_events(text[: len(text) // 2], 2, stop=False)]


async def _reset(request: Request, wire: Wire) -> None:
    wire.reset()


async def _close(request: Request, wire: Wire) -> None:
    wire.writer.close()


def _stream(
    *more: bytes, ends: str = "close", headers: dict[str, str] | None = None, whole: bool = False
) -> Play:
    """Half an answer (or a whole one), further events, and an end: close, drop, reset, stall or pings."""

    async def play(request: Request, wire: Wire) -> None:
        await wire.send(stream_head(headers), *map(chunk, (*_begin(request, whole), *more)))
        await _end(wire, ends)

    return play


async def _end(wire: Wire, how: str) -> None:
    if how == "close":
        await wire.send(chunk(b""))
    elif how == "reset":
        # The client must have read this before, or the reset would discard it.
        await wire.send(b"", gap=0.05)
        wire.reset()
        return
    elif how == "stall":
        await wire.hold()
    elif how == "pings":
        while not wire.writer.is_closing() and not wire.reader.at_eof():
            await wire.send(chunk(healthy.PING), gap=_PING_SECONDS)
    wire.writer.close()


def _in_one_packet(*, whole: bool, ends: str = "close") -> Play:
    """A stream whose last event shares a packet with the end of the connection, and of the body unless it is
    dropped.
    """

    async def play(request: Request, wire: Wire) -> None:
        events = [*_begin(request, whole), *(healthy.end() if whole else ())]
        await wire.send(stream_head(), *map(chunk, events[:-1]), gap=0.02)
        if hasattr(socket, "TCP_CORK"):  # elsewhere the end may come a moment later
            wire.writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        wire.writer.write(chunk(events[-1]) + (chunk(b"") if ends == "close" else b""))
        wire.writer.close()

    return play


def _custom_stream(build, kind: str | None = None) -> Play:
    """A stream with its own events."""

    async def play(request: Request, wire: Wire) -> None:
        begin = stream_head(kind=kind) if kind else stream_head()
        await wire.send(begin, *map(chunk, build(request)))
        await _end(wire, "close")

    return play


def _tool_call(stop: bool = True) -> list[bytes]:
    return healthy.tool_events(['{"city": "Par'], stop=stop)


def _alternating_calls(request: Request) -> list[bytes]:
    """Two tool calls whose pieces alternate, as gateways send them; an index says where each belongs."""
    first = healthy.tool_events(['{"city":', ' "Paris"}'])
    second = healthy.tool_events(['{"ci', 'ty": "Rome"}'], index=1, id="toolu_02LabLabLabLabLabLab")
    pieces = [piece for pair in zip(first, second, strict=True) for piece in pair]
    return [healthy.start(_model(request)), *pieces, *healthy.end("tool_use")]


def _error(type: str, message: str) -> bytes:
    return api_event("error", error={"type": type, "message": message})


def _answer(content: list[dict] | None, stop_reason: str, container: dict | None = None) -> Play:
    async def play(request: Request, wire: Wire) -> None:
        is_message = request.path.endswith("/messages")
        await wire.send(
            healthy.answer(request.json, content, stop_reason, container)
            if is_message
            else healthy.respond(request)
        )

    return play


async def _trickle(request: Request, wire: Wire) -> None:
    events = [healthy.start(_model(request)), healthy.PING, *healthy.text_events(pieces=6), *healthy.end()]
    await wire.send(stream_head(), *map(chunk, events), chunk(b""), gap=0.25)


async def _late(request: Request, wire: Wire) -> None:
    body = request.json
    pings = int(_LATE_SECONDS / _PING_SECONDS)
    if body.get("stream"):
        await wire.send(
            stream_head(),
            chunk(healthy.start(_model(request))),
            *[chunk(healthy.PING)] * pings,
            gap=_PING_SECONDS,
        )
        await wire.send(*map(chunk, (*healthy.text_events(), *healthy.end())), chunk(b""))
    else:
        await asyncio.sleep(_LATE_SECONDS)
        await wire.send(healthy.answer(body))


_THINKING = {"type": "thinking", "thinking": "The lab thinks first.", "signature": "bGFi"}
_WHOLE = {"type": "text", "text": healthy.TEXT}
_HALF_ANSWER = {"type": "text", "text": _HALF}
_TWO_CALLS = [healthy.tool_call("Paris"), healthy.tool_call("Rome", "toolu_02LabLabLabLabLabLab")]
# The API sends blank texts, and refuses them in a request.
_BLANK = {"type": "text", "text": "\n"}
_CODE = {
    "type": "server_tool_use",
    "id": "srvtoolu_01LabLabLabLabLabLab",
    "name": "code_execution",
    "input": {"code": "print(await get_weather(city='Paris'))"},
}
_CALL_OF_CODE = healthy.tool_call("Paris") | {
    "caller": {"type": "code_execution_20260120", "tool_id": _CODE["id"]}
}
_CALL_OF_SERVER = {
    "type": "mcp_tool_use",
    "id": "mcptoolu_01LabLabLabLabLabLab",
    "name": "get_weather",
    "server_name": "lab",
    "input": {},
}
_CONTAINER = {"id": "container_01LabLabLabLabLabLab", "expires_at": "2027-01-01T00:00:00Z"}
# A gateway that turns another vendor's answer into a message may leave a text out, or invent a type.
_NULL_TEXT = {"type": "text", "text": None}
_NOT_A_TEXT = {"type": "lab_note", "note": "no text"}
_CUT_JSON = (
    b"event: content_block_delta\ndata:"
    b' {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","te\n\n'
)
# Gateways cut a text between the halves of a character.
_HALF_CHARACTER = api_event("content_block_delta", index=0, delta={"type": "text_delta", "text": " \ud83d"})
_BAD_UTF8 = (
    b"event: content_block_delta\ndata:"
    b' {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\xff\xfe"}}\n\n'
)

CALL_FAULTS = (
    Fault("ok", "no fault: a healthy answer", healthy.play),
    Fault("reset-before-response", "connection reset before the response", _reset),
    Fault("close-before-response", "connection closed before the response", _close),
    Fault("hang", "no answer at all", hang),
    Fault("max-tokens", "the answer stops at max_tokens", _answer([_HALF_ANSWER], "max_tokens")),
    Fault("late-answer", "an answer after four seconds; a stream begins at once", _late),
    Fault("pause-turn", "the answer stops with pause_turn", _answer([_HALF_ANSWER], "pause_turn")),
    Fault("refusal", "the answer stops with refusal", _answer([], "refusal")),
    Fault("thinking-first", "a thinking block before the text", _answer([_THINKING, _WHOLE], "end_turn")),
    Fault("no-content", "a finished answer without content", _answer([], "end_turn")),
    Fault("two-tools", "no fault: a healthy answer with two tool calls", _answer(_TWO_CALLS, "tool_use")),
    Fault("tool-use-without-call", "the answer stops with tool_use and has no call",
        _answer([_WHOLE], "tool_use")),
    Fault("call-in-container", "a blank text, and a tool call that code in a container waits for",
        _answer([_BLANK, _CODE, _CALL_OF_CODE], "tool_use", _CONTAINER)),
    Fault("pause-in-container", "a blank text, and pause_turn while code runs in a container",
        _answer([_BLANK, _HALF_ANSWER, _CODE], "pause_turn", _CONTAINER)),
    Fault("pause-blank", "pause_turn after nothing but a blank text", _answer([_BLANK], "pause_turn")),
    Fault("server-call-cut", "the answer stops at max_tokens in a call of an MCP server's tool",
        _answer([_HALF_ANSWER, _CALL_OF_SERVER], "max_tokens")),
    Fault("odd-parts", "a text that is null, one that is absent, and an unknown block before the answer",
        _answer([_NULL_TEXT, {"type": "text"}, _NOT_A_TEXT, _WHOLE], "end_turn")),
    Fault("null-text-cut", "a text that is null before an answer that stops at max_tokens",
        _answer([_NULL_TEXT, _HALF_ANSWER], "max_tokens")),
)  # fmt: skip
# These affect streams only, so other calls get normal responses.
STREAM_FAULTS = (
    Fault("slow", "no fault: a healthy answer that trickles", _trickle),
    Fault("drop-mid-stream", "connection dropped in the middle of the stream", _stream(ends="drop")),
    Fault("reset-mid-stream", "connection reset in the middle of the stream", _stream(ends="reset")),
    Fault("drop-mid-stream-close", "the same after Connection: close", _stream(ends="drop", headers=_CLOSE)),
    Fault("reset-mid-stream-close", "reset after Connection: close", _stream(ends="reset", headers=_CLOSE)),
    Fault("end-before-message-stop", "clean end in the middle, no message_stop", _stream()),
    Fault("end-after-message-delta", "clean end after message_delta, no message_stop",
        _stream(*healthy.end(message_stop=False), whole=True)),
    Fault("no-stop-reason", "a whole answer whose stop_reason a relay left out",
        _stream(*healthy.end(None), whole=True)),
    Fault("drop-after-message-stop", "dropped after message_stop",
        _stream(*healthy.end(), ends="drop", whole=True)),
    Fault("early-stop-reason", "clean end in the middle, after a relay gave a stop_reason in message_start",
        _custom_stream(lambda request: [
            api_event("message_start", message=healthy.message(_model(request), [])),
            *healthy.text_events(_HALF, stop=False),
        ])),
    Fault("end-with-last-event", "no fault: everything ends in one packet with message_stop",
        _in_one_packet(whole=True)),
    Fault("cut-with-last-event", "clean end in the middle, in one packet with the last event",
        _in_one_packet(whole=False)),
    Fault("drop-with-last-event", "dropped in the middle, in one packet with the last event",
        _in_one_packet(whole=False, ends="drop")),
    Fault("stall", "silence in the middle of the stream", _stream(ends="stall")),
    Fault("stall-after-message-stop", "no fault: the connection stays open after message_stop",
        _stream(*healthy.end(), ends="stall", whole=True)),
    Fault("pings-only", "nothing but pings after the beginning", _stream(ends="pings")),
    Fault("stream-overloaded", "error event: overloaded_error",
        _stream(_error("overloaded_error", "Overloaded"))),
    Fault("stream-api-error", "error event: api_error",
        _stream(_error("api_error", "Internal server error"))),
    Fault("stream-rate-limit", "error event: rate_limit_error",
        _stream(_error("rate_limit_error", "This request would exceed your account's rate limit."))),
    Fault("stream-timeout-error", "error event: timeout_error",
        _stream(_error("timeout_error", "Request timed out"))),
    Fault("stream-content-filtered", "error event: output blocked",
        _stream(_error("invalid_request_error", "Output blocked by content filtering policy"))),
    Fault("stream-html-error", "error event that holds a gateway's page",
        _stream(event("error", "<html>502 Bad Gateway</html>"))),
    Fault("stream-quota", "error event: a gateway's own type",
        _stream(_error("insufficient_quota", "You exceeded your current quota"))),
    Fault("stream-code-402", "error event: a gateway's code without a type",
        _stream(event("error", {"error": {"code": 402, "message": "Insufficient credits"}}))),
    Fault("drop-mid-character", "connection dropped between the halves of a character",
        _stream(_HALF_CHARACTER, ends="drop")),
    Fault("cut-json", "a data line cut in the middle", _stream(_CUT_JSON)),
    Fault("bad-utf8", "a data line that is not UTF-8", _stream(_BAD_UTF8, *healthy.end(), whole=True)),
    Fault("second-message-start", "a second message_start", _stream(healthy.start(healthy.MODELS[0]))),
    Fault("events-before-message-start", "events before message_start",
        _custom_stream(lambda request: [*healthy.text_events(), *healthy.end()])),
    Fault("stream-empty", "a stream without any event", _custom_stream(lambda request: [])),
    Fault("stream-only-pings", "pings and a clean end",
        _custom_stream(lambda request: [healthy.PING, healthy.PING])),
    Fault("stream-html", "an HTML page where a stream is due",
        _custom_stream(lambda request: [b"<!doctype html><html><body>Sign in</body></html>"], "text/html")),
    Fault("tool-call-cut", "clean end inside a tool call",
        _custom_stream(lambda request: [healthy.start(_model(request)), *_tool_call(stop=False)])),
    Fault("tool-call-refused", "a refusal inside a tool call",
        _custom_stream(lambda request: [
            healthy.start(_model(request)), *_tool_call(), *healthy.end("refusal"),
        ])),
    Fault("alternating-tools", "no fault: two tool calls whose pieces alternate",
        _custom_stream(_alternating_calls)),
    Fault("tool-json-invalid", "a tool call whose input is not valid JSON",
        _custom_stream(lambda request: [
            healthy.start(_model(request)),
            *healthy.tool_events(['{"city": Paris', "]}"]),
            *healthy.end("tool_use"),
        ])),
)  # fmt: skip
