"""Stored bytes -> text: the format of a file, detected from its first bytes, and its text block by block."""

from __future__ import annotations

import bz2
import codecs
import errno
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from diagnostic.scan.storage import EXTRA
from diagnostic.text.encoding import UTF16_MARKS

PLAIN, PARQUET = "plain", "parquet"
# Suffixes of files that are not split into ranges; their first bytes decide what they really are.
WHOLE_SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd", ".parquet")
_BEGINNINGS = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bz2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PAR1": PARQUET,
    **dict.fromkeys(UTF16_MARKS, "utf-16"),
}
_READ_BYTES = 1 << 20
# One zstd frame can expand 30,000-fold.
_ZSTD_BYTES = 4 << 10


class DamagedError(Exception):
    """The rest of a compressed file is unreadable."""


def find_form(head: bytes) -> str:
    """The format: plain, utf-16, gzip, bz2, xz, zstd or parquet."""
    return next((form for beginning, form in _BEGINNINGS.items() if head.startswith(beginning)), PLAIN)


def read_text(file: BinaryIO, form: str) -> Iterator[bytes]:
    """The text of a file in pieces of at most a few MB. Raises DamagedError after the last intact one."""
    try:
        yield from _READERS[form](file)
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise DamagedError(f"the compressed file is damaged: {error}") from None
    except OSError as error:
        if error.errno is not None:  # from the store, not from the decoder
            raise
        raise DamagedError(f"the compressed file is damaged: {error}") from None


def _read_plain(file: BinaryIO) -> Iterator[bytes]:
    while data := file.read(_READ_BYTES):
        yield data


def _read_utf16(file: BinaryIO) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    while data := file.read(_READ_BYTES):
        yield decoder.decode(data).encode("utf-8", "replace")


def _read_parquet(file: BinaryIO) -> Iterator[bytes]:
    raise DamagedError("a Parquet file cannot be read from a pipe: name the file")
    yield b""


def _read_compressed(open_text: Callable[[BinaryIO], Any], file: BinaryIO) -> Iterator[bytes]:
    with open_text(file) as text:
        # read() would lose the decoded data if the file is truncated.
        while data := text.read1(_READ_BYTES):
            yield data


def _read_zstd(file: BinaryIO) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError:
        raise OSError(errno.ENOSYS, f"zstd needs an extra: {EXTRA}") from None

    decoder = frame = None
    try:
        while data := file.read(_ZSTD_BYTES):
            while data:
                if frame is None or frame.eof:
                    decoder = decoder or zstandard.ZstdDecompressor(max_window_size=1 << 31)
                    frame = decoder.decompressobj()
                yield frame.decompress(data)
                data = frame.unused_data if frame.eof else b""
    except zstandard.ZstdError as error:
        raise EOFError(error) from None
    if frame is not None and not frame.eof:
        raise EOFError("it ends before its last frame does")


_READERS: dict[str, Callable[[BinaryIO], Iterator[bytes]]] = {
    PLAIN: _read_plain,
    PARQUET: _read_parquet,
    "utf-16": _read_utf16,
    "gzip": partial(_read_compressed, gzip.open),
    "bz2": partial(_read_compressed, bz2.open),
    "xz": partial(_read_compressed, lzma.open),
    "zstd": _read_zstd,
}
