"""`diagnostic serve`: the app on granian, one worker per core, until a signal stops it.

Granian and not gunicorn: with one worker, an empty Flask endpoint and 16 connections, granian in WSGI mode
answered 5,800 requests a second, `diagnostic.web.rsgi` on granian 2,800, gunicorn 1,700 (4 threads) or 1,800
(sync); medians of three interleaved runs on a shared machine. With the app itself: 269, 312, 272 and 220. The
cost of RSGI is small beside a diagnosis, and it is the only one that 600 slow bodies did not stop.
"""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from diagnostic.served_rules import ServedRules

_CHECK = "import sys; from diagnostic.serve import check_app; sys.exit(check_app())"
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
# Per worker, including idle and slow connections; the kernel queues further ones for a moment.
_CONNECTIONS = 1024
# Time limit for request headers and for idle connections.
_HEADER_MILLISECONDS = 10_000
_HEADER_BYTES = 64 << 10
# A rolling restart stops the old worker once the new one listens, or after this time if no system says so.
_START_SECONDS = 8.0
_LONGEST_START_SECONDS = 600.0
# Grace period for current requests when a worker stops; shorter than the 10 s that containers get.
_STOP_SECONDS = 8
# Worker deaths within this time may have the same reason.
_CRASH_WINDOW_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 30.0
_LOG = {
    # Standard output is reserved for the access log.
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}
    },
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=lambda: _count_cores(),
    help="Processes (default: one per core).",
)
def serve(host: str, port: int, workers: int) -> int:
    """Serve the web page and the API until stopped.

    SIGHUP starts new workers with new rules, if they are valid; SIGTERM finishes the current requests, then
    stops.
    """
    if problem := _find_port_problem(host, port):
        _print_error(f"diagnostic: {problem}")
        return 2
    with _temporary_folder() as folder:
        rules = ServedRules(folder) if folder else None
        if not _reload_rules(rules):
            return 1
        _serve(host, port, workers, rules)
    return 0


def _serve(host: str, port: int, workers: int, rules: ServedRules | None) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    class Server(Granian):  # type: ignore[misc]
        crashes: Crashes = Crashes()

        def signal_handler_reload(self, *args: object, **kwargs: object) -> None:
            if _reload_rules(rules):
                super().signal_handler_reload(*args, **kwargs)
            else:
                _print_error("diagnostic: keeping the current workers")

        def _reload(self, *args: Any, **kwargs: Any) -> None:
            super()._reload(*args, **kwargs)
            if rules:
                rules.delete_old()

        def _respawn_workers(
            self, workers: Any, spawn_target: Any, target_loader: Any, delay: float = 0
        ) -> None:
            if delay:
                for idx in workers:
                    self._replace(idx, spawn_target, target_loader)
                return
            # They died: restarted at once, they might die again and again.
            self.main_loop_interrupt.wait(self.crashes.pause())
            if self.interrupt_signal:
                return
            super()._respawn_workers(workers, spawn_target, target_loader)
            # Granian shuts down if a worker dies twice within 5.5 s.
            self.respawned_wrks.clear()

        def _replace(self, idx: int, spawn_target: Any, target_loader: Any) -> None:
            # Granian gives the new worker a fixed time, in which a busy machine may not start it: until it
            # listens, connections would be refused.
            listening, begun = _count_listeners(port), time.monotonic()
            new = self._spawn_worker(idx=idx, target=spawn_target, callback_loader=target_loader)
            new.start()
            longest = _LONGEST_START_SECONDS if listening else _START_SECONDS
            while (
                _count_listeners(port) <= listening
                and time.monotonic() - begun < longest
                and new.is_alive()
                and not self.interrupt_signal
            ):
                time.sleep(0.1)
            old, self.wrks[idx] = self.wrks[idx], new
            old.terminate()
            old.join(_STOP_SECONDS)
            if old.is_alive():
                old.kill()
                old.join()

    _disable_core_dumps()
    _print_error(f"Error Diagnostic on http://{host}:{port}")
    with _metrics_folder():
        # This process has imported neither rules nor app, so each new worker reads them afresh.
        Server(
            "diagnostic.web.rsgi:create_rsgi_app",
            factory=True,
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=_HEADER_MILLISECONDS, max_buffer_size=_HEADER_BYTES
            ),
            workers=workers,
            backlog=_CONNECTIONS,
            backpressure=_CONNECTIONS,
            websockets=False,
            log_dictconfig=_LOG,
            respawn_failed_workers=True,
            respawn_interval=_START_SECONDS,
            workers_kill_timeout=_STOP_SECONDS,
        ).serve()


