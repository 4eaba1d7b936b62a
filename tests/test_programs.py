"""The programs beside the tests, which the Makefile and the documents name, can be started."""

import subprocess
import sys
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_PROGRAMS = [
    path
    for folder in (".", "bench", "browser", "production")
    for path in sorted((_HERE / folder).glob("*.py"))
    if '\nif __name__ == "__main__":' in path.read_text()
]
# As Python starts a program: its own folder comes first.
_IMPORT = """
import os, runpy, sys
sys.path.insert(0, os.path.dirname(sys.argv[1]))
runpy.run_path(sys.argv[1], run_name="imported")
"""


@pytest.mark.slow
@pytest.mark.parametrize("path", _PROGRAMS, ids=lambda path: path.stem)
def test_a_program_finds_what_it_imports(path):
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, path], cwd=_HERE.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
