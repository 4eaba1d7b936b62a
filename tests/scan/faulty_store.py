"""A simulated S3 store with faults: moto serves the objects, unless a fault applies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from moto.server import ThreadedMotoServer

_HOP_BY_HOP = frozenset(("transfer-encoding", "connection", "content-length", "date", "server"))


@dataclass
class Request:
    """What a client asks the store."""

    method: str
    path: str  # with its query
    range: str  # "bytes=0-99", or empty
    number: int  # of the requests for this path, from 1 on


# Gives the status, the body and how many bytes of it are sent; None lets the request pass.
Fault = Callable[[Request], tuple[int, bytes] | None]


@dataclass
class FaultyStore:
    """Where it listens, what was asked, and the fault of the moment."""

    url: str = ""
    fault: Fault = lambda request: None
    asked: list[Request] = field(default_factory=list)


def refusal(code: str, says: str = "no") -> bytes:
    """An error as S3 writes it."""
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{says}</Message></Error>".encode()


@contextmanager
def empty_store() -> Iterator[tuple[str, int]]:
    """Where moto listens; what it keeps is one for all that run in a process, so others' buckets go first."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    place = server.get_host_and_port()
    connection = HTTPConnection(*place, timeout=30)
    connection.request("POST", "/moto-api/reset")
    connection.getresponse().read()
    connection.close()
    try:
        yield place
    finally:
        server.stop()


@contextmanager
def faulty_store() -> Iterator[FaultyStore]:
    """Runs moto behind a proxy."""
    with empty_store() as place:
        yield from _with_faults(place)


def _with_faults(place: tuple[str, int]) -> Iterator[FaultyStore]:
    store, lock = FaultyStore(), threading.Lock()

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                before = sum(one.path == self.path and one.method == self.command for one in store.asked)
                request = Request(self.command, self.path, self.headers.get("Range") or "", before + 1)
                store.asked.append(request)
            refused = store.fault(request)
            if refused:
                self._send(refused[0], {"Content-Type": "application/xml"}, refused[1])
                return
            connection = HTTPConnection(*place, timeout=30)
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            data = answer.read()
            self._send(answer.status, dict(answer.headers), data)
            connection.close()

        def _send(self, status: int, headers: dict[str, str], data: bytes) -> None:
            is_head = self.command == "HEAD"
            length = headers.get("Content-Length") or headers.get("content-length") or "0"
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", length if is_head else str(len(data)))
            self.end_headers()
            if not is_head:
                self.wfile.write(data)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    store.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield store
    finally:
        server.shutdown()
