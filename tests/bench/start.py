"""Starting: the app beside Flask alone, and the command line that needs no Flask; bytecode is there, as
after any installation.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator

from matched_length import Row, ms, times

_FLASK = "import flask"
_APP = "import diagnostic; diagnostic.create_app()"
_ROUNDS = 15
_ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_TIMED = "import time; begun = time.perf_counter()\n{}\nprint(time.perf_counter() - begun)"


def rows() -> Iterator[Row]:
    """Medians of fresh interpreters, side by side."""
    taken: dict[str, list[float]] = {_FLASK: [], _APP: []}
    for code in taken:
        _run(code)
    for _ in range(_ROUNDS):
        for code, values in taken.items():
            values.append(_run(code))
    flask, app = (statistics.median(taken[code]) for code in (_FLASK, _APP))
    yield Row(
        "app import + rules",
        f"{ms(app)}, `import flask` alone {ms(flask)}: {times(app / flask)}",
        "≤ 2×",
        app / flask <= 2,
    )
    explain = statistics.median(_whole("explain") for _ in range(_ROUNDS))
    yield Row("`diagnostic explain` of one line, whole process", ms(explain))


def _run(code: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _TIMED.format(code)], capture_output=True, text=True, check=True, env=_ENVIRON
    )
    return float(done.stdout.split()[-1])


def _whole(command: str) -> float:
    code = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-m', 'diagnostic.cli', {command!r}],"
        " input=b'529 overloaded_error', stdout=subprocess.DEVNULL)"
    )
    return _run(code)
