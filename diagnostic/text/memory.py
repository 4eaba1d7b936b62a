"""A cache for the time of one text: its words occur again in each view in which it is read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Params = ParamSpec("Params")
Result = TypeVar("Result")


class _Memory(threading.local):
    results: dict[Any, Any] | None = None


_memory = _Memory()


@contextmanager
def cache_per_text() -> Generator[None]:
    """Caches results while one text is masked, and discards them afterwards with everything of the text."""
    _memory.results = {}
    try:
        yield
    finally:
        _memory.results = None


def once_a_text(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Caches a function that depends only on its arguments, inside of `cache_per_text`."""

    @wraps(function)
    def wrapper(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        results = _memory.results
        if results is None or kwargs:
            return function(*args, **kwargs)
        key = (function, args)
        if key not in results:
            results[key] = function(*args, **kwargs)
        return results[key]

    return wrapper
