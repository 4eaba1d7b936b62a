"""BLAKE2b without the rest of `hashlib`, which loads OpenSSL: 2 ms of a start that needs no more."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # the module is private, so an interpreter may lack it
    from hashlib import blake2b

__all__ = ["blake2b"]
