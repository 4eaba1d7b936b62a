"""rules/<id>/proof.json: what was run, on which versions the fault occurred, and on which the fix works."""

from __future__ import annotations

import msgspec

from diagnostic.lab.claims import Scenario, plan_scenarios, proves
from diagnostic.lab.plan import Task, plan
from diagnostic.lab.sdks import SDKS, Sdk
from diagnostic.proof.record import StepRun
from diagnostic.rules import Cause


class Run(msgspec.Struct, frozen=True, order=True):
    """One program under one SDK and one fault, and how it ended."""

    sdk: str
    fault: str
    program: str
    hash: str
    ends: str  # raised | silent | answered | stopped
    raised: str | None
    requests: int
    found: str | None  # the diagnosed cause of the output

    @property
    def key(self) -> tuple[str, ...]:
        """Its identity in the record; the last part is the hash of the program."""
        return (self.sdk, self.fault, self.program, self.hash)


class Versions(msgspec.Struct, frozen=True):
    """SDK versions, and the faults that were simulated on them."""

    python: list[str]
    typescript: list[str]
    faults: list[str]


class Proof(msgspec.Struct, frozen=True):
    """The proof record of one cause."""

    reproduced: Versions | None  # the fault was reproduced, and its output is diagnosed as this cause
    fix: str | None  # survives: a step's block recovers from the fault and gets an answer
    verified: Versions | None  # the fault was reproduced, and such a block got an answer
    runs: list[Run]
    steps: list[StepRun] = []

    @property
    def all_runs(self) -> list[Run | StepRun]:
        """The runs that reproduce the fault, and those of the steps."""
        return [*self.runs, *self.steps]


Planned = Task | Scenario
Result = tuple[Planned, Run | StepRun, str | None]  # the last item: what is wrong, or None


def make_proof(cause: Cause, results: list[Result]) -> Proof:
    """The record of one cause, from its runs."""
    failed, broken = (
        {one.sdk for one, _, problem in results if problem and isinstance(one, kind)}
        for kind in (Task, Scenario)
    )
    reproduced = {one.sdk for one, _, _ in results if isinstance(one, Task)} - failed
    proven = {one.sdk for one, _, _ in results if isinstance(one, Scenario) and one.claim.fix == "answers"}
    verified = _versions(cause, (reproduced & proven) - broken)
    return Proof(
        _versions(cause, reproduced),
        "survives" if verified else None,
        verified,
        sorted(run for _, run, _ in results if isinstance(run, Run)),
        sorted(run for _, run, _ in results if isinstance(run, StepRun)),
    )


def _versions(cause: Cause, sdks: set[Sdk]) -> Versions | None:
    if not sdks:
        return None
    by_language = {
        name: [sdk.version for sdk in SDKS if sdk in sdks and sdk.language == name]
        for name in ("python", "typescript")
    }
    return Versions(**by_language, faults=list(cause.faults))


def read_proof(cause: Cause) -> Proof:
    """The current record."""
    path = cause.folder / "proof.json"
    return (
        msgspec.json.decode(path.read_bytes(), type=Proof) if path.is_file() else Proof(None, None, None, [])
    )


def write_proof(cause: Cause, proof: Proof) -> None:
    """Writes the record beside the rule."""
    (cause.folder / "proof.json").write_bytes(
        msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n"
    )


def differences(cause: Cause, results: list[Result], partial: bool) -> list[Run | StepRun]:
    """Runs that differ from the record; if not `partial`, also recorded runs that are no longer planned."""
    proof = read_proof(cause)
    found = [run for _, run, _ in results if not is_recorded(proof, run)]
    if not partial:
        made = {run.key[:-1] for _, run, _ in results}
        found += [run for run in proof.all_runs if run.key[:-1] not in made]
    return found


def is_recorded(proof: Proof, run: Run | StepRun) -> bool:
    """Whether the record has the same result for this run."""
    if isinstance(run, Run):
        return any(_is_same_run(run, other) for other in proof.runs)
    return any(_is_same_step(run, other) for other in proof.steps)


def _is_same_run(run: Run, other: Run) -> bool:
    # A kept-alive socket that Node finds dead may cost one request more or less.
    return (
        msgspec.structs.replace(run, requests=other.requests) == other
        and abs(run.requests - other.requests) <= 1
    )


def _is_same_step(run: StepRun, other: StepRun) -> bool:
    return run.key == other.key and all(
        one.ends == two.ends and abs(one.requests - two.requests) <= 1
        for one, two in ((run.naive, other.naive), (run.fix, other.fix))
    )


def recorded_run(one: Planned, proof: Proof | None = None) -> Run | StepRun | None:
    """What the record has of the current program or block; of a step only what proves its claim under the
    current fault.
    """
    proof = proof or read_proof(one.cause)
    found = next((run for run in proof.all_runs if run.key == one.record_key), None)
    if isinstance(one, Scenario) and isinstance(found, StepRun):
        return found if found.played == one.played and proves(one.claim, found) else None
    return found


def recorded_results(cause: Cause, again: list[Planned]) -> list[Result]:
    """The recorded runs of the current programs and blocks, except those that are run `again`."""
    proof = read_proof(cause)
    planned = [one for one in (*plan(cause), *plan_scenarios(cause)) if one not in again]
    return [(one, run, None) for one in planned if (run := recorded_run(one, proof))]
