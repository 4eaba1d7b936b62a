"""Requests at a steady rate, and all kinds of misbehaving clients -> the outcome and latency of each kind."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle

LOST = 0
_TIMEOUT = 30.0
_MOST_OPEN = 1_500


@dataclass
class Tally:
    """What one kind of request met."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lost_at: list[float] = field(default_factory=list)

    def share(self, part: float) -> float:
        """So much of the answers took no longer than this many seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


class Client:
    """Connections that are kept, as browsers and proxies keep them."""

    def __init__(self, port: int) -> None:
        self.port = port
        # The one idle longest is taken first: the last one used would lead to the same worker again and
        # again.
        self.idle: deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = deque()
        self.tallies: dict[str, Tally] = {}

    async def send(self, kind: str, data: bytes, due: float | None = None) -> None:
        """One request; its time counts from when it was due, so that a server that stalls cannot hide it."""
        started, tally = due or time.perf_counter(), self.tallies.setdefault(kind, Tally())
        try:
            async with asyncio.timeout(_TIMEOUT):
                tally.statuses[await self._exchange(data)] += 1
            tally.seconds.append(time.perf_counter() - started)
        except (OSError, EOFError, TimeoutError, IndexError, ValueError):
            tally.statuses[LOST] += 1
            tally.lost_at.append(time.perf_counter())

    async def _exchange(self, data: bytes) -> int:
        while self.idle:
            reader, writer = self.idle.popleft()
            if not reader.at_eof():
                break
            writer.close()
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(data)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
            status = int(head.split(b" ", 2)[1])
        except BaseException:
            writer.close()
            raise
        if b"connection: close" in head:
            writer.close()
        else:
            self.idle.append((reader, writer))
        return status

    def close(self) -> None:
        """Ends the connections that are kept."""
        for _, writer in self.idle:
            writer.close()
        self.idle.clear()


def post(path: str, kind: str, body: bytes) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nContent-Type: {kind}\r\nContent-Length:"
        f" {len(body)}\r\n\r\n".encode()
        + body
    )


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode()


async def as_fast_as_it_goes(client: Client, requests: list[bytes], seconds: float, people: int) -> float:
    """So many people, each asking again at once; gives the answers a second."""
    ends, source = time.perf_counter() + seconds, cycle(requests)

    async def work() -> None:
        while time.perf_counter() < ends:
            await client.send("normal", next(source))

    await asyncio.gather(*(work() for _ in range(people)))
    return client.tallies["normal"].statuses[200] / seconds


async def at_a_rate(client: Client, requests: list[bytes], seconds: float, rate: float) -> None:
    """Requests that come by chance, so many a second on average, whether or not the last ones were
    answered.
    """
    chance, source = random.Random(5), cycle(requests)
    due = time.perf_counter()
    ends, open_now = due + seconds, set()
    while (due := due + chance.expovariate(rate)) < ends:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if len(open_now) < _MOST_OPEN:
            task = asyncio.create_task(client.send("normal", next(source), due))
            open_now.add(task)
            task.add_done_callback(open_now.discard)
        else:
            client.tallies["normal"].statuses[LOST] += 1
    await asyncio.gather(*open_now)


async def every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    """Does something over and over, until it is cancelled."""
    while True:
        await asyncio.sleep(seconds)
        await act()


async def be_slow(port: int) -> None:
    """A client that sends one byte of its body a second, for ever anew."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                b"POST /api/v1/diagnose HTTP/1.1\r\nHost: x\r\nContent-Type:"
                b" application/json\r\nContent-Length: 9000\r\n\r\n"
            )
            while not reader.at_eof() and not writer.is_closing():
                writer.write(b"{")
                await asyncio.sleep(1)
            writer.close()
        except OSError:
            await asyncio.sleep(1)


async def hang_up(port: int, data: bytes) -> None:
    """Half-closed, then gone: the client has sent its part and wants no answer."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(data)
        writer.write_eof()
        await asyncio.sleep(0.05)
        writer.close()
    except OSError:
        return
