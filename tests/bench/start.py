"""Start-up times: the app beside Flask alone, a server's worker, and the command line without Flask; with
bytecode compiled, as after any installation.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator

from measure import Row, ms, process_seconds, times

_ROUNDS = 11
_CODE = {
    "flask": "import flask",
    "app": "import diagnostic; diagnostic.create_app()",
    "worker": "from diagnostic.web.rsgi import create_rsgi_app; create_rsgi_app()",
    "warm worker": "from diagnostic.web.rsgi import create_rsgi_app; create_rsgi_app().warm_up()",
    "compile": (
        "from diagnostic.diagnosis import diagnose; diagnose('529').unmatched;"
        "from diagnostic.pattern_sets import compile_sets; compile_sets()"
    ),
}
_ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_WITHOUT_HYPERSCAN = (
    "import sys; sys.modules['hyperscan'] = None; from diagnostic.cli import main; main(['explain', '-'])"
)


def rows() -> Iterator[Row]:
    """Medians of the processor time of fresh processes, in turns."""
    commands = {name: [sys.executable, "-c", code] for name, code in _CODE.items()}
    commands["explain"] = [sys.executable, "-m", "diagnostic", "explain", "-"]
    commands["explain by RE2"] = [sys.executable, "-c", _WITHOUT_HYPERSCAN]
    _run(commands.pop("compile"))  # once a machine
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        _run(command)
    for _ in range(_ROUNDS):
        for name, command in commands.items():
            taken[name].append(_run(command))
    own = {name: statistics.median(values) for name, values in taken.items()}
    share = own["app"] / own["flask"]
    yield Row(
        "app and rules (`create_app`)",
        f"{ms(own['app'])}, `import flask` alone {ms(own['flask'])}: {times(share)}",
        "≤ 1.7×",
        share <= 1.7,
    )
    yield Row(
        "a worker of the server, ready",
        f"{ms(own['worker'])}, and {ms(own['warm worker'] - own['worker'])} beside its first requests",
        "≤ 500 ms",
        own["worker"] <= 0.5,
    )
    yield Row(
        "`diagnostic explain` of one line, with patterns that an earlier process has compiled",
        f"{ms(own['explain'])}; where there is no Hyperscan {ms(own['explain by RE2'])}",
        "≤ 130 ms",
        own["explain"] <= 0.13,
    )


def _run(command: list[str]) -> float:
    return process_seconds(command, input=b"529 overloaded_error", stdout=subprocess.DEVNULL, env=_ENVIRON)
