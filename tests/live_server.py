"""The app on its production server, for tests that need a real socket."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from ports import reserved_port
from waiting import PATIENCE_SECONDS, until


def serve_command(port: int, workers: int, *options: str) -> list[str]:
    """`diagnostic serve` of this environment."""
    program = [sys.executable, "-m", "diagnostic"]
    return [*program, "serve", "--port", str(port), "--workers", str(workers), *options]


@contextmanager
def live_server(*options: str, **environment: str) -> Iterator[str]:
    """`diagnostic serve` on a free port of this machine, with its environment; gives its address."""
    with reserved_port() as port:
        process = subprocess.Popen(
            serve_command(port, 1, *options),
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            ended(process)


def ended(process: subprocess.Popen) -> None:
    """Lets the process finish its work; one that does not is killed, so that it disturbs no other test."""
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    finally:
        process.kill()


def _wait(url: str, process: subprocess.Popen) -> None:
    # The first start on a machine compiles the patterns.
    until(lambda: process.poll() is not None or _answers(url), "the server answers")
    if process.poll() is not None:
        raise RuntimeError(f"the server did not start (exit status {process.poll()})")


def _answers(url: str) -> bool:
    try:
        urlopen(url, timeout=2).close()
        return True
    except OSError:
        return False
