"""`make soak`: the real server at 80 % of its peak with misbehaving clients, then with killed workers and a
full disk; prints the results, and writes RELIABILITY.md.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from load import LOST, Client, Tally, as_fast_as_it_goes, at_a_rate, be_slow, every, get, hang_up, post
from running import FULL, OVERLOAD, Server, running

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "bench")]

from hostile_texts import hostile_texts  # noqa: E402
from texts import fresh_texts  # noqa: E402

FULL_SECONDS = 600
SHARE_OF_PEAK = 0.8
MOST_P99 = 8
MOST_GROWTH = 1.10
SLOW_CLIENTS = 40
PEOPLE = 16
KILLS = 4
JSON = "application/json"


def as_json(text: str) -> bytes:
    return post("/api/v1/diagnose", JSON, json.dumps({"text": text}).encode())


def normal_requests() -> list[bytes]:
    """What people and programs send: 1,000 different texts of 4 KB, and the pages around them."""
    found = []
    for number, text in enumerate(fresh_texts(1_000, 4096, seed=23)):
        if number % 4 == 0:
            found.append(
                post("/diagnose", "application/x-www-form-urlencoded", b"text=" + quote(text).encode())
            )
        else:
            found.append(as_json(text))
        if number % 10 == 0:
            found += [get("/causes/overloaded"), get("/?error=529"), get("/api/v1/causes")]
    return found


@contextmanager
def bad_company(client: Client) -> Iterator[None]:
    """Huge and hostile texts, broken requests, slow and half-closed clients, all the while."""
    huge = cycle([as_json(OVERLOAD * 18_000), as_json("\n".join(fresh_texts(400, 5_000, seed=3))[: 2 << 20])])
    hostile = cycle([as_json(text) for text in hostile_texts(256 << 10).values()])
    broken = cycle(
        [
            post("/api/v1/diagnose", JSON, b"[" * 50_000),
            post("/diagnose", "multipart/form-data; boundary=b", b"--b\r\nx"),
            get("/e/" + "%ff" * 900),
            post("/api/v1/diagnose", "text/plain", b"x"),
        ]
    )
    port, last = client.port, as_json(OVERLOAD)
    tasks = [
        asyncio.ensure_future(task)
        for task in (
            every(5, lambda: client.send("huge", next(huge))),
            every(3, lambda: client.send("hostile", next(hostile))),
            every(1, lambda: client.send("broken", next(broken))),
            every(0.5, lambda: hang_up(port, last)),
            *(be_slow(port) for _ in range(SLOW_CLIENTS)),
        )
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def memory_mib(server: Server) -> float:
    """Resident memory of all workers, and of their processes for large texts."""
    sizes = [
        re.search(r"Rss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
        for pid in server.workers() + server.helpers()
    ]
    return sum(int(size[1]) for size in sizes if size) / 1024


async def hold(server: Server, seconds: float) -> tuple[list[str], list[str]]:
    """80 % of the peak for so long: (figures, what was not held)."""
    requests, memory = normal_requests(), []
    warm = Client(server.port)
    with bad_company(warm):
        peak = await as_fast_as_it_goes(warm, requests, min(20, seconds / 4), PEOPLE)
    warm.close()
    client, rate = Client(server.port), peak * SHARE_OF_PEAK

    async def note() -> None:
        memory.append(memory_mib(server))

    with bad_company(client):
        watcher = asyncio.ensure_future(every(max(1, seconds / 100), note))
        await at_a_rate(client, requests, seconds, rate)
        watcher.cancel()
    client.close()
    normal, fifth = client.tallies["normal"], max(1, len(memory) // 5)
    early, late = statistics.median(memory[fifth : 2 * fifth]), statistics.median(memory[-fifth:])
    median, p99 = normal.share(0.5), normal.share(0.99)
    figures = [
        (
            f"Peak, with all the load below running at the same time: {peak:,.0f} answers a second from"
            f" {len(server.workers())} workers, the load generator on the same cores."
        ),
        (
            f"{rate:,.0f} requests a second for {seconds:,.0f} s, {normal.statuses.total():,} in all: median"
            f" {median * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms ({p99 / median:.1f}x; at most {MOST_P99}x),"
            f" slowest {max(normal.seconds) * 1000:,.0f} ms."
        ),
        *(
            f"{kind}: {say(tally)}, slowest {max(tally.seconds) * 1000:,.0f} ms."
            for kind, tally in client.tallies.items()
            if kind != "normal"
        ),
        f"normal: {say(normal)}.",
        (
            f"{SLOW_CLIENTS} clients that send a byte a second, and two half-closed ones a second, all the"
            " while."
        ),
        (
            f"Memory of all processes: {early:,.0f} MiB in the second fifth, {late:,.0f} MiB in the last"
            f" ({late / early:.2f}x; at most {MOST_GROWTH:.2f}x)."
        ),
    ]
    missed = wrong(client.tallies)
    missed += [f"p99 is {p99 / median:.1f}x of the median"] * (p99 > MOST_P99 * median)
    missed += [f"memory grew {late / early:.2f}x"] * (late > MOST_GROWTH * early)
    return figures, missed


async def survive_kills(server: Server, rate: float) -> tuple[list[str], list[str]]:
    """Half the load, while workers are killed one after the other, then all are replaced."""
    client, killed = Client(server.port), []

    async def kill() -> None:
        victim = server.workers()[0]  # the one that runs longest
        killed.append(time.perf_counter())
        os.kill(victim, signal.SIGKILL)

    killer = asyncio.ensure_future(every(6, kill))
    await at_a_rate(client, normal_requests(), 6 * KILLS + 3, rate)
    killer.cancel()
    normal = client.tallies["normal"]
    stray = [at for at in normal.lost_at if not any(0 <= at - when < 1 for when in killed)]
    figures = [
        f"kill -9 of a worker, {len(killed)} times, {rate:,.0f} requests a second: {normal.statuses[LOST]} of"
        f" {normal.statuses.total():,} requests lost, {len(stray)} of them later than 1 s after a kill;"
        f" {say(normal)}."
    ]
    missed = [f"{len(stray)} requests were lost away from any kill"] * bool(stray) + wrong(
        {"killed": normal}, may_lose=True
    )

    client = Client(server.port)
    before = set(server.workers())
    server.process.send_signal(signal.SIGHUP)
    await at_a_rate(client, normal_requests(), 12 * len(before), rate)
    left = before & set(server.workers())
    normal = client.tallies["normal"]
    figures.append(
        f"Rolling restart of all workers under the same load: {normal.statuses[LOST]} of"
        f" {normal.statuses.total():,} requests lost; {say(normal)}."
    )
    missed += wrong({"rolling restart": normal}, may_lose=True) + ["old workers run on"] * bool(left)
    return figures, missed


async def survive_full_disk(folder: Path, rate: float) -> tuple[list[str], list[str]]:
    """Logs, metrics and temporary files on a file system with no byte left."""
    what, out, err = "standard output and error on /dev/full", FULL, FULL
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], capture_output=True
        ).returncode
        == 0
    )
    if mounted:
        what, out, err = (
            "logs, metrics and temporary files on a tmpfs filled to the last byte",
            folder / "out",
            folder / "err",
        )
    try:
        with running(folder, out=out, err=err, DIAGNOSTIC_METRICS="true") as server:
            if mounted:
                fill(folder / "filler")
            client = Client(server.port)
            await at_a_rate(client, normal_requests(), 10, rate)
            metrics = server.ask("GET", "/metrics").status
            os.kill(server.workers()[0], signal.SIGKILL)
            await asyncio.sleep(4)
            ready = {server.ask("GET", "/readyz").status for _ in range(20)}
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
    normal = client.tallies["normal"]
    figures = [
        f"Disk full ({what}): {say(normal)}; /metrics {metrics}; a worker killed then is replaced, /readyz"
        f" {ready}."
    ]
    return figures, wrong({"disk full": normal}) + ["not ready"] * (ready != {200})


def fill(path: Path) -> None:
    """Writes until nothing goes any more."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