class Crashes:
    """Backoff before dead workers are restarted: none after a single death, longer with each further one."""

    def __init__(self) -> None:
        self._last, self._pause = 0.0, 0.0

    def pause(self) -> float:
        """Seconds to wait after a death now."""
        now = time.monotonic()
        is_soon = now - self._last < _CRASH_WINDOW_SECONDS + self._pause
        self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE_SECONDS) if is_soon else 0.0
        self._last = now
        return self._pause


def _find_port_problem(host: str, port: int) -> str | None:
    """Why the server cannot listen on this address, or None. Granian would silently share a used port."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"another program listens on port {port} of {host}: stop it, or choose another with --port"
        return f"cannot listen on port {port} of {host}: {error.strerror or error}"
    return None


def _count_listeners(port: int) -> int:
    """How many sockets listen on the port: on Linux one of each worker. 0 if the system does not say."""
    listening = 0
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            rows = map(str.split, Path("/proc/self/net", table).read_text().splitlines()[1:])
            listening += sum(int(row[1].rpartition(":")[2], 16) == port and row[3] == "0A" for row in rows)
    return listening


def _reload_rules(rules: ServedRules | None) -> bool:
    """Switches to the rules on disk if they and the configuration are valid; otherwise
    prints what is wrong.
    """
    if rules is None:
        return _config_is_valid()
    try:
        return rules.reload(_config_is_valid)
    except OSError as error:
        _print_error(f"diagnostic: no copy of the rules: {error.strerror or error}")
        # Without a copy, the server reads the rules directly from disk.
        return not rules.has_copy and _config_is_valid()


@contextmanager
def _temporary_folder() -> Iterator[Path | None]:
    """A temporary folder for this server; None if it cannot be created."""
    try:
        folder = tempfile.mkdtemp(prefix="diagnostic-rules-")
    except OSError:
        yield None
        return
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_app() -> int:
    """Loads the app like a worker does. Returns 1 and prints the problem if rules or settings are invalid."""
    from diagnostic.diagnosis import diagnose
    from diagnostic.pattern_sets import compile_sets, must_compile
    from diagnostic.rules import RuleError
    from diagnostic.web import create_app

    try:
        create_app()
        diagnose("529")  # loads all readers and their patterns
        if must_compile():
            _print_error("Compiling the patterns for this machine: once, about half a minute.")
        compile_sets()  # once here, not in each worker
    except (RuleError, RuntimeError, ValueError) as error:
        _print_error(f"diagnostic: {error}")
        return 1
    return 0


def _print_error(text: str) -> None:
    with suppress(OSError):  # a full disk must not stop the server
        print(text, file=sys.stderr, flush=True)


def _disable_core_dumps() -> None:
    """A crashed worker's memory contains pasted text, so it must never be written to disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _config_is_valid() -> bool:
    return subprocess.run([sys.executable, "-c", _CHECK], check=False).returncode == 0  # noqa: S603 - our own words


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _metrics_folder() -> Iterator[None]:
    """A temporary folder in which the workers of a server combine their metrics."""
    if _METRICS in os.environ:
        yield
        return
    try:
        folder = os.environ[_METRICS] = tempfile.mkdtemp(prefix="diagnostic-metrics-")
    except OSError as error:
        _print_error(f"diagnostic: metrics are disabled: {error.strerror}")
        os.environ["DIAGNOSTIC_METRICS"] = "false"
        yield
        return
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
