"""Two first requests at once meet an app that is complete."""

import subprocess
import sys

_PROGRAM = """
import gc
from diagnostic import create_app
from diagnostic.web.large_text_worker import _Response

app = create_app()
from diagnostic.web.api import Options

@app.before_request
def check():
    for kind in (Options, _Response):
        assert any(type(part).__name__ == "StructInfo" for part in gc.get_referents(kind)), kind

assert app.test_client().get("/healthz").status_code == 200
"""


def test_an_app_knows_its_types_before_it_reads_the_first_request():
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
