"""Tests the claims of a rule's steps: runs the naive program and the step's block under the same schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from diagnostic.lab.blocks import Given, Trial, run_block, run_program
from diagnostic.lab.catalogue import FAULTS, STREAM_FAULTS
from diagnostic.lab.plan import NAIVE, hash_of
from diagnostic.lab.run import Outcome, Runner, without_run_specific_details
from diagnostic.lab.schedule import Schedule
from diagnostic.lab.sdks import OLDEST_NODE, SDKS, Sdk
from diagnostic.lab.server import Lab
from diagnostic.paths import RULES
from diagnostic.proof.record import LONGEST, End, StepRun
from diagnostic.rules import Cause, Step
from diagnostic.rules.cause import Claim
from diagnostic.rules.folder import SHARED
from diagnostic.rules.ranges import fits

_MAX_REQUESTS = 20  # six questions, or a stream, each with a few retries; more shows an unbounded loop
# The ends of streams, which an older Node may read differently. Silence is not among them: the lab shortens
# Node's limits on newer ones only.
_ENDS = frozenset(
    "ok end-with-last-event drop-after-message-stop end-after-message-delta end-before-message-stop"
    " cut-with-last-event drop-with-last-event drop-mid-stream reset-mid-stream tool-call-cut"
    " stream-empty stream-overloaded stream-api-error".split()
)
_LANGUAGE = {"python": "python", "python_async": "python", "typescript": "typescript"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One block under one schedule and one SDK."""

    cause: Cause
    step: Step
    claim: Claim
    block: Path
    sdk: Sdk

    @property
    def record_key(self) -> tuple[str, ...]:
        """The identity of its run in the record."""
        return (self.step.id, self.claim.schedule, self.block.name, self.sdk.name, hash_of(self.block))

    @property
    def played(self) -> str:
        """The schedule as a sentence."""
        return Schedule.parse(self.claim.schedule).describe()

    @property
    def given(self) -> Given:
        """The defects before the step."""
        return Given.read(self.cause.folder)


def block_paths(cause: Cause, step: Step) -> dict[str, Path]:
    """The step's blocks by language: python, python_async, typescript."""
    paths = {}
    for language, snippet in step.snippets.items():
        if language in _LANGUAGE and snippet.file:
            own = cause.folder / snippet.file
            paths[language] = own if own.is_file() else RULES / SHARED / snippet.file
    return paths


def depends_on_node(block: Path, schedule: str) -> bool:
    """Whether a block may end differently on an older Node."""
    parts = Schedule.parse(schedule).parts
    return block.suffix == ".ts" and streams(block) and all(part.fault in _ENDS for part in parts)


def plan_scenarios(cause: Cause, sdks: Iterable[Sdk] = (*SDKS, OLDEST_NODE)) -> list[Scenario]:
    """All runs that prove the claims of a cause's steps."""
    scenarios = []
    for sdk in sdks:
        if not fits(sdk.version, cause.reproduced.get(sdk.language)):
            continue
        for step in cause.steps:
            if not fits(sdk.version, (step.versions or {}).get(sdk.language)):
                continue
            for language, block in block_paths(cause, step).items():
                if _LANGUAGE[language] == sdk.language:
                    scenarios += [
                        Scenario(cause, step, claim, block, sdk)
                        for claim in step.proof
                        if not sdk.node or depends_on_node(block, claim.schedule)
                    ]
    return scenarios


def streams(program: Path) -> bool:
    """Whether a program requests a stream."""
    text = program.read_text()
    return any(words in text for words in (".stream(", "stream=True", "stream: true"))


def naive_program(scenario: Scenario) -> Path:
    """The control: the cause's own failing program, or else the simplest call of the same shape."""
    own = scenario.cause.folder / f"fails{scenario.sdk.suffix}"
    if own.is_file():
        return own
    if scenario.given.request:
        name = "request"
    else:
        fault = Schedule.parse(scenario.claim.schedule).fault
        # The control of a step that turns a plain call into a stream is the plain call.
        streamed = streams(scenario.block) and fault in STREAM_FAULTS
        name = "bedrock" if FAULTS[fault].target == "bedrock" else "stream" if streamed else "create"
    return NAIVE / f"{name}{scenario.sdk.suffix}"


