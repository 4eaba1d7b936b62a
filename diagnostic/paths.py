"""Paths of rules/, templates/ and static/: at the top of a checkout, inside the package in a wheel."""

import os
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "_data"

# A wheel has the folders in diagnostic/_data (see pyproject.toml). A checkout, including an editable install,
# has them at the top, beside the package.
ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

# Set by the server to point its processes at its copy of the rules; it is not a user setting.
RULES_VARIABLE = "_DIAGNOSTIC_RULES"
RULES = Path(os.environ.get(RULES_VARIABLE) or ROOT / "rules")
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"


def install_command(extra: str) -> str:
    """The command that installs an optional extra; the package is on no index, so it needs the source."""
    return f'pip install ".[{extra}]" in the folder of the source'


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises ValueError if it is not valid TOML, and OSError."""
    import tomllib  # deferred: most starts read the cache and need no parser

    return tomllib.loads(path.read_text(encoding="utf-8"))
