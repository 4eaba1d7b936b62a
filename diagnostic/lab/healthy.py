"""The responses of a healthy Messages API: one short text, whole or streamed."""

from __future__ import annotations

import base64
import json

from diagnostic.lab.fault import Request, Wire
from diagnostic.lab.wire import api_error, api_event, api_response, aws_frame, chunk, response, stream_head

TEXT = "The lab says hello, and this sentence is whole."
MODELS = (
    "claude-opus-4-7",
    "claude-sonnet-4-6",
    "claude-sonnet-4-5",
    "claude-haiku-4-5",
    "claude-3-5-haiku-latest",
)
_USAGE = {"input_tokens": 11, "output_tokens": 12}


def message(model: str, content: list[dict] | None = None, stop_reason: str | None = "end_turn") -> dict:
    """A finished Message."""
    return {
        "id": "msg_01LabLabLabLabLabLabLab",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{"type": "text", "text": TEXT}] if content is None else content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": _USAGE,
    }


def start(model: str) -> bytes:
    """The first event."""
    begun = {**message(model, [], None), "usage": {"input_tokens": 11, "output_tokens": 1}}
    return api_event("message_start", message=begun)


def text_events(text: str = TEXT, pieces: int = 3, stop: bool = True, index: int = 0) -> list[bytes]:
    """A text block in pieces; without its end if the stream is to be cut."""
    size = -(-len(text) // pieces)
    deltas = [{"type": "text_delta", "text": text[at : at + size]} for at in range(0, len(text), size)]
    return _content_block({"type": "text", "text": ""}, deltas, index, stop)


def _content_block(block: dict, deltas: list[dict], index: int, stop: bool = True) -> list[bytes]:
    """The events of a content block: how it begins, what is added, and its end."""
    return [
        api_event("content_block_start", index=index, content_block=block),
        *(api_event("content_block_delta", index=index, delta=delta) for delta in deltas),
        *([api_event("content_block_stop", index=index)] if stop else []),
    ]


def tool_call(city: str, id: str = "toolu_01LabLabLabLabLabLab") -> dict:
    """A call of a weather tool."""
    return {"type": "tool_use", "id": id, "name": "get_weather", "input": {"city": city}}


def tool_events(
    partial: list[str], stop: bool = True, index: int = 0, id: str = "toolu_01LabLabLabLabLabLab"
) -> list[bytes]:
    """A tool call whose input arrives in pieces."""
    block = {"type": "tool_use", "id": id, "name": "get_weather", "input": {}}
    deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in partial]
    return _content_block(block, deltas, index, stop)


def remaining(request: dict) -> str:
    """The rest of the answer: if the request contains its beginning, the answer continues from there."""
    turns = [turn for turn in request.get("messages") or [] if isinstance(turn, dict)]
    answered = "".join(_text_of(turn.get("content")) for turn in turns if turn.get("role") == "assistant")
    return (
        TEXT[len(answered) :]
        if answered and len(answered) < len(TEXT) and TEXT.startswith(answered)
        else TEXT
    )


def _text_of(content: object) -> str:
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "".join(str(block.get("text", "")) for block in blocks if isinstance(block, dict))


def end(
    stop_reason: str | None = "end_turn", message_stop: bool = True, container: dict | None = None
) -> list[bytes]:
    """The last events; with the container in which code has run."""
    delta = {
        "stop_reason": stop_reason,
        "stop_sequence": None,
        **({"container": container} if container else {}),
    }
    events = [api_event("message_delta", delta=delta, usage={"output_tokens": 12})]
    return [*events, api_event("message_stop")] if message_stop else events


PING = api_event("ping")


def answer(
    request: dict,
    content: list[dict] | None = None,
    stop_reason: str = "end_turn",
    container: dict | None = None,
) -> bytes:
    """The complete response to a Messages request, as a stream if requested."""
    if request.get("messages") == []:
        return api_error(400, "invalid_request_error", "messages: at least one message is required")
    model = str(request.get("model", MODELS[0]))
    blocks = [{"type": "text", "text": remaining(request)}] if content is None else content
    if not request.get("stream"):
        named = {"container": container} if container else {}
        return api_response(200, message(model, blocks, stop_reason) | named)
    events = [start(model), PING]
    for index, block in enumerate(blocks):
        events += _block_events(block, index)
    events += end(stop_reason, container=container)
    return stream_head() + b"".join(map(chunk, events)) + chunk(b"")


AWS_STREAM = "application/vnd.amazon.eventstream"


