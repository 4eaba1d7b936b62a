"""Where rules/, templates/ and static/ are: at the top of a checkout, inside the package of a wheel."""

import os
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "_data"

# A wheel carries the folders in diagnostic/_data (see pyproject.toml). A
# checkout, also an editable install, has them at the top, beside the package.
ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

# A server says where its copy of the rules is; it is not a setting.
RULES_VARIABLE = "_DIAGNOSTIC_RULES"
RULES = Path(os.environ.get(RULES_VARIABLE) or ROOT / "rules")
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; raises ValueError if it is not valid TOML, and OSError."""
    import tomllib  # most starts find what was read kept, and need no parser

    return tomllib.loads(path.read_text(encoding="utf-8"))
