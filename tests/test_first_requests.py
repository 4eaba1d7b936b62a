"""Many first requests at once meet a worker that is complete."""

import subprocess
import sys

_PROGRAM = """
import gc
from diagnostic.web.rsgi import create_rsgi_app
create_rsgi_app()
from diagnostic.web.api import Options
from diagnostic.web.large_text_worker import _Response
for kind in (Options, _Response):
    assert any(type(part).__name__ == "StructInfo" for part in gc.get_referents(kind)), kind
"""


def test_a_worker_knows_its_types_before_the_first_request():
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