async def run_scenario(
    lab: Lab, runner: Runner, scenario: Scenario, run_name: str, naive: End
) -> tuple[StepRun, str | None]:
    """Runs the block. Returns its record, which includes the control, and the problem or None."""
    trial = Trial(scenario.claim.schedule, scenario.given)
    fix, outcome = await run_block(lab, runner, scenario.block, trial, f"{run_name}f")
    run = StepRun(
        scenario.step.id,
        scenario.claim.schedule,
        scenario.block.name,
        hash_of(scenario.block),
        scenario.sdk.name,
        scenario.played,
        naive,
        fix,
        _printed_line(scenario.claim, outcome),
    )
    return run, find_problem(scenario, run, outcome)


async def run_control(lab: Lab, runner: Runner, scenario: Scenario, run_name: str) -> End:
    """Runs the naive program."""
    trial = Trial(scenario.claim.schedule, scenario.given)
    return (await run_program(lab, runner, naive_program(scenario), trial, f"{run_name}n"))[0]


def _printed_line(claim: Claim, outcome: Outcome) -> str | None:
    if not claim.fix.startswith("prints "):
        return None
    lines = f"{outcome.stdout}\n{outcome.stderr}".splitlines()
    found = next((line.strip() for line in lines if shows_expected(claim, line)), None)
    return without_run_specific_details(found)[:LONGEST] if found else None


def shows_expected(claim: Claim, text: str) -> bool:
    """Whether the text contains what the claim expects; "|" separates alternatives for the languages."""
    return any(words in text for words in claim.fix.partition(" ")[2].split("|"))


def find_problem(scenario: Scenario, run: StepRun, outcome: Outcome) -> str | None:
    """Why this run does not prove the claim, or None."""
    claim, naive, fix = scenario.claim, run.naive, run.fix
    if "stopped" in (naive.ends, fix.ends):
        return "did not end in time"
    if fix.requests > _MAX_REQUESTS:
        return f"the block asked {fix.requests} times: nothing bounds it"
    wanted = claim.fix.partition(" ")[2]
    if claim.fix.startswith("prints "):
        return None if run.prints else f"printed no {wanted!r}: {(outcome.stdout + outcome.stderr)[-300:]}"
    if problem := _find_missing_control(claim, naive):
        return problem
    if claim.fix == "answers":
        if fix.ends == "answered":
            return None
        return f"the block {fix.ends} instead of answering: {(outcome.stdout + outcome.stderr)[-300:]}"
    if fix.ends != "raised" or not shows_expected(claim, outcome.stderr):
        return f"the block {fix.ends} instead of raising {wanted}: {(outcome.stdout + outcome.stderr)[-300:]}"
    if naive.says == fix.says and fix.requests >= naive.requests:
        return f"the naive program ends the same way with {naive.requests} requests: this proves nothing"
    return None


def proves(claim: Claim, run: StepRun) -> bool:
    """Whether a recorded run proves the claim."""
    if claim.fix.startswith("prints "):
        return run.prints is not None and shows_expected(claim, run.prints)
    ends = "answered" if claim.fix == "answers" else "raised"
    return run.fix.ends == ends and _find_missing_control(claim, run.naive) is None


def _find_missing_control(claim: Claim, naive: End) -> str | None:
    ends = {"raises": ("raised",), "ends short": ("cut",), "fails": ("raised", "cut")}[claim.naive]
    if naive.ends == "answered":
        return (
            f"the naive program survives {claim.schedule} with {naive.requests} requests, so this proves"
            " nothing: play the fault more often than the SDK retries automatically (at least three times)"
        )
    return (
        None if naive.ends in ends else f"the naive program {naive.ends}; the step says that it {claim.naive}"
    )
