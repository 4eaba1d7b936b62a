"""Prepares msgspec's types before threads share them."""

from __future__ import annotations

import threading
from contextlib import suppress

import msgspec

_LOCK = threading.Lock()
_are_prepared = threading.Event()


def prepare_types() -> None:
    """Makes msgspec learn every type of this project, once per process. A request that comes meanwhile waits.

    What msgspec 0.22 learns of a type at its first use is not safe among threads: two first requests at once
    ended a worker with a segmentation fault.
    """
    if not _are_prepared.is_set():
        with _LOCK:
            if not _are_prepared.is_set():
                _prepare_subclasses(msgspec.Struct)
            _are_prepared.set()


def _prepare_subclasses(kind: type[msgspec.Struct]) -> None:
    for struct in kind.__subclasses__():
        if struct.__module__.startswith("diagnostic."):
            with suppress(TypeError, NameError):  # a type that is only written
                msgspec.json.Decoder(struct)
            _prepare_subclasses(struct)
