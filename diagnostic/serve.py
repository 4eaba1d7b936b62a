"""`diagnostic serve`: the app on granian, one worker a core, until a signal stops it.

Granian and not gunicorn: of one worker and an empty Flask endpoint, 16 connections, granian's WSGI mode
answered
5,800 requests a second, the door of `diagnostic.web.rsgi` on granian 2,800, gunicorn 1,700 (4 threads) or
1,800 (sync),
medians of three runs side by side on a shared machine; with the app itself 269, 312, 272 and 220. The door
costs what is
small beside a diagnosis, and is the only one that 600 slow bodies did not stop.
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

_CHECK = "import sys; from diagnostic.serve import load; sys.exit(load())"
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
# Each worker takes as many connections, idle and slow ones included; the kernel holds the next ones for a
# moment.
_CONNECTIONS = 1024
# Of a request's headers, and of a connection that says nothing.
_HEADER_MILLISECONDS = 10_000
_HEADER_BYTES = 64 << 10
# A rolling restart starts the new worker this long before it stops the old one.
_START_SECONDS = 8.0
# What is being answered when a worker is told to stop may take as long; less than the 10 s that containers
# are given.
_STOP_SECONDS = 8
# Deaths of workers this near each other may have one reason.
_CRASH_WINDOW_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 30.0
_LOG = {
    # Standard output is for the access log alone.
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
    help="Processes (default: one a core).",
)
def serve(host: str, port: int, workers: int) -> int:
    """Serve the web page and the API until stopped.

    SIGHUP starts new workers with new rules, if they are valid; SIGTERM finishes the current requests, then
    stops.
    """
    if problem := _find_port_problem(host, port):
        _say(f"diagnostic: {problem}")
        return 2
    with _own_folder() as folder:
        rules = ServedRules(folder) if folder else None
        if not _renew(rules):
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
            if _renew(rules):
                super().signal_handler_reload(*args, **kwargs)
            else:
                _say("diagnostic: the workers that run go on")

        def _reload(self, *args: Any, **kwargs: Any) -> None:
            super()._reload(*args, **kwargs)
            if rules:
                rules.forget_old()

        def _respawn_workers(self, workers: Any, *args: Any, **kwargs: Any) -> None:
            if not kwargs.get("delay"):  # they died: one that comes back at once would die again and again
                self.main_loop_interrupt.wait(self.crashes.pause())
                if self.interrupt_signal:
                    return
            super()._respawn_workers(workers, *args, **kwargs)
            # Granian takes two deaths of a worker within 5.5 s for the end of the server.
            self.respawned_wrks.clear()

    _disable_core_dumps()
    _say(f"Error Diagnostic on http://{host}:{port}")
    with _metrics_folder():
        # This process has imported no rule and no app: each new worker reads them afresh.
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
    """How long to wait before what died is started again: not at all after one death, longer with each
    that follows soon.
    """

    def __init__(self) -> None:
        self._last, self._pause = 0.0, 0.0

    def pause(self) -> float:
        """Seconds, for a death now."""
        now = time.monotonic()
        is_soon = now - self._last < _CRASH_WINDOW_SECONDS + self._pause
        self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE_SECONDS) if is_soon else 0.0
        self._last = now
        return self._pause


def _find_port_problem(host: str, port: int) -> str | None:
    """Why this address cannot be listened on; granian itself would share the port with another server in
    silence.
    """
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


def _renew(rules: ServedRules | None) -> bool:
    """Takes over the rules on disk if they and the configuration are valid, and says what is wrong with
    them.
    """
    if rules is None:
        return _config_is_valid()
    try:
        return rules.renew(_config_is_valid)
    except OSError as error:
        _say(f"diagnostic: no copy of the rules: {error.strerror or error}")
        # Without one at the start, the server answers with the rules on disk as they stand.
        return not rules.has_copy and _config_is_valid()


@contextmanager
def _own_folder() -> Iterator[Path | None]:
    """A folder of this server's own; None if there can be none."""
    try:
        folder = tempfile.mkdtemp(prefix="diagnostic-rules-")
    except OSError:
        yield None
        return
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load() -> int:
    """Loads the app as a worker does, and says what is wrong with rules or configuration."""
    from diagnostic.diagnosis import diagnose
    from diagnostic.pattern_sets import compile_sets, must_compile
    from diagnostic.rules import RuleError
    from diagnostic.web import create_app

    try:
        create_app()
        diagnose("529")  # brings in every reader and its patterns
        if must_compile():
            _say("Compiling the patterns for this machine: once, half a minute at most.")
        compile_sets()  # once here, not in each worker
    except (RuleError, RuntimeError, ValueError) as error:
        _say(f"diagnostic: {error}")
        return 1
    return 0


def _say(text: str) -> None:
    with suppress(OSError):  # a full disk stops no server
        print(text, file=sys.stderr, flush=True)


def _disable_core_dumps() -> None:
    """The memory of a crashed worker contains pasted text, so it is never written to disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _config_is_valid() -> bool:
    return subprocess.run([sys.executable, "-c", _CHECK], check=False).returncode == 0  # noqa: S603 - our own words


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _metrics_folder() -> Iterator[None]:
    """Where the workers of one server sum up what they count."""
    if _METRICS in os.environ:
        yield
        return
    try:
        folder = os.environ[_METRICS] = tempfile.mkdtemp(prefix="diagnostic-metrics-")
    except OSError as error:
        _say(f"diagnostic: no metrics: {error.strerror}")
        os.environ["DIAGNOSTIC_METRICS"] = "false"
        yield
        return
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
