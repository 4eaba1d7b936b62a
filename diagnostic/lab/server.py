"""The fault server: the first path segment names the fault, and every request is counted."""

from __future__ import annotations

import asyncio
import base64
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from diagnostic.lab import healthy
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.defects import KEY
from diagnostic.lab.fault import Fault, Request, Wire
from diagnostic.lab.network import FullQueue, tls_context
from diagnostic.lab.wire import api_response, response

MAX_BODY_BYTES = 64 << 20
Log = Callable[[str], None]


@dataclass(frozen=True)
class Address:
    """The first path segment: fault[+times][@run]. With `times` the fault is over after so many requests."""

    fault: str
    times: int | None
    run: str

    @classmethod
    def parse(cls, segment: str) -> Address:
        """Reads "overloaded+2@a1": twice overloaded, then healthy, counted for the run a1."""
        name, _, run = segment.partition("@")
        fault, _, times = name.partition("+")
        return cls(fault, int(times) if times.isdigit() else None, run)


class Lab:
    """Plays faults on 127.0.0.1; use as an async context manager."""

    def __init__(self, port: int = 0, log: Log = lambda line: None) -> None:
        self.port = port
        self.tls_port = self.proxy_port = 0
        self.requests: Counter[str] = Counter()
        self._log = log
        self._servers: list[asyncio.Server] = []
        self._talks: set[asyncio.Task[None]] = set()
        self._full_queue: FullQueue | None = None

    async def __aenter__(self) -> Lab:
        plain = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=MAX_BODY_BYTES)
        tls = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls_context(), limit=MAX_BODY_BYTES)
        proxy = await asyncio.start_server(self._serve_proxy, "127.0.0.1", 0)
        mute = await asyncio.start_server(self._hold, "127.0.0.1", 0)
        self._servers = [plain, tls, proxy, mute]
        self.port, self.tls_port, self.proxy_port, self._mute_port = (
            server.sockets[0].getsockname()[1] for server in self._servers
        )
        self._full_queue = FullQueue()
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        if self._full_queue:
            self._full_queue.close()
        # A stall or a hang would go on for ever.
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def environment(self, fault: str, times: int | None = None, run: str = "") -> dict[str, str]:
        """The variables that point an unchanged program at a fault."""
        segment = f"{fault}{'' if times is None else f'+{times}'}{f'@{run}' if run else ''}"
        target = FAULTS[fault].target
        urls = {
            "http": f"http://127.0.0.1:{self.port}/{segment}",
            "proxy": f"https://api.lab.invalid/{segment}",
            "tls": f"https://127.0.0.1:{self.tls_port}/{segment}",
            "tls-to-plain": f"https://127.0.0.1:{self.port}/{segment}",
            "plain-on-tls": f"http://127.0.0.1:{self.tls_port}/{segment}",
            "proxy-refused": f"https://api.lab.invalid/{segment}",
            "tls-hang": f"https://127.0.0.1:{self._mute_port}/{segment}",
            "connect-hang": f"http://127.0.0.1:{self._full_queue.port if self._full_queue else 0}/{segment}",
            "refused": f"http://127.0.0.1:{_closed_port()}/{segment}",
            "dns": f"http://api.lab.invalid/{segment}",
        }
        found = {"ANTHROPIC_BASE_URL": urls[target], "ANTHROPIC_API_KEY": KEY}
        if target == "proxy":
            # The run is told by the proxy's user name: a CONNECT has no path.
            found["HTTPS_PROXY"] = f"http://{fault}:{run or 'run'}@127.0.0.1:{self.proxy_port}"
        if target == "proxy-refused":
            found["HTTPS_PROXY"] = f"http://127.0.0.1:{_closed_port()}"
        return found

    def _begin(self) -> None:
        talk = asyncio.current_task()
        if talk:
            self._talks.add(talk)
            talk.add_done_callback(self._talks.discard)

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._begin()
        try:
            await Wire(reader, writer).hold()
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client gave up, or the lab closes
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._begin()
        wire = Wire(reader, writer)
        try:
            while (request := await _read_request(reader)) and not writer.is_closing():
                if not await self._answer(request, wire):
                    break
        except ValueError:
            writer.write(response(400, "Bad Request\n", kind="text/plain"))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the client went away, or the lab closes: nothing to answer
        finally:
            writer.close()

    async def _answer(self, request: Request, wire: Wire) -> bool:
        """Answers one request; whether the connection may be used again."""
        segment, _, path = request.path.lstrip("/").partition("/")
        address = Address.parse(segment)
        fault = FAULTS.get(address.fault)
        if fault is None:
            await wire.send(response(404, f"There is no fault {address.fault!r}: `diagnostic lab --list` names them.\n", kind="text/plain"))
            return True
        self.requests[segment] += 1
        number = self.requests[segment]
        inner = Request(request.method, "/" + path.partition("?")[0], request.headers, request.body)
        over = address.times is not None and number > address.times
        outcome = await _play(fault, inner, wire, over)
        self._log(f"{address.fault}: request {number}, {outcome}")
        return outcome.startswith("answered") and not wire.writer.is_closing()

    async def _serve_proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._begin()
        try:
            request = await _read_request(reader)
            if request:
                raw = request.headers.get("proxy-authorization", "").removeprefix("Basic ")
                name, _, run = base64.b64decode(raw).decode(errors="replace").partition(":")
                fault = FAULTS.get(name, FAULTS["proxy-407"])
                self.requests[f"{fault.name}@{run}" if run != "run" else fault.name] += 1
                self._log(f"{fault.name}: CONNECT refused")
                if fault.proxy:
                    await fault.proxy(request, Wire(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, ValueError, asyncio.CancelledError):
            pass  # the client went away, or the lab closes
        finally:
            writer.close()


async def _play(fault: Fault, request: Request, wire: Wire, over: bool) -> str:
    if over:
        await wire.send(_healthy(request))
        return "answered: the fault is over"
    if fault.name == "ok":
        await wire.send(_healthy(request))
        return "answered: no fault"
    if fault.check:
        error = fault.check(request)
        await wire.send(error or _healthy(request))
        return "answered: the defect was in the request" if error else "answered: no defect in the request"
    assert fault.play is not None
    await fault.play(request, wire)
    return "played"


def _healthy(request: Request) -> bytes:
    if request.path.endswith("/count_tokens"):
        return api_response(200, {"input_tokens": len(request.body) // 4})
    if "/v1/models" in request.path:
        models = [{"type": "model", "id": id, "display_name": id, "created_at": "2026-01-01T00:00:00Z"} for id in healthy.MODELS]
        name = request.path.rpartition("/v1/models")[2].strip("/")
        if name:
            return api_response(200, next((model for model in models if model["id"] == name), models[0]))
        return api_response(200, {"data": models, "has_more": False, "first_id": models[0]["id"], "last_id": models[-1]["id"]})
    return healthy.answer(request.json)


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    first = await reader.readexactly(1)
    if first == b"\x16":
        # A TLS greeting on the plain port: a real server answers it with a plain 400 and hangs up.
        raise ValueError("TLS spoken to a plain port")
    raw = first + await reader.readuntil(b"\r\n\r\n")
    first, *lines = raw.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
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


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
