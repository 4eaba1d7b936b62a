"""`diagnostic serve` as an operator runs it, with everything it writes in one folder; and clients of all
kinds.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

# Programs outside of pytest import this, too.
sys.path.insert(0, str(Path(__file__).parents[1]))
from live_server import ended, serve_command
from ports import reserved_port
from waiting import PATIENCE_SECONDS, is_alive, until

OVERLOAD = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)
# Every write to it fails for want of room.
FULL = Path("/dev/full")
JSON = {"Content-Type": "application/json"}


@dataclass
class Server:
    """A server that runs."""

    process: subprocess.Popen
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return _children(self.process.pid)

    def helpers(self) -> list[int]:
        """The processes that the workers have started for large texts."""
        return [helper for worker in self.workers() for helper in _children(worker)]

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        timeout: float = PATIENCE_SECONDS,
    ) -> Answer:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response, response.read())
        finally:
            connection.close()

    def diagnose(self, text: str, **options: float) -> Answer:
        """One text through the API."""
        return self.ask("POST", "/api/v1/diagnose", json.dumps({"text": text}), JSON, **options)

    def connect(self, data: bytes = b"", timeout: float = PATIENCE_SECONDS) -> socket.socket:
        """A raw connection that has sent so much."""
        raw = socket.create_connection(("127.0.0.1", self.port), timeout)
        raw.sendall(data)
        return raw

    def count(self, name: str, **labels: str) -> float:
        """The sum of a metric's samples with these labels."""
        found = 0.0
        for line in self.ask("GET", "/metrics").body.decode().splitlines():
            sample, _, value = line.rpartition(" ")
            if sample.split("{")[0] == name and all(
                f'{key}="{text}"' in sample for key, text in labels.items()
            ):
                found += float(value)
        return found

    def starts(self) -> int:
        """How many workers have started so far."""
        return len(re.findall(r"Started worker-\d+$", (self.folder / "err").read_text(), re.MULTILINE))

    def read_log(self) -> list[dict]:
        """The access log so far, without a line that is being written."""
        whole = (self.folder / "out").read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]


@dataclass
class Answer:
    """What came back."""

    status: int
    response: HTTPResponse
    body: bytes

    def header(self, name: str) -> str:
        return self.response.headers.get(name, "")


def _children(pid: int) -> list[int]:
    """The processes that this one has started and that still run; threads end while they are looked at."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return list(filter(is_alive, found))


@contextmanager
def running(
    folder: Path,
    workers: int = 2,
    before: Callable[[], None] | None = None,
    out: Path | None = None,
    err: Path | None = None,
    **environment: str,
) -> Iterator[Server]:
    """Starts the server in `folder`; what it prints is in `out` and `err`, and its temporary files in
    `tmp`.
    """
    with reserved_port() as port:
        (folder / "tmp").mkdir(exist_ok=True)
        with open(out or folder / "out", "ab") as stdout, open(err or folder / "err", "ab") as stderr:
            settings = {**os.environ, "TMPDIR": str(folder / "tmp"), **environment}
            process = subprocess.Popen(
                serve_command(port, workers),
                env=settings,
                cwd=folder,
                stdout=stdout,
                stderr=stderr,
                preexec_fn=before,
            )
        server = Server(process, port, folder)
        try:
            until(lambda: process.poll() is not None or _is_ready(server, workers), "the server is ready")
            if process.poll() is not None:
                raise RuntimeError(f"the server did not start: {(folder / 'err').read_text()}")
            yield server
        finally:
            ended(process)


def _is_ready(server: Server, workers: int) -> bool:
    try:
        return server.ask("GET", "/readyz", timeout=2).status == 200 and len(server.workers()) == workers
    except OSError:
        return False
