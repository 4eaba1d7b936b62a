"""Work after a webhook was acknowledged: a few threads and a bounded queue with fair shares for users."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Semaphore

# Tasks mostly wait for the vendor; with a longer queue, nobody would still wait for the answer.
_THREADS = 2
_ROOM = 16


class Deferred:
    """A bounded queue of tasks; it refuses tasks at once if it is full, so that a flood costs nothing."""

    def __init__(self, report: Callable[[Exception], None]) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, "bot")
        self._room = Semaphore(_ROOM)
        self._lock = Lock()
        self._inside: Counter[str] = Counter()  # tasks by user
        self._report = report

    def submit(self, asker: str, work: Callable[[], None]) -> bool:
        """Accepts the work, or returns False if the queue or this user's share of it is full."""
        with self._lock:
            shares = len(self._inside) + (asker not in self._inside) + 1  # one share is for a new user
            if self._inside[asker] >= max(1, _ROOM // shares) or not self._room.acquire(blocking=False):
                return False
            self._inside[asker] += 1
        self._pool.submit(self._run, asker, work)
        return True

    def wait(self) -> None:
        """Blocks until no task is waiting or running."""
        for _ in range(_ROOM):
            self._room.acquire()
        self._room.release(_ROOM)

    def _run(self, asker: str, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self._report(error)
        finally:
            with self._lock:
                self._inside[asker] -= 1
                self._inside += Counter()  # drops users without tasks
            self._room.release()