def say(tally: Tally) -> str:
    return ", ".join(
        f"{count:,} x {status or 'lost'}" for status, count in sorted(tally.statuses.items()) if count
    )


def wrong(tallies: dict[str, Tally], may_lose: bool = False) -> list[str]:
    """Failures of the server that are not its way of shedding load."""
    bad: Counter[str] = Counter()
    for kind, tally in tallies.items():
        for status, count in tally.statuses.items():
            if (status >= 500 and status != 503) or (status == LOST and not may_lose):
                bad[f"{kind}: {status or 'lost'}"] += count
    return [f"{count} x {what}" for what, count in bad.items() if count]


def write(section: str, figures: list[str]) -> None:
    """Puts the figures under their heading of RELIABILITY.md, which others write to as well."""
    path = ROOT / "RELIABILITY.md"
    text = (
        path.read_text()
        if path.exists()
        else "# Reliability\n\nEach section says by which command it was measured.\n"
    )
    body = f"## {section}\n\n`make soak`, {os.cpu_count()} cores.\n\n" + "".join(
        f"- {line}\n" for line in figures
    )
    pattern = re.compile(rf"^## {section}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    text = pattern.sub(lambda _: body + "\n", text) if pattern.search(text) else f"{text.rstrip()}\n\n{body}"
    path.write_text(text.rstrip() + "\n")


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else FULL_SECONDS
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        with running(folder, workers=os.cpu_count() or 2, DIAGNOSTIC_METRICS="true") as server:
            load, load_missed = asyncio.run(hold(server, seconds))
            rate = float(re.search(r"([\d,]+) answers", load[0])[1].replace(",", "")) * SHARE_OF_PEAK / 2
            faults, faults_missed = asyncio.run(survive_kills(server, rate))
        (folder / "full").mkdir()
        more, more_missed = asyncio.run(survive_full_disk(folder / "full", rate))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for section, figures, missed in (
        ("Load", load, load_missed),
        ("Faults survived", faults + more, faults_missed + more_missed),
    ):
        figures += [f"NOT HELD: {line}." for line in missed] or ["All targets were met."]
        print(f"\n{section}\n" + "\n".join(f"- {line}" for line in figures))
        if seconds >= FULL_SECONDS:
            write(section, figures)
    return 1 if load_missed + faults_missed + more_missed else 0


if __name__ == "__main__":
    sys.exit(main())
