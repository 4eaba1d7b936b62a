"""The tables of masks/*.toml, cached on disk, because parsing TOML takes longer than masking a text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from diagnostic.file_cache import cached
from diagnostic.paths import read_toml

_FOLDER = Path(__file__).parent / "masks"


def mask_data(name: str) -> dict[str, Any]:
    """The content of masks/<name>.toml."""
    return _read_all()[name]


@cache
def _read_all() -> dict[str, dict[str, Any]]:
    files = sorted(_FOLDER.glob("*.toml"))
    return msgspec.msgpack.decode(cached("masks", files, lambda: msgspec.msgpack.encode(_parse(files))))


def _parse(files: list[Path]) -> dict[str, dict[str, Any]]:
    return {path.stem: read_toml(path) for path in files}
