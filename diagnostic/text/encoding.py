"""The bytes of a file -> text."""

from __future__ import annotations

# The byte order marks of UTF-16, which PowerShell 5 writes for `>`.
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_SNIFFED_BYTES = 8192


def is_binary(data: bytes) -> bool:
    """Whether a file is not text."""
    return not data.startswith(UTF16_MARKS) and b"\0" in data[:_SNIFFED_BYTES]


def decode(data: bytes) -> str:
    """The text: UTF-16 if it begins with a byte order mark of it, otherwise UTF-8."""
    return data.decode("utf-16" if data.startswith(UTF16_MARKS) else "utf-8", "replace")
