"""A tarball of `@anthropic-ai/sdk` -> its public names, read from the `.d.ts` files."""

from __future__ import annotations

import posixpath
import re
import tarfile
from collections import defaultdict
from pathlib import Path

_DECLARED = re.compile(
    r"^export (?:declare )?(?:abstract )?(?:class|interface|type|const|let|function|enum|namespace) (\w+)",
    re.MULTILINE,
)
_LISTED = re.compile(r"^export (?:type )?\{([^}]*)\}", re.MULTILINE)
_ALL = re.compile(r"^export \* from ['\"](\.[^'\"]+)['\"]", re.MULTILINE)
_CLASS = re.compile(r"^export (?:declare )?class (\w+)[^\n]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_INTERFACE = re.compile(
    r"^export interface ((?:Message|Batch)Create\w*Params\w*)[^\n]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL
)
_MEMBER = re.compile(r"^    (?:readonly |get |set )?(\w+)\??(?:<[^\n]{0,80}>)?[(:]", re.MULTILINE)
_PUBLIC = re.compile(r"^(?:index|client|error|resources|resources/.*|helpers/.*|lib/.*)$")


def read_tarball(path: Path) -> dict[str, set[str]]:
    """Names by owner, as for Python: "m @anthropic-ai/sdk", "c Messages", "k MessageCreateParams", "p"."""
    names: dict[str, set[str]] = defaultdict(set)
    with tarfile.open(path) as tarball:
        files = {
            member.name.removeprefix("package/").removesuffix(".d.ts"): member
            for member in tarball
            if member.isfile()
            and member.name.endswith(".d.ts")
            and not member.name.startswith("package/src/")
        }
        texts = {
            name: content.read().decode("utf-8", "replace")
            for name, member in files.items()
            if _PUBLIC.match(name) and (content := tarball.extractfile(member))
        }
    for name, text in texts.items():
        subpath = (
            "@anthropic-ai/sdk" if name == "index" else f"@anthropic-ai/sdk/{name.removesuffix('/index')}"
        )
        names["p"].add(subpath)
        names[f"m {subpath}"] |= _exported(name, texts, set())
        scope = "beta." if "/beta/" in f"/{name}" else ""
        for found in _CLASS.finditer(text):
            if not found[1].startswith("_"):
                names[f"c {scope}{found[1].removeprefix('Base')}"] |= set(_MEMBER.findall(found[2]))
        for found in _INTERFACE.finditer(text):
            names[f"k {scope}MessageCreateParams"] |= set(_MEMBER.findall(found[2]))
    return dict(names)


def _exported(name: str, texts: dict[str, str], seen: set[str]) -> set[str]:
    if name in seen or name not in texts:
        return set()
    seen.add(name)
    text = texts[name]
    found = set(_DECLARED.findall(text))
    for listed in _LISTED.findall(text):
        found |= {part.split()[-1] for part in listed.split(",") if part.strip()}
    for source in _ALL.findall(text):
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(name), source))
            .removesuffix(".js")
            .removesuffix(".mjs")
        )
        found |= _exported(target if target in texts else f"{target}/index", texts, seen)
    return found - {"default"}
