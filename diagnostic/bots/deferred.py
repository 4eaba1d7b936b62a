"""Work that goes on after a webhook was acknowledged: a few threads, and a bounded number of tasks, of which
nobody who asks may take all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Semaphore

# Most of a task is waiting for the vendor; a task that waits longer than these has no reader left.
_THREADS = 2
_ROOM = 16


class Deferred:
    """Tasks that wait or run; one too many is refused at once, so that a flood costs nothing."""

    def __init__(self, report: Callable[[Exception], None]) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, "bot")
        self._room = Semaphore(_ROOM)
        self._lock = Lock()
        self._inside: Counter[str] = Counter()  # tasks by who asked
        self._report = report

    def submit(self, asker: str, work: Callable[[], None]) -> bool:
        """Takes the work, or returns False if there is no room, or none for one more of this asker."""
        with self._lock:
            shares = len(self._inside) + (asker not in self._inside) + 1  # one is for who is not here yet
            if self._inside[asker] >= max(1, _ROOM // shares) or not self._room.acquire(blocking=False):
                return False
            self._inside[asker] += 1
        self._pool.submit(self._run, asker, work)
        return True

    def wait(self) -> None:
        """Returns once nothing waits or runs."""
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
                self._inside += Counter()  # forgets who has nothing here
            self._room.release()
