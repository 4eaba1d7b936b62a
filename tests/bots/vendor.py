"""A local vendor API: records requests, checks tokens, answers like the vendor."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Call:
    """One request that reached the vendor."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> dict:
        """The body, whatever form it has."""
        if "json" in self.headers.get("content-type", ""):
            return json.loads(self.body)
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


# Status code, headers, body.
Said = tuple[int, dict[str, str], bytes]


@dataclass
class Vendor:
    """What was called, and what is answered: the first route whose method and beginning of the path fit."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    routes: list[tuple[str, str, Callable[[Call], Said]]] = field(default_factory=list)

    def on(self, method: str, path: str, answer: Callable[[Call], Said] | dict | list) -> None:
        """Answers so from now on; the newest route comes first."""
        say = answer if callable(answer) else (lambda call: as_json(answer))
        self.routes.insert(0, (method, path, say))

    def called(self, method: str, path: str) -> list[Call]:
        return [call for call in self.calls if call.method == method and call.path.startswith(path)]

    def answer(self, call: Call) -> Said:
        self.calls.append(call)
        for method, path, say in self.routes:
            if call.method == method and call.path.startswith(path):
                return say(call)
        return as_json({"ok": False, "error": "unknown_method", "message": "Not Found"}, 404)


def as_json(body: object, status: int = 200) -> Said:
    return status, {"content-type": "application/json"}, json.dumps(body).encode()


@contextmanager
def running_vendor() -> Iterator[Vendor]:
    """The vendor on a free port."""
    vendor = Vendor()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(self.command, parts.path, parse_qs(parts.query), headers, self.rfile.read(size))
            status, said, body = vendor.answer(call)
            self.send_response(status)
            for name, value in {**said, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _do

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    vendor.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
