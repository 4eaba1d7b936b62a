"""Releases of both SDKs -> rules/_facts/: in which versions each public name and keyword exists
(surface.json), and the end of life of models (end_of_life.json).

The packages are parsed as text (`ast`, and the `.d.ts` files), never imported. `make surface` downloads one
release of each minor version by name, with pip and npm, and writes the tables; `diagnostic.world.surface` and
`diagnostic.world.models` read them.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from diagnostic.lab.packages import npm, pypi_versions, tarball, wheel
from diagnostic.lab.surface_python import read_end_of_life, read_wheel
from diagnostic.lab.surface_typescript import read_tarball
from diagnostic.world import models, surface

# What people import and call; the other 700 or so resources would make the table ten times as large.
_CLASSES = r"(?:beta\.)?(?:Anthropic\w*|Messages|Batches|Completions|Models|Files|Skills|Beta)"
_WANTED = re.compile(
    rf"c {_CLASSES}$|k {_CLASSES}\.\w+$|k (?:beta\.)?MessageCreateParams$|p$"
    r"|m anthropic(?:\.(?:types|types\.beta|types\.(?:beta\.)?messages|types\.beta\.prompt_caching|"
    r"types\.shared|lib\.\w+|resources|resources\.beta))?$"
    r"|m @anthropic-ai/sdk(?:/(?:client|error|resources|resources/messages|resources/beta|"
    r"resources/beta/messages|helpers/[\w/-]+))?$"
)
_LEAF = re.compile(r"anthropic\.types\.|anthropic\.resources\.(?!beta$|messages$)|/resources/.*/|/lib/")

# owner -> names, for one release: "m anthropic.types", "c Messages", "k Messages.create", "p" (module paths)
Names = dict[str, set[str]]


def main(folder: str = "") -> None:
    """Downloads what is missing in `folder` (by default a temporary one) and writes both tables."""
    with tempfile.TemporaryDirectory() as temporary:
        downloads = Path(folder or temporary)
        wheels = dict(_python_wheels(downloads / "py"))
        table = {
            "python": _intervals((version, read_wheel(wheel)) for version, wheel in wheels.items()),
            "typescript": _intervals(_typescript_releases(downloads / "ts")),
        }
        days: dict[str, str] = {}
        for wheel in wheels.values():  # oldest first: a newer release corrects a day
            days |= read_end_of_life(wheel)
    surface.PATH.write_text(json.dumps(table, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    models.PATH.write_text(json.dumps(days, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for path in (surface.PATH, models.PATH):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


def _python_wheels(folder: Path) -> Iterator[tuple[str, Path]]:
    folder.mkdir(parents=True, exist_ok=True)
    for version in _last_of_each_minor(pypi_versions("anthropic")):
        yield version, wheel("anthropic", folder, version)


def _typescript_releases(folder: Path) -> Iterator[tuple[str, Names]]:
    folder.mkdir(parents=True, exist_ok=True)
    listed = json.loads(npm("view", "@anthropic-ai/sdk", "versions", "--json"))
    for version in _last_of_each_minor(listed):
        yield version, read_tarball(tarball("@anthropic-ai/sdk", folder, version))


def _last_of_each_minor(versions: list[str]) -> list[str]:
    """Oldest first; the last patch release stands for its minor version, and previews are ignored."""
    numbers = sorted(
        tuple(int(part) for part in version.split("."))
        for version in versions
        if version.replace(".", "").isdigit()
    )
    last = {number[:2]: number for number in numbers}
    return [".".join(map(str, number)) for number in last.values()]


def _intervals(releases: Iterator[tuple[str, Names]]) -> dict[str, object]:
    """`{"versions": ["0.2", …], "owners": {owner: {"0.26" or "0.3-0.38" or both: "Name Other"}}}`."""
    versions: list[str] = []
    seen: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, (version, names) in enumerate(releases):
        versions.append(".".join(version.split(".")[:2]))
        for owner, found in names.items():
            if _WANTED.match(owner):
                for name in found:
                    if _is_wanted(owner, name):
                        seen[owner][name].append(number)
    owners: dict[str, dict[str, str]] = {}
    for owner, by_name in seen.items():
        grouped: dict[str, list[str]] = defaultdict(list)
        for name, numbers in by_name.items():
            grouped[_format_spans(numbers, versions)].append(name)
        owners[owner] = {span: " ".join(sorted(names)) for span, names in grouped.items()}
    return {"versions": versions, "owners": owners}


def _is_wanted(owner: str, name: str) -> bool:
    """Whether the name is part of the table, which leaves out modules of single types."""
    if owner == "p":
        return not _LEAF.search(name) or name in (
            "anthropic.types.beta",
            "anthropic.types.beta.prompt_caching",
        )
    return not (owner.startswith("m anthropic.") and name == name.lower() and "_" in name)


def _format_spans(numbers: list[int], versions: list[str]) -> str:
    """`[3, 4, 5, 9]` -> "0.5-0.7,0.11-0.11"; a range that includes the newest version is open."""
    runs = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        indexes = [index for _, index in run]
        end = "" if indexes[-1] == len(versions) - 1 else f"-{versions[indexes[-1]]}"
        runs.append(versions[indexes[0]] + end)
    return ",".join(runs)


if __name__ == "__main__":
    main(*sys.argv[1:2])
