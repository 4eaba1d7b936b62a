"""What is the same for a word wherever it stands is worked out once a text: a text is read in several ways,
which hold the same words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Told = TypeVar("Told")


class _Memory(threading.local):
    known: dict[Any, Any] | None = None


_memory = _Memory()


@contextmanager
def remembered() -> Generator[None]:
    """Of one text what was worked out is known; afterwards nothing of it is kept."""
    _memory.known = {}
    try:
        yield
    finally:
        _memory.known = None


def once_a_text(tell: Callable[Given, Told]) -> Callable[Given, Told]:
    """The function, which depends on its arguments alone, asked once for each of them."""

    @wraps(tell)
    def ask(*args: Given.args, **kwargs: Given.kwargs) -> Told:
        known = _memory.known
        if known is None or kwargs:
            return tell(*args, **kwargs)
        key = (tell, args)
        if key not in known:
            known[key] = tell(*args, **kwargs)
        return known[key]

    return ask
