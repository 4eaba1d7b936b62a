"""Where the tasks of a scan run: processes of this machine, or a cluster of Dask."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from diagnostic.diagnosis import rulebook
from diagnostic.scan.gate import prepare
from diagnostic.scan.running import StoppedError
from diagnostic.scan.storage import EXTRA

# So many tasks for each worker: one that is done has the next one at hand.
_AHEAD = 2
# A scheduler that is silent for so long is lost; workers that a cluster has yet to start get longer.
_ANSWER_SECONDS = 60.0
_WORKER_SECONDS = 300.0

Engine = tuple[Executor, Callable[[], int]]


@contextmanager
def processes(workers: int | None, is_long: bool, is_remote: bool) -> Iterator[Engine]:
    """An executor of this machine, one process a core, and how many tasks may be under way."""
    workers = workers or os.cpu_count() or 1
    if is_remote:  # the connections of a store do not survive a fork
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, initializer=prepare, initargs=(is_long,))
    else:
        prepare(is_long)  # before the processes start, so that all of them have what is compiled
        pool = ProcessPoolExecutor(workers, initializer=rulebook)
    with pool:
        yield pool, lambda: workers * _AHEAD


@contextmanager
def dask(workers: int | None, scheduler: str | None) -> Iterator[Engine]:
    """The cluster of a scheduler, or one of this machine that ends with the scan. Raises OSError."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise OSError(None, f"the engine dask needs an extra: {EXTRA}") from None

    def run(client: Any) -> Engine:
        # Not pure: a task that is tried again must run again.
        return client.get_executor(pure=False), _Capacity(client).in_flight

    if scheduler is not None:
        _knock(scheduler)
        with Client(scheduler, name="diagnostic-scan") as client:
            yield run(client)
        return
    local: Any = {"threads_per_worker": 1, "dashboard_address": None}
    with (
        LocalCluster(n_workers=workers or os.cpu_count() or 1, **local) as cluster,
        Client(cluster) as client,
    ):
        yield run(client)


def _knock(scheduler: str) -> None:
    """Raises OSError if nothing that speaks Dask answers at this address.

    Asked before there is a Client: that one waits without end for what accepts a connection and says nothing,
    and when it is collected later, it can block Dask's loops for ever.
    """
    from distributed.comm.core import connect

    async def knock() -> None:
        await (await asyncio.wait_for(connect(scheduler), _ANSWER_SECONDS)).close()

    try:
        asyncio.run(knock())
    except OSError as error:
        raise OSError(
            None, f"the scheduler {scheduler} cannot be reached: {str(error) or 'it does not answer'}"
        ) from None
    except Exception as error:  # Dask's own, of many kinds
        raise OSError(None, f"{scheduler!r} is not the address of a scheduler: {error}") from None


class _Capacity:
    """How many tasks a cluster takes."""

    def __init__(self, client: Any) -> None:
        self._client, self._seen = client, time.monotonic()

    def in_flight(self) -> int:
        """Some for each thread. Raises StoppedError if the scheduler is silent or has no worker for long."""
        try:
            threads = self._client.sync(self._client.scheduler.ncores, callback_timeout=_ANSWER_SECONDS)
        except OSError as error:
            raise StoppedError(f"the scheduler no longer answers: {error}".rstrip(": ")) from None
        now = time.monotonic()
        if threads:
            self._seen = now
        elif now - self._seen > _WORKER_SECONDS:
            raise StoppedError(f"the scheduler had no worker for {_WORKER_SECONDS / 60:.0f} minutes")
        return max(1, sum(threads.values())) * _AHEAD
