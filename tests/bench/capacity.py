"""Requests per second and core by text size, and waiting times with many cores: service times are measured
in processor time, and a queueing model computes the waits.

    python tests/bench/capacity.py            the table, and the simulation of 10,000 requests a second
    python tests/bench/capacity.py measure    compares the model with two real workers, on a quiet machine
"""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "production"))

from running import Server, running

SIZES = (100, 1_000, 4_000, 16_000, 64_000)
# What people paste, by size: most a few lines, some a whole log.
MIX = {100: 30, 1_000: 40, 4_000: 20, 16_000: 8, 64_000: 2}
_TEXTS = 60


def simulate(
    rate: float, workers: int, services: Sequence[float], seconds: float, choices: int = 1
) -> list[float]:
    """Seconds from each arrival to its answer, sorted: random arrivals, each worker answers one at a time,
    and each request goes to the least busy of `choices` workers drawn by chance.
    """
    chance, free, now, answered = random.Random(1), [0.0] * workers, 0.0, []
    while (now := now + chance.expovariate(rate)) < seconds:
        drawn = [chance.randrange(workers) for _ in range(choices)]
        worker = min(drawn, key=free.__getitem__)
        free[worker] = max(now, free[worker]) + chance.choice(services)
        answered.append(free[worker] - now)
    return sorted(answered)


def at(part: float, times: Sequence[float]) -> float:
    """A quantile of sorted times, in milliseconds."""
    return times[min(len(times) - 1, int(part * len(times)))] * 1000


def texts(size: int, count: int) -> list[str]:
    """Real outputs of about this size, with lines of a log around them, no two alike."""
    from diagnostic.diagnosis import rulebook

    examples = [example.text for cause in rulebook().causes.values() for example in cause.examples()]
    chance, made = random.Random(size), []
    for _ in range(count):
        text = chance.choice([example for example in examples if len(example) <= max(size, 300)])
        while len(text) < size:
            text += f"\n2026-11-20 10:00:00 INFO job {chance.getrandbits(48):x} took {chance.random():.4f} s"
        made.append(text[:size] if size > 300 else text)
    return made


def service_times() -> dict[int, list[float]]:
    """Seconds of a core for each of some requests of each size, through the whole app."""
    from diagnostic import create_app
    from diagnostic.pattern_sets import compile_sets

    client = create_app().test_client()
    client.post("/api/v1/diagnose", json={"text": "529"})
    compile_sets()
    found = {}
    for size in SIZES:
        made = texts(size, _TEXTS)
        client.post("/api/v1/diagnose", json={"text": made[0] + " "})
        found[size] = []
        for text in made:
            began = time.thread_time()
            client.post("/api/v1/diagnose", json={"text": text})
            found[size].append(time.thread_time() - began)
    return found


def add_server(by_size: dict[int, list[float]], server: Server) -> dict[int, list[float]]:
    """The same with what the server itself takes of a core for each request: the processes' time less the
    app's."""
    whole = {}
    for size, times in by_size.items():
        made = texts(size, 2 * _TEXTS)[_TEXTS:]
        server.diagnose(made[0])
        pids = [server.process.pid, *server.workers(), *server.helpers()]
        before = sum(map(_seconds_of_a_core, pids))
        for text in made[1:]:
            server.diagnose(text)
        mean = (sum(map(_seconds_of_a_core, pids)) - before) / (len(made) - 1)
        whole[size] = [time + max(0.0, mean - statistics.mean(times)) for time in times]
    return whole


def _seconds_of_a_core(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(server: Server) -> float:
    """MiB of all processes of a server; what they share counts once."""
    pids = [server.process.pid, *server.workers(), *server.helpers()]
    shares = [re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text()) for pid in pids]
    return sum(int(share[1]) for share in shares if share) / 1024


def mixed(by_size: dict[int, list[float]]) -> list[float]:
    """Service times of what people paste."""
    return [service for size, weight in MIX.items() for service in by_size[size] * weight]


def table(by_size: dict[int, list[float]]) -> None:
    print("| text | ms of one core: median, p95 | requests per second per core |\n|---|---|---|")
    for size, times in by_size.items():
        ordered = sorted(times)
        print(
            f"| {size:,} | {at(0.5, ordered):.1f}, {at(0.95, ordered):.1f} | "
            f"{1 / statistics.mean(times):,.0f} |"
        )
    services = mixed(by_size)
    mean = statistics.mean(services)
    print(f"| mix | {at(0.5, sorted(services)):.1f}, {at(0.95, sorted(services)):.1f} | {1 / mean:,.0f} |\n")
    print(
        "| 10,000 requests a second | cores | median, ms | p99, ms | p99 with the less busy of two "
        "|\n|---|---|---|---|---|"
    )
    for load in (0.5, 0.6, 0.7, 0.8, 0.9):
        cores = round(10_000 * mean / load)
        by_chance, of_two = (simulate(10_000, cores, services, 30, choices) for choices in (1, 2))
        print(
            f"| load {load:.0%} | {cores} | {at(0.5, by_chance):.0f} | {at(0.99, by_chance):.0f} | "
            f"{at(0.99, of_two):.0f} |"
        )


def measure(by_size: dict[int, list[float]], server: Server, seconds: float = 20) -> None:
    """Two real workers at 30, 50 and 70 % of what the model says they hold, beside the model."""
    services = mixed(by_size)
    mean = statistics.mean(services)
    chance = random.Random(2)
    with ThreadPoolExecutor(64) as people:
        for load in (0.3, 0.5, 0.7):
            rate, answered, lock = 2 * load / mean, [], threading.Lock()

            def ask(
                text: str, due: float, answered: list[float] = answered, lock: threading.Lock = lock
            ) -> None:
                status = server.diagnose(text).status
                with lock:
                    answered.append(time.perf_counter() - due if status == 200 else 9.0)

            made = {size: iter(texts(size, int(rate * seconds) + 1)) for size in SIZES}
            due = time.perf_counter()
            end = due + seconds
            while (due := due + chance.expovariate(rate)) < end:
                time.sleep(max(0.0, due - time.perf_counter()))
                people.submit(ask, next(made[chance.choices(list(MIX), MIX.values())[0]]), due)
            time.sleep(2)
            real, model = sorted(answered), simulate(rate, 2, services, 600)
            print(
                f"load {load:.0%}, {rate:.0f} a second: median {at(0.5, real):.0f} ms, model "
                f"{at(0.5, model):.0f}; p95 {at(0.95, real):.0f}, model {at(0.95, model):.0f}"
            )


def main(wants_measure: bool) -> None:
    app = service_times()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), workers=1 + wants_measure) as server:
        at_first = memory(server)
        whole = add_server(app, server)
        print(
            f"memory of a server with {1 + wants_measure} workers: {at_first:.0f} MiB, after this "
            f"{memory(server):.0f} MiB"
        )
        if wants_measure:
            measure(whole, server)
        else:
            table(whole)


if __name__ == "__main__":
    main(sys.argv[1:] == ["measure"])
