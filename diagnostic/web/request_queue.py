"""A fair queue of requests: no client takes all the room, and clients take turns.

A client is an address, so this needs no configuration. Behind a proxy that the server does not know, all are
one client, which gets half of the room.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address
from typing import Any

# The rest of an IPv6 address identifies a customer of a provider.
_CUSTOMER_BITS = 64


class RequestQueue:
    """A thread pool with a bounded queue; must be used from a single event loop."""

    def __init__(self, threads: int, room: int, has_shares: bool = False) -> None:
        self.pool = ThreadPoolExecutor(threads)
        self.room, self.has_shares = room, has_shares
        self._free = threads
        self._inside: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    def is_full(self, client: str) -> bool:
        """Whether another request of this client would wait too long, or leave no room for a new client."""
        if self._inside.total() >= self.room:
            return True
        known = len(self._inside) + (client not in self._inside)
        return self.has_shares and self._inside[client] >= max(1, self.room // (known + 1))

    async def run(self, client: str, call: Callable[..., Any], *arguments: Any) -> Any:
        """The result of the call, run in a thread when it is this client's turn."""
        self._inside[client] += 1
        try:
            await self._take_turn(client)
            try:
                return await asyncio.get_running_loop().run_in_executor(self.pool, call, *arguments)
            finally:
                self._pass_turn()
        finally:
            self._inside[client] -= 1
            if not self._inside[client]:
                del self._inside[client]

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


def name_client(peer: str, forwarded_for: str, hops: int) -> str:
    """The address that a request counts for: the peer's, or the one that `hops` trusted proxies report."""
    seen = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    return name_customer(seen[-hops] if len(seen) >= hops > 0 else peer.rpartition(":")[0])


def name_customer(told: str) -> str:
    """The part of an address that a provider's customer cannot change."""
    try:
        address = ip_address(told.strip("[]"))
    except ValueError:
        return told[:64]
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> _CUSTOMER_BITS)
    return str(address)
