"""Where the tasks of a scan run: on local processes or a Dask cluster."""

from __future__ import annotations

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

# Tasks submitted per worker, so that a worker that finishes a task has the next one ready.
_TASKS_PER_WORKER = 2
# A scheduler that is silent for this long is lost; workers that a cluster has yet to start get longer.
_ANSWER_SECONDS = 60.0
_WORKER_SECONDS = 300.0

Engine = tuple[Executor, Callable[[], int]]


@contextmanager
def processes(workers: int | None, is_long: bool, is_remote: bool) -> Iterator[Engine]:
    """A local executor with one process per core, and its limit of concurrent tasks."""
    workers = workers or os.cpu_count() or 1
    if is_remote:  # a store's connections do not survive a fork
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, initializer=prepare, initargs=(is_long,))
    else:
        prepare(is_long)  # before the fork, so that all processes share what is compiled
        pool = ProcessPoolExecutor(workers, initializer=rulebook)
    with pool:
        yield pool, lambda: workers * _TASKS_PER_WORKER


@contextmanager
def dask(workers: int | None, scheduler: str | None) -> Iterator[Engine]:
    """The cluster of a scheduler, or a local one that ends with the scan. Raises OSError."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise OSError(None, f"the engine dask needs an extra: {EXTRA}") from None

    def run(client: Any) -> Engine:
        # Not pure: a retried task must run again.
        return client.get_executor(pure=False), _Capacity(client).in_flight

    if scheduler is not None:
        _check_scheduler(scheduler)
        with Client(scheduler, name="diagnostic-scan") as client:
            yield run(client)
        return
    local: Any = {"threads_per_worker": 1, "dashboard_address": None}
    with (
        LocalCluster(n_workers=workers or os.cpu_count() or 1, **local) as cluster,
        Client(cluster) as client,
    ):
        yield run(client)


def _check_scheduler(scheduler: str) -> None:
    """Raises OSError if no Dask scheduler answers at this address.

    Checked before a Client is created: a Client waits forever for a peer that accepts the connection and
    stays silent, and its later garbage collection can block Dask's event loops for good.
    """
    import asyncio  # deferred: it loads OpenSSL

    from distributed.comm.core import connect

    async def try_connection() -> None:
        await (await asyncio.wait_for(connect(scheduler), _ANSWER_SECONDS)).close()

    try:
        asyncio.run(try_connection())
    except OSError as error:
        raise OSError(
            None, f"the scheduler {scheduler} cannot be reached: {str(error) or 'it does not answer'}"
        ) from None
    except Exception as error:  # Dask raises many types of its own
        raise OSError(None, f"{scheduler!r} is not the address of a scheduler: {error}") from None


class _Capacity:
    """The number of tasks that a cluster takes."""

    def __init__(self, client: Any) -> None:
        self._client, self._last_seen = client, time.monotonic()

    def in_flight(self) -> int:
        """A few tasks per thread. Raises StoppedError if the scheduler is silent, or long has no worker."""
        try:
            threads = self._client.sync(self._client.scheduler.ncores, callback_timeout=_ANSWER_SECONDS)
        except OSError as error:
            raise StoppedError(f"the scheduler no longer answers: {error}".rstrip(": ")) from None
        now = time.monotonic()
        if threads:
            self._last_seen = now
        elif now - self._last_seen > _WORKER_SECONDS:
            raise StoppedError(f"the scheduler had no worker for {_WORKER_SECONDS / 60:.0f} minutes")
        return max(1, sum(threads.values())) * _TASKS_PER_WORKER
