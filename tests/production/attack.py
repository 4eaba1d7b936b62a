"""`make attack`: two senders keep the server busy with large texts of settings words, all different,
while a client sends a small error; prints how long it waits without and during the attack, and who got a 503.

The senders come from 127.0.0.2 and the client from 127.0.0.1, so that they are two addresses to the server.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from hostile_texts import token_soup
from running import JSON, OVERLOAD, Server, running

SENDERS, SIZE = 2, 60_000
PAUSE = 0.25  # seconds between two requests of the client


def ask(server: Server, address: str, text: str) -> tuple[int, float]:
    """The status of one text's answer, and the seconds that it took."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(address, 0))
    begun = time.monotonic()
    try:
        connection.request("POST", "/api/v1/diagnose", json.dumps({"text": text}), JSON)
        response = connection.getresponse()
        response.read()
        return response.status, time.monotonic() - begun
    finally:
        connection.close()


def measure(server: Server, seconds: float) -> tuple[list[float], Counter[int]]:
    """What the client waits for each of its answers, and their statuses."""
    waits: list[float] = []
    statuses: Counter[int] = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        status, wait = ask(server, "127.0.0.1", OVERLOAD)
        statuses[status] += 1
        waits.append(wait)
        time.sleep(PAUSE)
    return waits, statuses


def attack(server: Server, seed: int, is_over: threading.Event, statuses: Counter[int]) -> None:
    """One sender: a fresh large text as soon as the last one is answered."""
    rng = random.Random(seed)
    while not is_over.is_set():
        status, _ = ask(server, "127.0.0.2", token_soup(rng, SIZE))
        statuses[status] += 1


def tell(name: str, waits: list[float], statuses: Counter[int]) -> None:
    """One line of figures."""
    print(
        f"{name}: {len(waits)} requests, median {statistics.median(waits) * 1e3:.0f} ms,"
        f" worst {max(waits) * 1e3:.0f} ms, {statuses[503]} answered 503"
    )


def main(seconds: float) -> int:
    """1 if the client got a 503 or waited more than five times its quiet median."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        measure(server, 2)  # what every worker does once
        quiet, statuses = measure(server, seconds)
        tell("Quiet", quiet, statuses)
        is_over, sent = threading.Event(), Counter[int]()
        senders = [
            threading.Thread(target=attack, args=(server, seed, is_over, sent)) for seed in range(SENDERS)
        ]
        for sender in senders:
            sender.start()
        waits, statuses = measure(server, seconds)
        is_over.set()
        for sender in senders:
            sender.join()
    tell("Under attack", waits, statuses)
    print(f"Senders: {sent.total()} texts of {SIZE // 1000} KB, {sent[503]} answered 503")
    return int(statuses[503] > 0 or statistics.median(waits) > 5 * statistics.median(quiet))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 15))
