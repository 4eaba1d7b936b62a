"""Diagnoses large texts in a separate low-priority process, so that the GIL does not block small requests.

As `__main__`, it is that process: it reads requests from standard input until the worker that started it is
gone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import IO, Any

import msgspec

from diagnostic.web.headers import ROUTE
from diagnostic.web.wsgi import call, close, wsgi_variables

# If both compete for a processor, this process gets about a tenth of the time of the one for small texts.
_NICE = 10
_SIZE_BYTES = 4


class _Request(msgspec.Struct, array_like=True):
    environ: dict[str, str]
    body: bytes


class _Response(msgspec.Struct, array_like=True):
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    route: str | None


class LargeTextWorker:
    """Worker process for large texts: starts on first use, restarts if it dies, one request at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def answer(self, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """The app's response; sets its route in `environ`. Raises ConnectionError if the process dies."""
        request = msgspec.msgpack.encode(
            _Request(
                {name: value for name, value in environ.items() if isinstance(value, str)},
                environ["wsgi.input"].getvalue(),
            )
        )
        try:
            response = self._exchange(request)
        except (OSError, EOFError):  # it has died before, or dies now
            response = self._exchange_with_new_process(request)
        if response.route:
            environ[ROUTE] = response.route
        return response.status, response.headers, response.body

    def _exchange(self, request: bytes) -> _Response:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "diagnostic.web.large_text_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        _send(stdin, request)
        return msgspec.msgpack.decode(_receive(stdout), type=_Response)

    def _exchange_with_new_process(self, request: bytes) -> _Response:
        self.close()
        try:
            return self._exchange(request)
        except (OSError, EOFError):
            self.close()
            raise ConnectionError("the process for large texts died") from None

    def close(self) -> None:
        """Ends the process and drops its current request."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(_SIZE_BYTES, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """The next message. Raises EOFError if the other side is gone."""
    size = pipe.read(_SIZE_BYTES)
    data = pipe.read(int.from_bytes(size, "big"))
    if len(size) < _SIZE_BYTES or len(data) < int.from_bytes(size, "big"):
        raise EOFError
    return data


def main() -> None:
    """Answers requests one after another."""
    # Ignored, because Ctrl-C in a terminal reaches all processes; the worker ends this one by closing the
    # pipe.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # printed text must not get into a response

    from diagnostic.web import create_app

    app = create_app().wsgi_app
    with suppress(EOFError, BrokenPipeError):
        while True:
            request = msgspec.msgpack.decode(_receive(sys.stdin.buffer), type=_Request)
            environ: dict[str, Any] = {**request.environ, **wsgi_variables(request.body)}
            status, headers, parts = call(app, environ)
            body = b"".join(parts)
            close(parts)
            _send(replies, msgspec.msgpack.encode(_Response(status, headers, body, environ.get(ROUTE))))


if __name__ == "__main__":
    main()
