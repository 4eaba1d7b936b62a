"""Bounds in processor time of the thread, which other programs do not change."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Asserts that the block takes less. The collector is off meanwhile: one run takes half a second in a
    process that holds much, whatever the block does.
    """
    gc.disable()
    try:
        begun = time.thread_time()
        yield
        taken = time.thread_time() - begun
    finally:
        gc.enable()
    assert taken < seconds
