"""RSGI server interface of the Flask app: reads requests completely before they take a thread, within limits
of time, number and size.

Granian's own WSGI mode and gunicorn's threads read a body while they hold a thread: 10 slow clients block
granian's 4 threads, and 600 block gunicorn's 512. Here, slow clients wait in the event loop, and a flood is
refused before it is queued.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from flask import Flask
from granian.rsgi import ProtocolClosed, ProtocolError  # type: ignore[attr-defined]

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.render.languages import LANGUAGES
from diagnostic.warm_up import warm_up
from diagnostic.web import create_app
from diagnostic.web.access_log import AccessLog, known_method
from diagnostic.web.headers import ROUTE, choose_request_id
from diagnostic.web.large_text_worker import LargeTextWorker
from diagnostic.web.markdown import highlight
from diagnostic.web.metrics import Metrics
from diagnostic.web.problems import RawResponse, prebuilt_responses
from diagnostic.web.request_queue import RequestQueue, client_key
from diagnostic.web.struct_types import prepare_types
from diagnostic.web.templating import cause_body
from diagnostic.web.wsgi import call, close, read_environ

BODY_SECONDS = 30.0
# A longer queue than this only adds delay; after this time the client has probably gone.
QUEUE_SECONDS = 5.0
# Bodies in memory of one worker, including those still arriving.
MAX_HELD_BYTES = 64 << 20
# An oversized body is read and dropped up to this multiple of the limit.
_DRAIN_FACTOR = 4
# Larger texts may take noticeably long, so they get a separate queue.
_LARGE_BYTES = 16 << 10
_PROBE_PATHS = frozenset(("/healthz", "/readyz", "/metrics"))
# The GIL is released after this time; the event loop must get it while texts are diagnosed.
_SWITCH_SECONDS = 0.001
# The number of heaps, in glibc's malloc.h.
_M_ARENA_MAX = -8
# nginx's status for a client that disconnected before its response.
_GONE = 499
# A response that has been sent already: status code, headers, and size in bytes.
Streamed = tuple[int, list[tuple[str, str]], int]


class RsgiApp:
    """The RSGI application."""

    def __init__(self, app: Flask, warm_up: Callable[[], None]) -> None:
        """`warm_up` runs in its thread while the first requests are answered."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        self.app, self.log_error = app.wsgi_app, app.logger.error
        self.warm_up = warm_up
        self.max_body_bytes: int = app.config["MAX_CONTENT_LENGTH"]
        self.prebuilt = prebuilt_responses(app)
        self.metrics: Metrics | None = app.extensions.get("metrics")
        self.opinion_paths = ("/opinion",) if app.config["OPINION_ENABLED"] else ()
        self.log = AccessLog() if app.config["ACCESS_LOG"] else None
        self.hops: int = app.config["PROXIES"]
        self.held_bytes = 0
        # Two threads, so that gzip and RE2 of two texts run in parallel; more would only compete for the GIL.
        self.small = RequestQueue(threads=2, capacity=64, has_shares=True)
        self.large = RequestQueue(threads=1, capacity=16, has_shares=True)
        self.large_text_worker = LargeTextWorker()
        # A second opinion occupies its thread for as long as Claude writes.
        self.opinions = RequestQueue(threads=4, capacity=4)
        # Webhooks of bots are acknowledged at once; a flood of unsigned ones gets only its share.
        self.hooks = RequestQueue(threads=2, capacity=64, has_shares=True)
        # Probes of the operator never wait behind public requests, and are never refused.
        self.probes = RequestQueue(threads=1, capacity=64)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        # Not a daemon: a process that ends while RE2 compiles in a daemon thread may crash.
        threading.Thread(target=self.warm_up, name="warm-up").start()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        for queue in (self.small, self.large, self.probes, self.opinions, self.hooks):
            # Do not wait for Claude: its stream ends with the connection.
            queue.pool.shutdown(wait=queue is not self.opinions)
        self.large_text_worker.close()
        if self.log:
            self.log.close()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answers one request."""
        started = time.perf_counter()
        environ: dict[str, Any] = {}
        body_parts: list[bytes] = []
        try:
            status, headers, body = await self._answer(scope, protocol, environ, body_parts)
            if isinstance(body, bytes):
                protocol.response_bytes(status, headers, body)
        except (ProtocolClosed, ProtocolError):
            status, headers, body = _GONE, [], b""
        finally:
            self.held_bytes -= sum(map(len, body_parts))
        method, route, seconds = known_method(scope.method), environ.get(ROUTE), time.perf_counter() - started
        if self.metrics:
            self.metrics.count_answer(method, route, status, seconds)
        if self.log:
            self.log.add(
                method,
                route,
                status,
                body if isinstance(body, int) else len(body),
                seconds,
                dict(headers).get("x-request-id", ""),
            )

    async def _answer(
        self, scope: Any, protocol: Any, environ: dict[str, Any], body_parts: list[bytes]
    ) -> RawResponse | Streamed:
        queue = self._choose_queue(scope.path)
        client = client_key(scope.client, scope.headers.get("x-forwarded-for", ""), self.hops)
        if queue.is_full(client):
            return self._refuse("overloaded", "queue", scope)
        size = 0
        if "content-length" in scope.headers or "transfer-encoding" in scope.headers:
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    size = await self._read(scope, protocol, body_parts)
            except TimeoutError:
                return self._refuse("request-timeout", "slow-body", scope)
            except (ProtocolClosed, ProtocolError):  # the client has gone, or will send no more
                return self._prebuilt_response("bad-request", scope)
            if self.held_bytes > MAX_HELD_BYTES:
                return self._refuse("overloaded", "memory", scope)
            if _LARGE_BYTES < size <= self.max_body_bytes and queue is self.small:
                queue = self.large
            if queue.is_full(client):
                return self._refuse("overloaded", "queue", scope)
            if size < int(scope.headers.get("content-length") or 0) and size <= self.max_body_bytes:
                return self._prebuilt_response("bad-request", scope)
        environ.update(read_environ(scope, b"".join(body_parts), size))
        try:
            run = self._run_in_large_text_worker if queue is self.large else self._run
            return await queue.run(client, run, environ, scope, protocol, time.perf_counter())
        except (ProtocolClosed, ProtocolError):
            raise
        except Exception as error:
            self.log_error("%s outside of the app", type(error).__name__)
            return self._prebuilt_response("internal", scope)

    def _choose_queue(self, path: str) -> RequestQueue:
        if path in _PROBE_PATHS:
            return self.probes
        if path.startswith("/bots/"):
            return self.hooks
        return self.opinions if path in self.opinion_paths else self.small

    async def _read(self, scope: Any, protocol: Any, body_parts: list[bytes]) -> int:
        """Reads the body and returns its size. Part of an oversized body is read and dropped, so that its
        sender gets to see the error.
        """
        size = 0
        async for part in protocol:
            size += len(part)
            if size <= self.max_body_bytes:
                body_parts.append(part)
                self.held_bytes += len(part)
            if size > _DRAIN_FACTOR * self.max_body_bytes or self.held_bytes > MAX_HELD_BYTES:
                return size
        # Granian ends the body silently if the client disconnects or will send no more.
        return size

    def _run(
        self, environ: dict[str, Any], scope: Any, protocol: Any, queued: float
    ) -> RawResponse | Streamed:
        """Calls the app like any WSGI server, in a thread of a queue."""
        if time.perf_counter() - queued > QUEUE_SECONDS:
            return self._refuse("overloaded", "waited", scope)
        status, headers, parts = call(self.app, environ)
        try:
            if dict(headers).get("content-type", "").startswith("text/event-stream"):
                return status, headers, self._stream(protocol.response_stream(status, headers), parts)
            return status, headers, b"".join(parts)
        finally:
            close(parts)

    def _run_in_large_text_worker(
        self, environ: dict[str, Any], scope: Any, protocol: Any, queued: float
    ) -> RawResponse:
        """Like `_run`, but in the process for large texts."""
        if time.perf_counter() - queued > QUEUE_SECONDS:
            return self._refuse("overloaded", "waited", scope)
        return self.large_text_worker.answer(environ)

    def _stream(self, transport: Any, parts: Iterable[bytes]) -> int:
        """Sends each part as soon as it is produced; returns the total size. Raises ProtocolClosed if the
        client has disconnected.
        """
        size = 0

        async def send(part: bytes) -> None:
            await transport.send_bytes(part)

        for part in parts:
            asyncio.run_coroutine_threadsafe(send(part), self.loop).result()
            size += len(part)
        return size

    def _refuse(self, name: str, reason: str, scope: Any) -> RawResponse:
        if self.metrics:
            self.metrics.count_refused(reason)
        return self._prebuilt_response(name, scope)

    def _prebuilt_response(self, name: str, scope: Any) -> RawResponse:
        status, headers, body = self.prebuilt[scope.path.startswith("/api/"), name]
        return (
            status,
            [*headers, ("x-request-id", choose_request_id(scope.headers.get("x-request-id")))],
            body,
        )


def _preload_highlighting(app: Flask) -> None:
    """Imports the highlighter in advance: if two threads import it at once, one may see it half initialised.

    The pages themselves are rendered on first request, which takes a few milliseconds each.
    """
    with app.test_request_context("/"):
        cause_body(next(iter(rulebook().causes.values())))
    for language in LANGUAGES:
        highlight("", language)


def _use_one_heap() -> None:
    """Makes all threads share one heap, where the C library allows it. By default each thread gets its own,
    and what one thread frees is of no use to the others: a quarter more memory. They rarely compete for it,
    because only one of them runs Python.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # musl has one heap anyway
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def create_rsgi_app() -> RsgiApp:
    """The app that `diagnostic serve` runs in each worker, which accepts connections only after this."""
    _use_one_heap()
    # What is made here lives as long as the worker, so the garbage collector need not visit it, now or later.
    gc.disable()
    app = create_app()
    prepare_types()
    _preload_highlighting(app)
    for text in ("529", "fetch failed"):  # one that a rule matches, and one that needs the search by output
        _ = diagnose(text).unmatched
    gc.freeze()
    gc.enable()
    return RsgiApp(app, warm_up=warm_up)