def aws_events() -> list[bytes]:
    """The events of a complete response in Amazon Bedrock's framing."""
    events = [start(MODELS[0]), *text_events(), *end()]
    headers = {":event-type": "chunk", ":content-type": "application/json", ":message-type": "event"}
    bodies = [one.partition(b"data: ")[2].strip() for one in events]
    return [aws_frame(headers, {"bytes": base64.b64encode(body).decode()}) for body in bodies]


def batch_answer(request: Request) -> bytes:
    """An ended batch: the batch itself, or its results."""
    id, _, results = request.path.partition("/v1/messages/batches/")[2].partition("/")
    id = id or "msgbatch_01LabLabLabLabLabLab"
    if results:
        result = {"type": "succeeded", "message": message(MODELS[0])}
        line = json.dumps({"custom_id": "question-0", "result": result})
        return response(200, line + "\n", kind="application/x-jsonl")
    return api_response(200, batch(id, f"{request.origin}/v1/messages/batches/{id}/results"))


def batch(id: str, results_url: str | None) -> dict:
    """A batch of one question; without the URL of its results it is still running."""
    done = results_url is not None
    return {
        "id": id,
        "type": "message_batch",
        "processing_status": "ended" if done else "in_progress",
        "request_counts": {
            "processing": int(not done),
            "succeeded": int(done),
            "errored": 0,
            "canceled": 0,
            "expired": 0,
        },
        "created_at": "2026-01-01T00:00:00Z",
        "expires_at": "2026-01-02T00:00:00Z",
        "ended_at": "2026-01-01T00:30:00Z" if done else None,
        "archived_at": None,
        "cancel_initiated_at": None,
        "results_url": results_url,
    }


NEWEST_AGENT = 2  # the version of the agent that the lab stores


def agent_answer(request: Request, version: int = NEWEST_AGENT) -> bytes:
    """A managed agent: unchanged, or updated if the request names its newest version."""
    if request.method == "POST" and request.json.get("version") != NEWEST_AGENT:
        return api_error(409, "conflict_error", "The agent was changed by another request.")
    agent = {
        "id": request.path.rpartition("/")[2],
        "type": "agent",
        "version": version,
        "name": "Greeter",
        "description": TEXT,
        "system": "Say hello.",
        "model": {"id": MODELS[0], "speed": "standard"},
        "execution_identity": {"type": "service_account"},
        "mcp_servers": [],
        "metadata": {},
        "multiagent": None,
        "skills": [],
        "tools": [],
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        "archived_at": None,
    }
    return api_response(200, {**agent, **request.json, "version": version})


def list_models(ids: tuple[str, ...], has_more: bool) -> bytes:
    """A page of the list of models."""
    models = list(map(_described_model, ids))
    return api_response(200, {"data": models, "has_more": has_more, "first_id": ids[0], "last_id": ids[-1]})


def _described_model(id: str) -> dict:
    return {"type": "model", "id": id, "display_name": id, "created_at": "2026-01-01T00:00:00Z"}


def respond(request: Request) -> bytes:
    """The response of a healthy API to any request."""
    if "/v1/agents/" in request.path:
        return agent_answer(request)
    if request.path.endswith("/invoke-with-response-stream"):
        return stream_head(kind=AWS_STREAM) + b"".join(map(chunk, aws_events())) + chunk(b"")
    if "/v1/messages/batches" in request.path:
        return batch_answer(request)
    if request.path.endswith("/count_tokens"):
        return api_response(200, {"input_tokens": len(request.body) // 4})
    if "/v1/models" in request.path:
        name = request.path.rpartition("/v1/models")[2].strip("/")
        if name:
            return api_response(200, _described_model(name if name in MODELS else MODELS[0]))
        return list_models(MODELS, has_more=False)
    return answer(request.json)


async def play(request: Request, wire: Wire) -> None:
    """The `play` of a fault whose address answers like a healthy API."""
    await wire.send(respond(request))


def _block_events(block: dict, index: int) -> list[bytes]:
    if block["type"] == "text" and block.get("text") is not None:
        return text_events(block["text"], index=index) if block["text"] else text_events(" ", 1, index=index)
    if block["type"] == "thinking":
        empty = {"type": "thinking", "thinking": "", "signature": ""}
        deltas = [
            {"type": "thinking_delta", "thinking": block["thinking"]},
            {"type": "signature_delta", "signature": block["signature"]},
        ]
        return _content_block(empty, deltas, index)
    if block["type"] == "tool_use":
        written = json.dumps(block["input"])
        return tool_events([written[:9], written[9:]], index=index, id=block["id"])
    return _content_block(block, [], index)  # what no delta fills
