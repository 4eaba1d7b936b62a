"""Two first requests at once meet an app that is complete."""

import subprocess
import sys

_PROGRAM = """
import gc
from diagnostic import create_app
from diagnostic.web.large_text_worker import _Response
create_app()
from diagnostic.web.api import Options
for kind in (Options, _Response):
    assert any(type(part).__name__ == "StructInfo" for part in gc.get_referents(kind)), kind
"""


def test_an_app_knows_its_types_before_the_first_request():
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
