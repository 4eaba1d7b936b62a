"""Where the tasks of a scan run: processes of this machine, or a cluster of Dask."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from diagnostic.diagnosis import rulebook
from diagnostic.scan.gate import prepare
from diagnostic.scan.storage import EXTRA

# So many tasks for each worker: one that is done has the next one at hand.
_AHEAD = 2

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
        return client.get_executor(pure=False), lambda: max(1, sum(client.nthreads().values())) * _AHEAD

    if scheduler:
        with Client(scheduler, name="diagnostic-scan") as client:
            yield run(client)
        return
    local: Any = {"threads_per_worker": 1, "dashboard_address": None}
    with (
        LocalCluster(n_workers=workers or os.cpu_count() or 1, **local) as cluster,
        Client(cluster) as client,
    ):
        yield run(client)
