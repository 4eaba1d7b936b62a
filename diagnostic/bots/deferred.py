"""Work that goes on after a webhook was acknowledged: a few threads, and a bounded number of tasks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore

# Most of a task is waiting for the vendor; a task that waits longer than these has no reader left.
_THREADS = 2
_ROOM = 16


class Deferred:
    """Tasks that wait or run; one too many is refused at once, so that a flood costs nothing."""

    def __init__(self, report: Callable[[Exception], None]) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, "bot")
        self._room = Semaphore(_ROOM)
        self._report = report

    def submit(self, work: Callable[[], None]) -> bool:
        """Takes the work, or returns False if there is no room."""
        if not self._room.acquire(blocking=False):
            return False
        self._pool.submit(self._run, work)
        return True

    def wait(self) -> None:
        """Returns once nothing waits or runs."""
        for _ in range(_ROOM):
            self._room.acquire()
        self._room.release(_ROOM)

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self._report(error)
        finally:
            self._room.release()
