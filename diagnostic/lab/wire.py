"""Bytes on the wire: HTTP/1.1 heads, chunks and server-sent events, exactly as servers write them."""

from __future__ import annotations

import json
import struct
import zlib

_REASONS = {
    200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required",
    403: "Forbidden",
    404: "Not Found", 407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict",
    413: "Content Too Large", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 524: "A Timeout Occurred", 529: "Overloaded",
}  # fmt: skip
REQUEST_ID = "req_011CLabLabLabLabLabLab"


def head(status: int, headers: dict[str, str]) -> bytes:
    """A response head including its blank line."""
    lines = [
        f"HTTP/1.1 {status} {_REASONS.get(status, '')}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def response(
    status: int, body: str | bytes, headers: dict[str, str] | None = None, kind: str = "application/json"
) -> bytes:
    """A complete response with content-length."""
    data = body.encode() if isinstance(body, str) else body
    return head(status, {"content-type": kind, "content-length": str(len(data)), **(headers or {})}) + data


def api_response(status: int, body: dict, headers: dict[str, str] | None = None) -> bytes:
    """A response of the API itself: JSON with a request id."""
    return response(
        status, json.dumps(body, separators=(",", ":")), {"request-id": REQUEST_ID, **(headers or {})}
    )


def api_error(
    status: int, type: str, message: str, headers: dict[str, str] | None = None, code: str | None = None
) -> bytes:
    """The API's error body, with `details.error_code` if it has one."""
    error: dict = {"type": type, "message": message}
    if code:
        error["details"] = {"error_code": code}
    return api_response(status, {"type": "error", "error": error, "request_id": REQUEST_ID}, headers)


def stream_head(extra: dict[str, str] | None = None, kind: str = "text/event-stream; charset=utf-8") -> bytes:
    """The head of an event stream."""
    return head(
        200,
        {
            "content-type": kind,
            "cache-control": "no-cache",
            "request-id": REQUEST_ID,
            "transfer-encoding": "chunked",
            **(extra or {}),
        },
    )


def chunk(data: bytes) -> bytes:
    """One chunk of a chunked body; an empty one ends the body."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def event(name: str, data: dict | str) -> bytes:
    """One server-sent event."""
    text = data if isinstance(data, str) else json.dumps(data, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode()


def api_event(type: str, **fields: object) -> bytes:
    """One event of the API, whose data repeats its type."""
    return event(type, {"type": type, **fields})


def aws_frame(headers: dict[str, str], payload: dict) -> bytes:
    """One message of application/vnd.amazon.eventstream: lengths, their checksum,
    headers, payload, checksum.
    """
    body = json.dumps(payload, separators=(",", ":")).encode()
    encoded_headers = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
        for name, value in headers.items()
    )
    prelude = struct.pack(">II", 16 + len(encoded_headers) + len(body), len(encoded_headers))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + encoded_headers + body
    return message + struct.pack(">I", zlib.crc32(message))
