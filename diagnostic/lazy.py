"""A property that is computed when it is first read, and then kept in the object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class lazy(Generic[Value]):
    """functools.cached_property without the lock that Python 3.11 takes for each, which costs more than most
    of these properties.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, instance: Any, owner: Any = None) -> Value:
        # Python asks here only until the object has a value of this name.
        value = instance.__dict__[self._name] = self._compute(instance)
        return value
