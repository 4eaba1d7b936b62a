"""A fault: its name, its behaviour on the wire, and how to direct a program to it."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

MAX_BODY_BYTES = 64 << 20


@dataclass(frozen=True)
class Request:
    """One HTTP request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    origin: str = ""  # origin of the API that answers, without a path

    @property
    def json(self) -> dict:
        """The body as a JSON object; empty if it is not one."""
        try:
            parsed = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}


@dataclass
class Wire:
    """The connection to the client."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    headers: dict[str, str] = field(default_factory=dict)  # extra headers for the next response

    async def send(self, *pieces: bytes, gap: float = 0.0) -> None:
        """Sends the pieces separately, with a gap (seconds) between them."""
        for piece in pieces:
            self.writer.write(self._with_headers(piece))
            await self.writer.drain()
            await asyncio.sleep(gap or 0.002)

    def _with_headers(self, piece: bytes) -> bytes:
        if not self.headers or not piece.startswith(b"HTTP/1.1 "):
            return piece
        head, blank, body = piece.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        kept = [line for line in lines if line.partition(":")[0].lower() not in self.headers]
        added = [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([first, *kept, *added]).encode("latin-1") + blank + body

    def reset(self) -> None:
        """Ends the connection with RST instead of FIN."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def hold(self) -> None:
        """Sends nothing until the client disconnects."""
        while await self.reader.read(4096):
            pass


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None if its body is too large."""
    first = await reader.readexactly(1)
    if first == b"\x16":
        # A TLS ClientHello on the plain port: a real server answers it with a plain 400 and disconnects.
        raise ValueError("TLS spoken to a plain port")
    raw = first + await reader.readuntil(b"\r\n\r\n")
    first, *lines = raw.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    else:
        length = int(headers.get("content-length", 0))
        if length > MAX_BODY_BYTES:
            return None
        body = await reader.readexactly(length)
    return Request(method, path, headers, body)


Play = Callable[[Request, Wire], Awaitable[None]]
Check = Callable[[Request], bytes | None]


@dataclass(frozen=True)
class Fault:
    """One fault. `play` simulates it; a conditional one occurs only if the request has the defect."""

    name: str
    title: str
    play: Play | None = None
    check: Check | None = None  # the error response if the request has the defect, else None
    target: str = "http"  # how programs reach it: see target.py
    proxy: Play | None = field(default=None, repr=False)

    @property
    def is_conditional(self) -> bool:
        """Whether a request without the defect gets a normal response."""
        return self.check is not None


async def hang(request: Request, wire: Wire) -> None:
    """The `play` of a fault that never answers."""
    await wire.hold()


def respond_with(response: bytes) -> Play:
    """The `play` of a fault that always returns these bytes."""

    async def play(request: Request, wire: Wire) -> None:
        await wire.send(response)

    return play
