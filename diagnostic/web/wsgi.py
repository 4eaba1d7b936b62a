"""Converts granian's requests to WSGI environs, and calls a WSGI app."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any


def call(
    app: Callable[..., Iterable[bytes]], environ: dict[str, Any]
) -> tuple[int, list[tuple[str, str]], Iterable[bytes]]:
    """Status code, headers with lower-case names, and the parts of the body, to be passed to `close`."""
    started: list[Any] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        started[:] = int(status[:3]), [(name.lower(), value) for name, value in headers]
        return started.append

    parts = app(environ, start_response)
    status, headers = started
    return status, headers, parts


def close(parts: Iterable[bytes]) -> None:
    """Lets the app clean up after a response."""
    if close_parts := getattr(parts, "close", None):
        close_parts()


def wsgi_variables(body: bytes) -> dict[str, Any]:
    """The entries of an environ that are not strings."""
    return {
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def read_environ(scope: Any, body: bytes, size: int) -> dict[str, Any]:
    """The request as a WSGI environ; of an oversized body only its size, so that the app refuses it."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        **wsgi_variables(body),
    }
    for name, value in scope.headers.items():
        key = "HTTP_" + name.upper().replace("-", "_")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ.pop("HTTP_CONTENT_LENGTH", None)
    if kind := environ.pop("HTTP_CONTENT_TYPE", None):
        environ["CONTENT_TYPE"] = kind
    if size:
        environ["CONTENT_LENGTH"] = str(size)
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ
