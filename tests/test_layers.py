"""Data flows one way, and nothing left of the doors pays for a door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "diagnostic"

# Each layer may import what stands before it.
LAYERS = [
    ("paths", "patterns", "pattern_sets"),
    ("world",),
    ("text",),
    ("report",),
    ("rules",),
    ("matching", "engine", "search", "nearest", "skeleton"),
    ("diagnosis", "questions"),
    ("check", "render"),
]
# Every pattern that touches a paste is RE2: what stands left of the doors has no other.
DOORS_ONLY = ("flask", "werkzeug", "jinja2", "anthropic", "mcp", "asyncio", "socket", "re")


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _layer(module):
    parts = module.split(".")
    if parts[0] != "diagnostic" or len(parts) < 2:
        return None
    return next((number for number, names in enumerate(LAYERS) if parts[1] in names), None)


def _files():
    for number, names in enumerate(LAYERS):
        for name in names:
            folder = PACKAGE / name
            for path in folder.rglob("*.py") if folder.is_dir() else [PACKAGE / f"{name}.py"]:
                yield pytest.param(number, path, id=path.relative_to(PACKAGE).as_posix())


@pytest.mark.parametrize("number, path", list(_files()))
def test_a_module_imports_only_what_stands_before_it(number, path):
    for module in _imports(path):
        if module.startswith("diagnostic."):
            layer = _layer(module)
            assert layer is not None and layer <= number, f"{path.name} imports {module}"
        assert module.split(".")[0] not in DOORS_ONLY, f"{path.name} imports {module}"


@pytest.mark.parametrize(
    "code, absent",
    [
        ("import diagnostic", ("flask", "re2", "msgspec", "anthropic")),
        (
            "from diagnostic import diagnose; diagnose('529')",
            ("flask", "jinja2", "anthropic", "pygments", "markdown_it"),
        ),
        (
            "import diagnostic.cli; diagnostic.cli.main(['explain', '--format', 'json', '/dev/null'])",
            ("flask", "rich"),
        ),
        (
            "from diagnostic import create_app; create_app()",
            ("anthropic", "pygments", "markdown_it", "rich", "mcp"),
        ),
    ],
)
def test_nobody_pays_for_a_door_not_used(code, absent):
    check = f"import sys; {code}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
