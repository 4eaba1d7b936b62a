"""Addresses -> files and their bytes: local paths, and whatever fsspec reads (s3://, gs://, …)."""

from __future__ import annotations

import errno
import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from diagnostic.paths import install_command

EXTRA = install_command("scan-cluster")
_STREAM_BLOCK_BYTES = 16 << 20


class File(NamedTuple):
    """A readable file."""

    name: str
    size: int  # stored bytes; 0 also if the server does not report it
    has_ranges: bool = True  # whether its store can return a part of it


def is_remote(address: str) -> bool:
    """Whether fsspec reads this address."""
    return "://" in address


def find_files(addresses: Sequence[str]) -> list[File]:
    """All files that the addresses match, once each; `*`, `**`, `?` and `[]` are patterns. Raises OSError
    with the address.
    """
    found = {file.name: file for address in addresses for file in _find(address)}
    return list(found.values())


def _find(address: str) -> list[File]:
    has_pattern = any(mark in address for mark in "*?[")
    try:
        if is_remote(address):
            files = _find_remote(address, has_pattern)
        elif has_pattern and not Path(address).exists():
            paths = map(Path, sorted(glob.glob(address, recursive=True)))
            files = [File(str(path), path.stat().st_size) for path in paths if path.is_file()]
        else:
            path = Path(address)
            if path.is_dir():
                raise IsADirectoryError(
                    errno.EISDIR, "is a folder: pass its files, such as folder/*.log", address
                )
            size = path.stat().st_size
            if not path.is_file():
                raise OSError(
                    errno.ESPIPE, "is not a regular file: pipe its content into standard input, -", address
                )
            files = [File(address, size)]
    except OSError as error:
        raise OSError(error.errno or errno.EIO, describe_failure(error), address) from None
    if not files:
        raise FileNotFoundError(errno.ENOENT, "there is no such file", address)
    return files


def _find_remote(address: str, has_pattern: bool) -> list[File]:
    store, path = _store(address)
    try:
        listed = store.glob(path, detail=True).values() if has_pattern else [store.info(path)]
    except OSError:
        raise
    except Exception as error:  # each store has its own errors
        raise OSError(errno.EIO, describe_failure(error), address) from None
    return [
        File(store.unstrip_protocol(one["name"]), one["size"] or 0, _has_ranges(store, one))
        for one in sorted(listed, key=lambda one: one["name"])
        if one["type"] == "file"
    ]


def _has_ranges(store: Any, file: dict[str, Any]) -> bool:
    """Whether part of the file can be read; for a web server only a request shows it."""
    if "http" not in store.protocol:
        return True
    if not file["size"]:
        return False
    try:
        with store.open(file["name"], "rb", cache_type="none") as opened:
            opened.seek(file["size"] - 1)
            return len(opened.read(1)) == 1
    except (OSError, ValueError):
        return False


def describe_failure(error: BaseException) -> str:
    """The reason why a store or a file was not read. Some stores give only the address as the message,
    and the reason as the exception's cause.
    """
    message = getattr(error, "strerror", None) or str(error)
    if isinstance(error, FileNotFoundError) and " " not in message:
        return describe_failure(error.__cause__) if error.__cause__ else "there is no such file"
    if status := getattr(error, "status", None):
        return f"the server answers {status} {getattr(error, 'message', '')}".rstrip()
    return (
        message
        if isinstance(error, OSError) and message
        else f"{type(error).__name__}: {message}".strip(": ")
    )


def _store(address: str) -> tuple[Any, str]:
    """The file system, configured by its own environment variables, and the path in it."""
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(address)
    except ImportError as error:
        raise OSError(errno.ENOSYS, f"{error}: {EXTRA}, or the package of this store", address) from None
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error), address) from None


def read_range(name: str, start: int, end: int) -> bytes:
    """The bytes from start to end, or to the end of the file."""
    if is_remote(name):
        store, path = _store(name)
        data = store.cat_file(path, start=start, end=end)
        # A web server without range support sends the whole file.
        return data if len(data) <= end - start else data[start:end]
    with open(name, "rb") as file:
        file.seek(start)
        return file.read(end - start)


@contextmanager
def open_file(name: str) -> Iterator[BinaryIO]:
    """Opens the file for sequential reading."""
    if is_remote(name):
        store, path = _store(name)
        with store.open(path, "rb", block_size=_STREAM_BLOCK_BYTES) as file:
            yield file
    else:
        with open(name, "rb") as file:
            yield file
