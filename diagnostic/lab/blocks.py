"""A block and a schedule -> how it ended: the block runs exactly as it is shown, in a harness."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import re2

from diagnostic.lab import healthy
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.run import Outcome, Runner, without_run_specific_details
from diagnostic.lab.schedule import Schedule
from diagnostic.lab.server import Lab
from diagnostic.proof.record import LONGEST, End

_HARNESS = Path(__file__).parent / "harness"
_RESULT = "LAB-RESULT "
_FUNCTION = re2.compile(r"(?m)^(?:export )?(?:async )?function (\w+)[(<]")
_LEFT = re2.compile(r"(?m)^(?:export )?(?:const|let) (message|text|answers)\b")
# What a finalizer raised, after the error that matters or before it.
_IGNORED = re2.compile(r"(?ms)^Exception ignored in:.*?^\w+(?:Error|Exception)\b[^\n]*")
# The client that a program has on a cloud platform, by the lab's name for the way there.
PLATFORMS = {
    "bedrock": ("AnthropicBedrock", "@anthropic-ai/bedrock-sdk", ""),
    "vertex": (
        "AnthropicVertex",
        "@anthropic-ai/vertex-sdk",
        '{ region: "us-east5", projectId: "my-project" }',
    ),
    "foundry": ("AnthropicFoundry", "@anthropic-ai/foundry-sdk", '{ resource: "my-resource" }'),
}
_MADE = re2.compile(r"(?m)^(?:export )?(?:const|let) (client|messages|model|tools)\b")


@dataclass(frozen=True, slots=True)
class Given:
    """given.json of a rule: what is wrong before the step, in the request or in the environment."""

    request: dict = field(default_factory=dict)  # what differs from the plain request
    environment: dict[str, str | None] = field(default_factory=dict)  # None: not set

    @classmethod
    def read(cls, folder: Path) -> Given:
        """That of a rule; nothing if it has none."""
        path = folder / "given.json"
        return cls(**json.loads(path.read_text())) if path.is_file() else cls()

    def environment_for(self, variables: dict[str, str]) -> dict[str, str]:
        """The variables that a program gets."""
        merged = {**variables, **self.environment, "LAB_REQUEST": json.dumps(self.request)}
        return {name: value for name, value in merged.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a block: the schedule, what it is given, and what goes wrong on the person's own side."""

    schedule: str
    given: Given = field(default_factory=Given)
    own_side: str = ""  # own-bug | own-cancel


async def run_block(
    lab: Lab, runner: Runner, block: Path, trial: Trial, run_name: str
) -> tuple[End, Outcome]:
    """Runs it once."""
    environment = trial.given.environment_for(lab.environment_for(trial.schedule, run_name))
    platform = FAULTS[Schedule.parse(trial.schedule).fault].target
    environment |= {"LAB_BLOCK": str(block), "LAB_TRIAL": trial.own_side, "LAB_PLATFORM": platform}
    if block.suffix == ".py":
        outcome = await runner.run(_HARNESS / "run.py", environment)
    else:
        outcome = await runner.run_text(typescript_program(block, platform), environment)
    return describe_end(outcome, count_requests(lab, run_name)), outcome


async def run_program(
    lab: Lab, runner: Runner, program: Path, trial: Trial, run_name: str
) -> tuple[End, Outcome]:
    """The same for a whole program, such as a naive one: its answer is what it prints."""
    variables = trial.given.environment_for(lab.environment_for(trial.schedule, run_name))
    outcome = await runner.run(program, variables)
    return describe_end(outcome, count_requests(lab, run_name)), outcome


def count_requests(lab: Lab, run_name: str) -> int:
    """How many requests a run sent."""
    return sum(count for name, count in lab.requests.items() if name.endswith(f"@{run_name}"))


def typescript_program(block: Path, platform: str = "http") -> str:
    """The block with the code around it: a module cannot run inside another one."""
    text = block.read_text(encoding="utf-8")
    functions = _FUNCTION.findall(text)
    left = _LEFT.findall(text)
    makes_client = "client" in _MADE.findall(text)
    after = (_HARNESS / "after.ts").read_text()
    values = {
        "LAB_FUNCTION": json.dumps(functions[-1] if functions else None),
        "LAB_CALL": functions[-1] if functions else "null",
        "LAB_LEFT": left[-1] if left else "undefined",
        "LAB_MAKES_CLIENT": json.dumps(makes_client),
    }
    for name, value in values.items():
        after = after.replace(name, value)
    # What the block itself makes is not given to it.
    made = set(_MADE.findall(text))
    before = [
        line
        for line in (_HARNESS / "before.ts").read_text().splitlines(keepends=True)
        if not made.intersection(_MADE.findall(line))
    ]
    around = "".join(before)
    if platform in PLATFORMS:
        name, package, given = PLATFORMS[platform]
        imported = f'import {{ {name} as LabPlatform }} from "{package}";\n'
        around = imported + around.replace("new LabSdk()", f"new LabPlatform({given})")
    return "".join([around, text, after])


def describe_end(outcome: Outcome, requests: int) -> End:
    """How a run ended, as the record says it."""
    if outcome.status is None:
        return End("stopped", None, requests)
    marked, result = _RESULT in outcome.stdout, outcome.stdout.rpartition(_RESULT)[2]
    if outcome.status:
        return End("raised", last_error(outcome.stderr or outcome.stdout), requests)
    if not marked:
        whole = outcome.stdout.count(healthy.TEXT) == 1
        return End("answered" if whole else "cut", None, requests)
    answer = json.loads(result)
    errors = [one["error"] for one in answer.get("answers", []) if "error" in one]
    if errors:
        return End("raised", without_run_specific_details(errors[0])[:LONGEST], requests)
    return End("answered" if _is_whole(answer) else "cut", None, requests)


def _is_whole(answer: dict) -> bool:
    if "answers" in answer:
        return bool(answer["answers"]) and all(map(_is_whole, answer["answers"]))
    shown = answer.get("shown", "")
    if answer.get("tools"):
        return answer["tools"] == [{"city": "Paris"}, {"city": "Rome"}]
    return answer.get("text") == healthy.TEXT and shown in ("", healthy.TEXT)


def last_error(text: str) -> str | None:
    """The line that names the error, without what differs from run to run."""
    lines = [
        line.strip()
        for line in _IGNORED.sub("", text).splitlines()
        if line.strip() and not line.startswith((" ", "}", "Node.js v"))
    ]
    named = [line for line in lines if "Error" in line or "Exception" in line or "Timeout" in line] or lines
    return without_run_specific_details(named[-1])[:LONGEST] if named else None
