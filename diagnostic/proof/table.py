"""The records -> one table of proof runs: cause, step, schedule, naive program, block, SDK versions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

import msgspec

from diagnostic.proof.record import End, StepRun, read_harm, read_steps
from diagnostic.rules import Cause, Step
from diagnostic.rules.folder import SHARED


class ProofLine(msgspec.Struct, frozen=True):
    """How a block and the naive program ended under one schedule, and the versions on which both did so."""

    cause: str
    step: str
    kind: str  # fix | check | prevent
    block: str
    schedule: str
    played: str
    naive: End
    fix: End
    prints: str | None
    sdks: list[str]
    harm: list[str]  # what the block breaks in programs where it must change nothing; empty: nothing
    harm_trials: int  # number of such programs

    @property
    def versions(self) -> str:
        """The package name and its versions: a block is for one language."""
        return _list_sdks(self.sdks)


@lru_cache(maxsize=512)
def proof_lines(cause: Cause) -> tuple[ProofLine, ...]:
    """The lines of one cause, in the order of its steps."""
    kinds = {step.id: step.kind for step in cause.steps}
    order = list(kinds)
    runs = [run for run in read_steps(cause.folder) if run.step in kinds]
    runs.sort(key=lambda run: (order.index(run.step), run.schedule, _language(run.block), _ends(run)))
    lines = []
    for _, group in groupby(runs, key=lambda run: (run.step, run.schedule, run.block, _ends(run))):
        same = list(group)
        last = max(same, key=lambda run: _version(run.sdk))
        trials = [
            one for one in read_harm() if one.block in (f"{SHARED}/{last.block}", f"{cause.id}/{last.block}")
        ]
        lines.append(
            ProofLine(
                cause=cause.id,
                step=last.step,
                kind=kinds[last.step],
                block=last.block,
                schedule=last.schedule,
                played=last.played,
                naive=last.naive,
                fix=last.fix,
                prints=last.prints,
                sdks=sorted({run.sdk for run in same}, key=_version),
                harm=[f"{one.schedule}: {one.harm}" for one in trials if one.harm],
                harm_trials=len(trials),
            )
        )
    return tuple(lines)


def proof_table(causes: Iterable[Cause]) -> list[ProofLine]:
    """The lines of all causes."""
    return [line for cause in causes for line in proof_lines(cause)]


def proof_json(causes: Iterable[Cause]) -> bytes:
    """The table as JSON."""
    return msgspec.json.encode(proof_table(causes))


def describe_step(cause: Cause, step: Step) -> str | None:
    """The proof of a step in one or two sentences; None for a step without a block or a claim."""
    if not {"python", "typescript"} & step.snippets.keys():
        return None
    lines = [line for line in proof_lines(cause) if line.step == step.id]
    if not lines:
        return "Not run against a fault." if step.kind == "fix" else None
    first = lines[0]
    more = len({line.schedule for line in lines}) - 1
    others = f" The same under {more} other fault{'s' if more > 1 else ''}." if more else ""
    versions = sorted({sdk for line in lines for sdk in line.sdks}, key=_version)
    return (
        f"{first.played[:1].upper()}{first.played[1:]}: {_describe_ends(first)}.{others} Run with"
        f" {_list_sdks(versions)}."
    )


def _describe_ends(line: ProofLine) -> str:
    if line.prints:
        return f"it printed “{line.prints}”"
    return f"{_describe_naive(line.naive)}, {_describe_fix(line.fix, line.naive)}"


def _describe_naive(end: End) -> str:
    if end.ends == "cut":
        return "the plain program ended with a cut answer and no error"
    if end.requests > 1:
        return f"the plain program gave up after {end.requests} requests"
    return "the plain program failed"


def _describe_fix(end: End, naive: End) -> str:
    if end.ends == "answered" and end.requests > 1:
        unit = "" if "requests" in _describe_naive(naive) else " requests"
        return f"this went on to the answer with {end.requests}{unit}"
    if end.ends == "answered":
        return "this got the whole answer"
    return f"this ended with {(end.says or 'an error').partition(':')[0]}"


def _list_sdks(sdks: list[str]) -> str:
    packages: dict[str, list[str]] = {}
    for sdk in sdks:
        package, _, version = sdk.partition(" ")
        packages.setdefault(package, []).append(version)
    return " and ".join(f"{package} {', '.join(versions)}" for package, versions in packages.items())


def _ends(run: StepRun) -> tuple[str, int, str, int]:
    return (run.naive.ends, run.naive.requests, run.fix.ends, run.fix.requests)


def _language(block: str) -> tuple[bool, bool]:
    return (block.endswith(".ts"), block.endswith("_async.py"))


def _version(sdk: str) -> tuple[bool, list[int], str]:
    package, version, *node = sdk.split(" ", 2)
    return (package.startswith("@"), [int(part) for part in version.split(".")], "".join(node))
