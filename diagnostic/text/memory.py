"""A cache for one text: the same words occur in each of the several views in which a text is read."""

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
    """Caches results while one text is masked; afterwards nothing of the text is kept."""
    _memory.results = {}
    try:
        yield
    finally:
        _memory.results = None


def once_a_text(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Caches a function that depends on its arguments alone."""

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
