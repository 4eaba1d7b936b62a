"""Talks to the lab over a raw socket and records the response: every byte, and how it ended."""

import asyncio
import contextlib
import json
import ssl

KEY = "sk-ant-lab-dummy"
BODY = {
    "model": "claude-sonnet-4-6",
    "max_tokens": 64,
    "messages": [{"role": "user", "content": "Say hello."}],
}
# What never ends by itself is listened to for so long.
PATIENCE_SECONDS = 1.5
# After a whole answer, this shows whether the connection is still open, without a guess how long a busy
# machine takes to close it. The lab does not count what it has no fault for.
_NEXT = b"GET /what-comes-next HTTP/1.1\r\n\r\n"
_TO_NEXT = b"HTTP/1.1 404 "


async def ask(
    port: int,
    fault: str,
    *,
    body=None,
    headers=None,
    path="/v1/messages",
    raw=None,
    tls: ssl.SSLContext | None = None,
    patience=PATIENCE_SECONDS,
    limit=30.0,
) -> tuple[bytes, str]:
    """The bytes of the answer, and how the connection ended: closed, reset, open (a whole answer came) or
    held.
    """
    data = raw if raw is not None else json.dumps({**BODY, **(body or {})}).encode()
    sent = {"host": "127.0.0.1", "x-api-key": KEY, "content-length": str(len(data)), **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items() if value is not None)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    received, whole = b"", 0
    deadline = asyncio.get_running_loop().time() + limit
    try:
        writer.write(f"POST /{fault}{path} HTTP/1.1\r\n{lines}\r\n".encode() + data)
        while True:
            if not whole and is_whole(received):
                # Whether the server now hangs up belongs to the fault.
                whole = len(received)
                writer.write(_NEXT)
            piece = await asyncio.wait_for(
                reader.read(65536), min(patience, deadline - asyncio.get_running_loop().time())
            )
            if not piece:
                return received, "closed"
            received += piece
            if whole and _TO_NEXT in received[whole:]:
                return received[: received.index(_TO_NEXT, whole)], "open"
    except TimeoutError:
        return received, "open" if whole else "held"
    except ConnectionResetError:
        return received, "reset"
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def is_whole(received: bytes) -> bool:
    """Whether an HTTP response is complete by its own framing."""
    head, blank, rest = received.partition(b"\r\n\r\n")
    if not blank:
        return False
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if fields.get(b"transfer-encoding") == b"chunked":
        return rest.endswith(b"0\r\n\r\n")
    return len(rest) >= int(fields.get(b"content-length", 0))


def as_text(received: bytes, end: str) -> str:
    """One readable file: the bytes, with control characters of the framing made visible, and the end."""
    text = received.decode("latin-1").replace("\r\n", "⏎\n")
    return (
        "".join(
            letter if letter in "\n⏎" or letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text
        )
        + f"\n[{end}]\n"
    )
