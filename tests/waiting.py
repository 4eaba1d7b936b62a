"""Waits for a state, as long as a busy machine may need."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

# A failure after so long says that the state never comes.
PATIENCE_SECONDS = 240.0


def until(holds: Callable[[], object], claim: str, pause: Callable[[float], object] = time.sleep) -> None:
    """Returns once the claim holds. `pause` lets others go on meanwhile, such as the events of a browser."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE_SECONDS:.0f} s: {claim}"
        pause(0.05)


def is_alive(pid: int) -> bool:
    """Whether the process runs. One that has ended stays in the table until somebody asks for its status."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
