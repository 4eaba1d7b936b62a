"""A block and a schedule -> how it ended: the block runs exactly as shown, in a harness."""

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
_RESULT_NAME = re2.compile(r"(?m)^(?:export )?(?:const|let) (message|text|answers)\b")
# Errors of finalizers, which may be printed before or after the relevant error.
_IGNORED = re2.compile(r"(?ms)^Exception ignored in:.*?^\w+(?:Error|Exception)\b[^\n]*")
# The lab's name of a cloud platform -> its client class and package.
PLATFORMS = {
    "bedrock": ("AnthropicBedrock", "@anthropic-ai/bedrock-sdk", ""),
    "vertex": (
        "AnthropicVertex",
        "@anthropic-ai/vertex-sdk",
        '{ region: "us-east5", projectId: "my-project" }',
    ),
    "foundry": ("AnthropicFoundry", "@anthropic-ai/foundry-sdk", '{ resource: "my-resource" }'),
}
# Node's exit status if the program awaits something that nothing can settle any more: a server would hang.
_NEVER_SETTLED = 13
_DEFINED_NAME = re2.compile(r"(?m)^(?:export )?(?:const|let) (client|messages|model|tools)\b")


@dataclass(frozen=True, slots=True)
class Given:
    """A rule's given.json: what is wrong with the request or the environment before the step."""

    request: dict = field(default_factory=dict)  # differences from the plain request
    environment: dict[str, str | None] = field(default_factory=dict)  # None: not set

    @classmethod
    def read(cls, folder: Path) -> Given:
        """The given.json of a rule; empty if there is none."""
        path = folder / "given.json"
        return cls(**json.loads(path.read_text())) if path.is_file() else cls()

    def environment_for(self, variables: dict[str, str]) -> dict[str, str]:
        """The environment variables of a program."""
        merged = {**variables, **self.environment, "LAB_REQUEST": json.dumps(self.request)}
        return {name: value for name, value in merged.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a block: the schedule, the given defects, and what is special in the user's code."""

    schedule: str
    given: Given = field(default_factory=Given)
    user_code: str = ""  # own-bug | own-cancel


async def run_block(
    lab: Lab, runner: Runner, block: Path, trial: Trial, run_name: str
) -> tuple[End, Outcome]:
    """Runs the block once."""
    environment = trial.given.environment_for(lab.environment(trial.schedule, run_name))
    platform = FAULTS[Schedule.parse(trial.schedule).fault].target
    environment |= {"LAB_BLOCK": str(block), "LAB_TRIAL": trial.user_code, "LAB_PLATFORM": platform}
    if block.suffix == ".py":
        outcome = await runner.run(_HARNESS / "run.py", environment)
    else:
        outcome = await runner.run_text(typescript_program(block, platform), environment)
    return describe_end(outcome, lab.count_requests(run_name)), outcome


async def run_program(
    lab: Lab, runner: Runner, program: Path, trial: Trial, run_name: str
) -> tuple[End, Outcome]:
    """Runs a complete program, such as a naive one, whose answer is what it prints."""
    variables = trial.given.environment_for(lab.environment(trial.schedule, run_name))
    outcome = await runner.run(program, variables)
    return describe_end(outcome, lab.count_requests(run_name)), outcome


def typescript_program(block: Path, platform: str) -> str:
    """The block with the code around it, because one module cannot run inside another."""
    text = block.read_text(encoding="utf-8")
    functions = _FUNCTION.findall(text)
    results = _RESULT_NAME.findall(text)
    makes_client = "client" in _DEFINED_NAME.findall(text)
    after = (_HARNESS / "after.ts").read_text()
    values = {
        "LAB_FUNCTION": json.dumps(functions[-1] if functions else None),
        "LAB_CALL": functions[-1] if functions else "null",
        "LAB_LEFT": results[-1] if results else "undefined",
        "LAB_MAKES_CLIENT": json.dumps(makes_client),
    }
    for name, value in values.items():
        after = after.replace(name, value)
    # What the block itself declares is not passed to it.
    defined = set(_DEFINED_NAME.findall(text))
    before = [
        line
        for line in (_HARNESS / "before.ts").read_text().splitlines(keepends=True)
        if not defined.intersection(_DEFINED_NAME.findall(line))
    ]
    preamble = "".join(before)
    if platform in PLATFORMS:
        name, package, given = PLATFORMS[platform]
        imported = f'import {{ {name} as LabPlatform }} from "{package}";\n'
        preamble = imported + preamble.replace("new LabSdk()", f"new LabPlatform({given})")
    return "".join([preamble, text, after])


def describe_end(outcome: Outcome, requests: int) -> End:
    """How a run ended, in the terms of the record."""
    if outcome.status in (None, _NEVER_SETTLED):
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
    """The line that names the error, without details that vary between runs."""
    lines = [
        line.strip()
        for line in _IGNORED.sub("", text).splitlines()
        if line.strip() and not line.startswith((" ", "}", "Node.js v"))
    ]
    named = [line for line in lines if "Error" in line or "Exception" in line or "Timeout" in line] or lines
    return without_run_specific_details(named[-1])[:LONGEST] if named else None
