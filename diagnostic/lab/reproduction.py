"""A cause -> what to run to see it fail and then see it fixed, from the plan and the record of its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.lab import DEFAULT_PORT
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.claims import Scenario, plan_scenarios
from diagnostic.lab.complete_program import complete_program
from diagnostic.lab.fault import Fault
from diagnostic.lab.plan import Task, plan
from diagnostic.lab.proof import Run, read_proof
from diagnostic.lab.schedule import Schedule
from diagnostic.lab.sdks import LATEST
from diagnostic.lab.target import Ports, client_environment
from diagnostic.lab.variables import bash_line, powershell_line
from diagnostic.proof.record import LONGEST, StepRun
from diagnostic.rules import Cause

HEALTHY = ("ok", "bedrock", "vertex", "foundry")
_RUN_COMMAND = {"python": "python {}", "typescript": "node {}   # Node 22.18 or newer"}
Variables = dict[str, str]


@dataclass(frozen=True, slots=True)
class Program:
    """A complete program and its file name."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Commands:
    """The same commands for two shells; `powershell` is None if they are the same there."""

    shell: str
    powershell: str | None


@dataclass(frozen=True, slots=True)
class Fix:
    """A step's block as a complete program, and the schedule under which the proof shows that it works."""

    step: str
    program: Program
    commands: Commands
    played: str  # the schedule as a sentence
    is_same: bool  # it uses the same variables as the failing program


@dataclass(frozen=True, slots=True)
class Demo:
    """What to run in one language, and the recorded result."""

    language: str
    sdk: str
    fails: Program
    fail_commands: Commands
    raised: str | None
    is_silent: bool
    fix: Fix | None


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How to reproduce a cause's first fault; `variables` is None if the lab's ports vary between starts."""

    fault: Fault
    variables: Variables | None
    demos: tuple[Demo, ...]
    impossible_in: str | None  # the language in which this cannot occur

    @property
    def is_healthy(self) -> bool:
        """Whether the lab simulates no fault, because the fault is in the program."""
        return self.fault.name in HEALTHY


def how_to_reproduce(cause: Cause) -> Reproduction | None:
    """How to reproduce the cause; None if the lab cannot simulate it."""
    if not cause.faults:
        return None
    fault = FAULTS[cause.faults[0]]
    variables = _stable_environment(fault.name)
    tasks = [task for task in plan(cause) if task.fault == fault.name]
    runs = read_proof(cause).runs
    demos = tuple(
        demo
        for language in ("python", "typescript")
        if (demo := _demo([task for task in tasks if task.sdk.language == language], runs, variables))
    )
    impossible_in = next(
        (language for language, versions in cause.reproduced.items() if versions == "none"), None
    )
    return Reproduction(fault, variables, demos, impossible_in) if demos else None


def _demo(tasks: Sequence[Task], runs: list[Run], variables: Variables | None) -> Demo | None:
    recorded = [(task, run) for task in tasks if (run := _record(task, runs))]
    # A naive program with a healthy API shows nothing.
    recorded = [(task, run) for task, run in recorded if not (task.fault in HEALTHY and run.ends == "silent")]
    if not recorded:
        return None
    # The newest SDK, and of its programs preferably one that fails with an error.
    newest = recorded[-1][0].sdk
    task, run = min(
        ((task, run) for task, run in recorded if task.sdk == newest),
        key=lambda pair: pair[1].ends == "silent",
    )
    return Demo(
        language=newest.language,
        sdk=newest.name,
        fails=Program(task.program.name, task.program.read_text(encoding="utf-8")),
        fail_commands=_commands(variables, newest.language, task.program.name),
        raised=f"{run.raised}…" if run.raised and len(run.raised) == LONGEST else run.raised,
        is_silent=run.ends == "silent",
        fix=_fix(task.cause, newest.language, variables),
    )


def _record(task: Task, runs: list[Run]) -> Run | None:
    wanted = (task.sdk.name, task.fault, task.program.name)
    return next((run for run in runs if (run.sdk, run.fault, run.program) == wanted), None)


def _fix(cause: Cause, language: str, variables: Variables | None) -> Fix | None:
    """The first step whose block works according to the proof, and can be run as a program."""
    recorded = {(run.step, run.schedule, run.block): run for run in read_proof(cause).steps}
    for scenario in plan_scenarios(cause, [LATEST[language]]):
        run = recorded.get((scenario.step.id, scenario.claim.schedule, scenario.block.name))
        if run and scenario.claim.fix == "answers" and (fix := _shown_fix(scenario, run, variables)):
            return fix
    return None


def _shown_fix(scenario: Scenario, run: StepRun, variables: Variables | None) -> Fix | None:
    environment = _stable_environment(scenario.claim.schedule)
    if environment is None or scenario.given.environment:
        return None  # only the running lab knows the ports, or the defect is in the environment
    text = complete_program(
        scenario.block, scenario.given.request, "ANTHROPIC_BEDROCK_BASE_URL" in environment
    )
    if text is None:
        return None
    program = Program(scenario.block.name, text)
    commands = _commands(environment, scenario.sdk.language, program.file)
    return Fix(scenario.step.id, program, commands, run.played, environment == variables)


def _commands(variables: Variables | None, language: str, program: str) -> Commands:
    run = _RUN_COMMAND[language].format(program) + "\n"
    if not variables:
        return Commands(run, None)
    bash, powershell = (
        "".join(f"{line(name, value)}\n" for name, value in variables.items())
        for line in (bash_line, powershell_line)
    )
    return Commands(bash + run, powershell + run)


def _stable_environment(schedule: str) -> Variables | None:
    """The variables, if they are the same for every lab on the default port, else None."""
    parsed = Schedule.parse(schedule)
    # Compare two sets of ports: what differs is known only to the running lab.
    one, other = (
        client_environment(
            FAULTS[parsed.fault], Ports(DEFAULT_PORT, *others), schedule.replace("*", "+"), "", is_fixed=False
        )
        for others in ((1, 2, 3, 4, 5), (6, 7, 8, 9, 10))
    )
    return one if one == other else None
