"""Unused interfaces cost no imports; `make lint` checks the direction of imports."""

import subprocess
import sys

import pytest


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
        (
            "import sys, diagnostic.cli; sys.argv = ['x']; diagnostic.cli.main(['scan', '/dev/null'])",
            ("fsspec", "distributed", "dask", "pyarrow", "zstandard", "s3fs", "pandas", "flask", "anthropic"),
        ),
    ],
)
def test_nobody_pays_for_a_door_not_used(code, absent):
    check = f"import sys; {code}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
