"""The core alone: unfamiliar texts, with more rules, with longer and with hostile texts; compared with an
older version if BASE names a checkout of it.
"""

from __future__ import annotations

import os
import pickle
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from measure import Row, medians, ms, seconds, times
from rulebooks import scaled_rulebook
from texts import fresh_texts, lines_of_real_texts, real_mix

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.pattern_sets import compile_sets
from diagnostic.warm_up import warm_up

sys.path.append(str(Path(__file__).parents[1]))
from hostile_texts import hostile_texts, time_fresh

KIB = 1024
_HERE = Path(__file__).parent
_HOSTILE = 2_000
# What is asked of the time that version bcfe0d2 takes.
_SHARES = {"100 B": 0.4, "as people paste": 0.45, "4 KB": 0.5, "64 KB": 0.5}


def rows() -> Iterator[Row]:
    """All rows, the cheap ones first."""
    yield from _fresh()
    yield from _floor()
    yield from _worst_case()
    yield from _growth_with_rules()


def _fresh() -> Iterator[Row]:
    texts = {
        "100 B": lines_of_real_texts(300, 100),
        "as people paste": real_mix(600),
        "4 KB": list(fresh_texts(200, 4 * KIB)),
        "64 KB": list(fresh_texts(24, 64 * KIB, seed=64)),
    }
    folders = [_HERE.parents[1], *([Path(os.environ["BASE"])] if "BASE" in os.environ else [])]
    with ExitStack() as stack:
        rivals = [stack.enter_context(_child(folder)) for folder in folders]
        for text in real_mix(150, seed=2):
            for rival in rivals:
                rival.diagnose(text)
        for name, some in texts.items():
            yield _compare(name, some, rivals)


def _compare(name: str, some: list[str], rivals: list[_Child]) -> Row:
    values: list[list[float]] = [[] for _ in rivals]
    for number, text in enumerate(some):
        for at in range(len(rivals))[:: 1 if number % 2 else -1]:
            values[at].append(rivals[at].diagnose(text))
    own = sorted(values[0])
    said = f"median {ms(statistics.median(own))}, 99th percentile {ms(own[int(len(own) * 0.99)])}"
    what = f"`diagnose()`, {name}: {len(some)} texts, each once, in a process that has read 150 others"
    if len(rivals) == 1:
        return Row(what, said)
    share = statistics.median(own) / statistics.median(values[1])
    base = ms(statistics.median(values[1]))
    return Row(what, f"{said}; before {base}: {times(share)}", f"≤ {_SHARES[name]}×", share <= _SHARES[name])


class _Child:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def diagnose(self, text: str) -> float:
        """Seconds of processor time."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin and stdout
        pickle.dump(text, stdin)
        stdin.flush()
        return pickle.load(stdout)


@contextmanager
def _child(folder: Path) -> Iterator[_Child]:
    """BASE_PYTHON is the interpreter that has what the older version needs."""
    is_own = folder == _HERE.parents[1]
    python = sys.executable if is_own else os.environ.get("BASE_PYTHON", sys.executable)
    process = subprocess.Popen(
        [python, str(_HERE / "child.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    try:
        yield _Child(process)
    finally:
        process.communicate()


def _floor() -> Iterator[Row]:
    """One pass over a text that is not in the processor's caches is the least that any answer costs."""
    diagnose("529")
    compile_sets()
    texts = [text.encode() for text in fresh_texts(200, 4 * KIB, seed=3)]
    taken = []
    for text in texts:
        begun = time.process_time()
        rulebook().patterns.find(text)
        taken.append(time.process_time() - begun)
    yield Row(
        "of these the floor, one pass of the rules' patterns over 4 KB",
        f"median {ms(statistics.median(taken))}",
    )


def _worst_case() -> Iterator[Row]:
    warm_up()
    compile_sets()
    for size, count, bar in ((4 * KIB, _HOSTILE, 0.020), (256 * KIB, 24, 1.0)):
        shapes = {name: seconds(diagnose, text) for name, text in hostile_texts(size).items()}
        name = max(shapes, key=shapes.__getitem__)
        soup = max(time_fresh(size, count, seed=size))
        worst = max(soup, shapes[name])
        yield Row(
            f"slowest of {count:,} texts of {size // KIB} KiB that a generator makes of settings, quotes and"
            f" escapes, and of {len(shapes)} repetitions; first run of each",
            f"{ms(worst)} (generated {ms(soup)}, repeated {ms(shapes[name])}: {name})",
            f"≤ {bar * 1e3:.0f} ms",
            worst <= bar,
        )


def _growth_with_rules() -> Iterator[Row]:
    texts = list(fresh_texts(120, 4 * KIB, seed=7))
    today = rulebook()
    large = scaled_rulebook(1_000, random.Random(1))
    large.patterns.compile()
    large.in_messages.compile()
    for text in texts[:20]:
        diagnose(text, large)
    own, theirs = medians(texts[20:], lambda text: diagnose(text, today), lambda text: diagnose(text, large))
    growth = theirs / own
    yield Row(
        f"number of rules: 1,000 of the same shape and words that occur, beside today's {len(today.causes)}",
        f"{ms(theirs)} beside {ms(own)} ({len(large.conditions):,} conditions): {times(growth)}",
        "≤ 1.5×",
        growth <= 1.5,
    )
