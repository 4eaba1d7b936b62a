"""The HTTP interfaces on the server that `diagnostic serve` runs, beside an empty Flask endpoint under equal
load.
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

from measure import Row, ms
from texts import fresh_texts

_HERE = Path(__file__).parent
_SECONDS = 6
_ROUNDS = 3
_CONNECTIONS = 8
_TEXTS = 1_000
# wrk runs this in its own process: each request takes the next body of a file of 1,000 different ones.
_SCRIPT = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = line end
local at = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "%s"
wrk.headers["Accept-Encoding"] = "%s"
request = function()
  at = at %% #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
"""


def rows() -> Iterator[Row]:
    """Processor time of one worker for each request, beside that of an empty endpoint."""
    if shutil.which("wrk") is None:
        raise SystemExit("The load generator is missing: apt-get install wrk")
    texts = list(fresh_texts(_TEXTS, 4096, seed=11))
    with (
        tempfile.TemporaryDirectory() as folder,
        _server("empty:create_rsgi_app") as empty,
        _server("diagnostic.web.rsgi:create_rsgi_app") as app,
    ):
        json_bodies = (json.dumps({"text": text}) for text in texts)
        as_json = _write(Path(folder), "json", "application/json", json_bodies)
        form = "application/x-www-form-urlencoded"
        as_form = _write(Path(folder), "form", form, (f"text={quote(text)}" for text in texts))
        packed = _write(
            Path(folder), "packed", form, (f"text={quote(text)}" for text in texts), "gzip, deflate, br"
        )
        rivals = {
            "empty, JSON": (empty, "/", as_json),
            "JSON": (app, "/api/v1/diagnose", as_json),
            "empty, form": (empty, "/", as_form),
            "HTML": (app, "/diagnose", as_form),
            "HTML, gzip as browsers ask for it": (app, "/diagnose", packed),
        }
        taken: dict[str, list[float]] = {name: [] for name in rivals}
        for _ in range(_ROUNDS):
            for name, (server, path, script) in rivals.items():
                taken[name].append(_seconds_a_request(server, path, script))
        cost = {name: statistics.median(values) for name, values in taken.items()}
        for name, floor, bar in (
            ("JSON", "empty, JSON", 0.22),
            ("HTML", "empty, form", 0.15),
            ("HTML, gzip as browsers ask for it", "empty, form", 0.12),
        ):
            share = cost[floor] / cost[name]
            yield Row(
                f"{name}: {_TEXTS:,} different 4 KB texts, full answer, processor time a request",
                f"{ms(cost[name])}, an empty Flask endpoint {ms(cost[floor])}: {share:.1%}",
                f"≥ {bar:.0%}",
                share >= bar,
            )
        memory = app.memory_mib()
        yield Row(
            "memory of the worker after this load (over 2,500 texts)",
            f"{memory:.0f} MiB; the empty one {empty.memory_mib():.0f} MiB",
            "≤ 100 MiB",
            memory <= 100,
        )


def _seconds_a_request(server: _Server, path: str, script: Path) -> float:
    before = server.cpu_seconds()
    requests = _load(f"{server.url}{path}", script)
    return (server.cpu_seconds() - before) / requests


class _Server:
    def __init__(self, process: subprocess.Popen, port: int) -> None:
        self.process, self.url = process, f"http://127.0.0.1:{port}"

    def _workers(self) -> list[str]:
        """The children of the server's main process."""
        return Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()

    def cpu_seconds(self) -> float:
        """Processor time of the workers until now."""
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self._workers()]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        """Resident memory of the largest of them."""
        smaps = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self._workers()]
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


def _write(folder: Path, name: str, kind: str, bodies: Iterator[str], accepted: str = "identity") -> Path:
    data, script = folder / f"{name}.txt", folder / f"{name}.lua"
    data.write_text("\n".join(bodies))
    script.write_text(_SCRIPT % (data, kind, accepted))
    return script


def _load(url: str, script: Path) -> int:
    """How many requests were answered."""
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", "-s", str(script), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_SECONDS + 30).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{url} answered with errors:\n{said}")
    return int(re.search(r"(\d+) requests in", said)[1])
