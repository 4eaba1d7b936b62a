"""The app on its production server, for tests that need a real socket."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from ports import reserved_port


def serve_command(port: int, workers: int, *options: str) -> list[str]:
    """`diagnostic serve` of this environment."""
    program = [sys.executable, "-m", "diagnostic.cli"]
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
            process.terminate()
            process.wait(240)


def _wait(url: str, process: subprocess.Popen) -> None:
    # The first start on a machine compiles the patterns.
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start (exit status {process.poll()})")
