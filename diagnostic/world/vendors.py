"""rules/_vendors/*.toml -> the vendors whose errors are recognised, and the signs that identify each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from diagnostic.file_cache import cached
from diagnostic.paths import RULES
from diagnostic.world.files import DataFileError, Strength, Table, check_patterns, join_patterns, read_table

VendorKind = Literal["claude", "model", "form", "service", "installer"]
CLAUDE = "anthropic"


class VendorSignTable(Table, frozen=True, kw_only=True):
    """One sign of a vendor; `shows` completes "The text shows …", by default with the vendor's name."""

    id: str
    strength: Strength
    shows: str | None = None
    patterns: list[str]


class VendorFile(Table, frozen=True, kw_only=True):
    """One file of rules/_vendors."""

    name: str
    kind: VendorKind
    roots: list[str] = []
    signs: list[VendorSignTable]


class Sign(msgspec.Struct, frozen=True):
    """A sign of a vendor: an id such as "openai/own", its strength, and how it is described to readers."""

    id: str
    vendor: str
    kind: VendorKind
    strength: Strength
    shows: str
    source: str


class Vendor(msgspec.Struct, frozen=True):
    """An organisation or product that errors can come from."""

    id: str
    name: str  # as used in a sentence
    kind: VendorKind
    roots: frozenset[str]  # modules that define its exceptions
    signs: tuple[Sign, ...]


@cache
def vendors() -> dict[str, Vendor]:
    """The installed vendors by id, Claude first, loaded once."""
    folder = RULES / "_vendors"
    sources = [*folder.glob("*.toml"), *Path(__file__).parent.glob("*.py")]
    packed = cached("vendors", sources, lambda: msgspec.msgpack.encode(load_vendors(folder)))
    return msgspec.msgpack.decode(packed, type=dict[str, Vendor])


@cache
def _by_root() -> dict[str, list[Vendor]]:
    owned: dict[str, list[Vendor]] = {}
    for vendor in vendors().values():
        for root in vendor.roots:
            owned.setdefault(root, []).append(vendor)
    return owned


def owners(module: str) -> list[Vendor]:
    """The vendors whose exceptions this module defines, in file order."""
    by_root, parts = _by_root(), module.split(".")
    found = {
        vendor.id: vendor
        for count in range(1, len(parts) + 1)
        for vendor in by_root.get(".".join(parts[:count]), ())
    }
    return (
        [vendor for id, vendor in vendors().items() if id in found] if len(found) > 1 else [*found.values()]
    )


@cache
def signs() -> dict[str, Sign]:
    """All signs by id."""
    return {sign.id: sign for vendor in vendors().values() for sign in vendor.signs}


def load_vendors(folder: Path) -> dict[str, Vendor]:
    """Reads and checks all files. Raises DataFileError on the first error."""
    found = {path.stem: _read_vendor(path) for path in sorted(folder.glob("*.toml"))}
    if CLAUDE not in found:
        raise DataFileError(folder, f"there is no {CLAUDE}.toml")
    return {CLAUDE: found.pop(CLAUDE)} | found


def _read_vendor(path: Path) -> Vendor:
    table = read_table(path, VendorFile)
    if not table.name.strip():
        raise DataFileError(path, "$.name: is empty")
    if (table.kind == "claude") != (path.stem == CLAUDE):
        raise DataFileError(path, f"$.kind: 'claude' is for {CLAUDE}.toml alone")
    ids = [sign.id for sign in table.signs]
    if len(set(ids)) < len(ids):
        raise DataFileError(path, "$.signs: two signs have one id")
    for number, sign in enumerate(table.signs):
        check_patterns(path, f"$.signs[{number}]", sign.patterns)
    signs = tuple(
        Sign(
            id=f"{path.stem}/{sign.id}",
            vendor=path.stem,
            kind=table.kind,
            strength=sign.strength,
            shows=sign.shows or table.name,
            source=join_patterns(sign.patterns),
        )
        for sign in table.signs
    )
    return Vendor(path.stem, table.name, table.kind, frozenset(table.roots), signs)
