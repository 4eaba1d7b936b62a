"""The doors over HTTP, on the server that `diagnostic serve` runs: beside an empty Flask endpoint under
the same load.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from matched_length import Row
from texts import fresh_texts

_HERE = Path(__file__).parent
_SECONDS = 6
_ROUNDS = 3
_CONNECTIONS = 8
# wrk runs this in its own process: each request takes the next body of a file of 1,000 different ones.
_SCRIPT = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = line end
local at = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "%s"
request = function()
  at = at %% #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
"""


def rows() -> Iterator[Row]:
    """Requests per second of one worker, the load generator on the other core."""
    if shutil.which("wrk") is None:
        raise SystemExit("The load generator is missing: apt-get install wrk")
    texts = list(fresh_texts(1_000, 4096, seed=11))
    with (
        tempfile.TemporaryDirectory() as folder,
        _server("empty:create_door") as empty,
        _server("diagnostic.web.rsgi:create_door") as app,
    ):
        as_json = _write(
            Path(folder), "json", "application/json", (json.dumps({"text": text}) for text in texts)
        )
        as_form = _write(
            Path(folder),
            "form",
            "application/x-www-form-urlencoded",
            (f"text={quote(text)}" for text in texts),
        )
        rivals = {
            "empty, JSON": (empty, "/", as_json),
            "JSON": (app, "/api/v1/diagnose", as_json),
            "empty, form": (empty, "/", as_form),
            "HTML": (app, "/diagnose", as_form),
        }
        rates: dict[str, list[float]] = {name: [] for name in rivals}
        for _ in range(_ROUNDS):
            for name, (server, path, script) in rivals.items():
                rates[name].append(_load(f"{server.url}{path}", script))
        rate = {name: statistics.median(values) for name, values in rates.items()}
        for name, floor, bar in (("JSON", "empty, JSON", 0.35), ("HTML", "empty, form", 0.20)):
            share = rate[name] / rate[floor]
            yield Row(
                f"{name}: requests a second, 1,000 different 4 KB texts, full answer",
                f"{rate[name]:,.0f}, an empty Flask endpoint {rate[floor]:,.0f}: {share:.0%}",
                f"≥ {bar:.0%}",
                share >= bar,
            )
        yield Row(
            "memory of the worker after this load",
            f"{app.memory_mib():.0f} MiB; the empty one {empty.memory_mib():.0f} MiB",
        )


class _Server:
    def __init__(self, process: subprocess.Popen, port: int) -> None:
        self.process, self.url = process, f"http://127.0.0.1:{port}"

    def memory_mib(self) -> float:
        """Proportional memory of the server's worker, which is the child of its main process."""
        worker = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        smaps = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in worker.stdout.split()]
        return max(int(re.search(r"Rss:\s+(\d+)", text)[1]) for text in smaps) / 1024


@contextmanager
def _server(target: str) -> Iterator[_Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "rsgi",
        "--factory",
        "--workers",
        "1",
        "--no-ws",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "error",
        target,
    ]
    process = subprocess.Popen(command, cwd=_HERE, env={**os.environ, "DIAGNOSTIC_ACCESS_LOG": "false"})
    try:
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield _Server(process, port)
    finally:
        process.terminate()
        process.wait(10)


def _write(folder: Path, name: str, kind: str, bodies: Iterator[str]) -> Path:
    data, script = folder / f"{name}.txt", folder / f"{name}.lua"
    data.write_text("\n".join(bodies))
    script.write_text(_SCRIPT % (data, kind))
    return script


def _load(url: str, script: Path) -> float:
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "-s", str(script), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_SECONDS + 30).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{url} answered with errors:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
