"""A fair, bounded queue of requests: no client can fill it, and clients are served in turn.

Clients are told apart by address, so this needs no configuration. Behind a proxy that the server does not
know, all of them count as one client, which gets half of the capacity.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address
from typing import Any

# Providers assign each customer a /64, so the lower half of an IPv6 address is the customer's to choose.
_CUSTOMER_BITS = 64


class RequestQueue:
    """A thread pool with a bounded queue; must be used from a single event loop."""

    def __init__(self, threads: int, capacity: int, has_shares: bool = False) -> None:
        self.pool = ThreadPoolExecutor(threads)
        self.capacity, self.has_shares = capacity, has_shares
        self._free = threads
        self._in_flight: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    def is_full(self, client: str) -> bool:
        """Whether another request of this client would wait too long, or leave no room for a new client."""
        if self._in_flight.total() >= self.capacity:
            return True
        known = len(self._in_flight) + (client not in self._in_flight)
        return self.has_shares and self._in_flight[client] >= max(1, self.capacity // (known + 1))

    async def run(self, client: str, call: Callable[..., Any], *arguments: Any) -> Any:
        """The result of the call, run in a thread when it is this client's turn."""
        self._in_flight[client] += 1
        try:
            await self._take_turn(client)
            try:
                return await asyncio.get_running_loop().run_in_executor(self.pool, call, *arguments)
            finally:
                self._pass_turn()
        finally:
            self._in_flight[client] -= 1
            if not self._in_flight[client]:
                del self._in_flight[client]

    async def _take_turn(self, client: str) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # its turn came while the wait was being cancelled
                self._pass_turn()
            raise

    def _pass_turn(self) -> None:
        while self._waiting:
            client = next(iter(self._waiting))
            queue = self._waiting.pop(client)
            turn = queue.popleft()
            if queue:
                self._waiting[client] = queue  # back to the end of the line
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def client_key(peer: str, forwarded_for: str, hops: int) -> str:
    """The client that a request counts for: the peer, or the address that `hops` trusted proxies report."""
    forwarded = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    return customer_prefix(forwarded[-hops] if len(forwarded) >= hops > 0 else peer.rpartition(":")[0])


def customer_prefix(address: str) -> str:
    """The part of an address that a provider's customer cannot choose: all of IPv4, the /64 of IPv6."""
    try:
        parsed = ip_address(address.strip("[]"))
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or int(parsed) >> _CUSTOMER_BITS)
    return str(parsed)
