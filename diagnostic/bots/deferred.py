"""Work after a webhook was acknowledged: a few threads and a bounded queue with fair shares for users."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Semaphore

# Tasks mostly wait for the vendor. In a longer queue, people would give up before their answer comes.
_THREADS = 2
_CAPACITY = 16


class Deferred:
    """A bounded queue of tasks. If it is full, it rejects tasks at once, so that a flood costs nothing."""

    def __init__(self, report: Callable[[Exception], None]) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, "bot")
        self._free_slots = Semaphore(_CAPACITY)
        self._lock = Lock()
        self._in_flight: Counter[str] = Counter()  # tasks by user
        self._report = report

    def submit(self, asker: str, work: Callable[[], None]) -> bool:
        """Accepts the work, or returns False if the queue or this user's share of it is full."""
        with self._lock:
            shares = len(self._in_flight) + (asker not in self._in_flight) + 1  # one share is for a new user
            if self._in_flight[asker] >= max(1, _CAPACITY // shares) or not self._free_slots.acquire(
                blocking=False
            ):
                return False
            self._in_flight[asker] += 1
        self._pool.submit(self._run, asker, work)
        return True

    def wait(self) -> None:
        """Blocks until no task is waiting or running."""
        for _ in range(_CAPACITY):
            self._free_slots.acquire()
        self._free_slots.release(_CAPACITY)

    def _run(self, asker: str, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self._report(error)
        finally:
            with self._lock:
                self._in_flight[asker] -= 1
                self._in_flight += Counter()  # drops users without tasks
            self._free_slots.release()
