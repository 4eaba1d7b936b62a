"""Proves the rules: the fault is met, what is printed is diagnosed, the fix survives; and keeps the record.

python -m diagnostic.lab.prove             fails on any difference from the record
python -m diagnostic.lab.prove --update    writes rules/<id>/proof.json
python -m diagnostic.lab.prove --changed   only what changed since the record, and the first six causes on the latest SDKs
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import re2

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.lab import healthy
from diagnostic.lab.catalogue import FAULTS, STREAM_FAULTS
from diagnostic.lab.network import CERTIFICATE
from diagnostic.lab.run import SDKS, Outcome, Runner, Sdk
from diagnostic.lab.server import Lab
from diagnostic.lab.versions import fits
from diagnostic.paths import RULES
from diagnostic.rules import Cause
from diagnostic.rules.folder import SHARED

FIRST_SIX = ("stream-missing-message-stop", "stream-disconnected", "stream-overloaded", "overloaded", "connection-error", "request-timeout")
_NAIVE = Path(__file__).parent / "naive"
_CALLS = ("create", "stream", "helper")
_PARTICULAR = re2.compile(r"127\.0\.0\.1:\d+|\b(?:port:? )\d+|0x[0-9a-f]+|/tmp/[\w/.-]+|\(_ssl\.c:\d+\)")


class Run(msgspec.Struct, frozen=True, order=True):
    """One program under one SDK and one fault, and how it ended."""

    sdk: str
    fault: str
    program: str
    hash: str
    role: str  # meets: the fault is reproduced; survives: the fix answers; stops: the fix ends clearly
    ends: str  # raised | silent | answered | stopped
    raised: str | None
    requests: int
    found: str | None  # the cause that the printed text is diagnosed as


class Verified(msgspec.Struct, frozen=True):
    """SDK versions on which the fault was met and the fixes survived it."""

    python: list[str]
    typescript: list[str]
    faults: list[str]


class Proof(msgspec.Struct, frozen=True):
    """rules/<id>/proof.json."""

    verified: Verified | None
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Task:
    """One run to do."""

    cause: Cause
    sdk: Sdk
    fault: str
    program: Path
    role: str

    @property
    def times(self) -> int | None:
        """After how many requests the fault is over."""
        if self.role != "survives" or FAULTS[self.fault].check is not None:
            return None
        # What does not pass by waiting is over because somebody acted: the program must then answer.
        return 0 if self.cause.retry in ("no", "after-change") else 1


def plan(cause: Cause, sdks: Iterable[Sdk] = SDKS) -> list[Task]:
    """Every run that proves a cause."""
    tasks = []
    for sdk in sdks:
        if not fits(sdk.version, cause.reproduced.get(sdk.language)):
            continue
        fails = cause.folder / f"fails{sdk.suffix}"
        for fault in cause.faults:
            meets = [fails] if fails.is_file() else [_NAIVE / f"{call}{sdk.suffix}" for call in _calls(fault)]
            tasks += [Task(cause, sdk, fault, program, "meets") for program in meets]
            for program in _programs(cause, sdk):
                if _can_survive(fault, program):
                    tasks.append(Task(cause, sdk, fault, program, "survives"))
                if FAULTS[fault].check is None and fault not in ("ok", "slow") and not _is_healthy(fault, sdk) and program.stem != "trust-company-ca":
                    tasks.append(Task(cause, sdk, fault, program, "stops"))
    return tasks


def _calls(fault: str) -> tuple[str, ...]:
    if fault in STREAM_FAULTS:
        return ("stream", "helper")
    return ("create",)


# Answers that are whole in themselves: a program may well end with them.
_WHOLE = frozenset("max-tokens pause-turn refusal thinking-first no-content drop-after-message-stop html-200 redirect".split())


# Fetch replaces bytes that are no UTF-8, so the TypeScript SDK reads this answer whole.
_HARMLESS = {("typescript", "bad-utf8")}


def _is_healthy(fault: str, sdk: Sdk) -> bool:
    return fault in _WHOLE or (sdk.language, fault) in _HARMLESS


def _can_survive(fault: str, program: Path) -> bool:
    # A name, port, proxy or certificate does not become right by waiting; a program that brings the certificate survives.
    return FAULTS[fault].target == "http" or program.stem == "trust-company-ca"


def _programs(cause: Cause, sdk: Sdk) -> list[Path]:
    found: dict[Path, None] = {}
    for step in cause.steps:
        snippet = step.snippets.get(sdk.language)
        if snippet and snippet.program and fits(sdk.version, (step.versions or {}).get(sdk.language)):
            own = cause.folder / snippet.file
            found[own if own.is_file() else RULES / SHARED / snippet.file] = None
    return [path for path in found if not path.stem.endswith(("bedrock-client", "vertex-client", "foundry-client"))]


async def prove(tasks: list[Task]) -> list[tuple[Task, Run, str | None]]:
    """Runs all tasks, two SDKs at a time; gives each with what went wrong."""
    results: list[tuple[Task, Run, str | None]] = []
    async with Lab() as lab:
        gate = asyncio.Semaphore(2)

        async def work(sdk: Sdk) -> None:
            async with gate, Runner(sdk) as runner:
                for number, task in enumerate(task for task in tasks if task.sdk == sdk):
                    run, problem = await _prove_one(lab, runner, task, f"{sdk.language[0]}{sdk.version}-{number}")
                    if problem:  # a machine under load may be late once
                        run, problem = await _prove_one(lab, runner, task, f"{sdk.language[0]}{sdk.version}-{number}r")
                    results.append((task, run, problem))

        await asyncio.gather(*map(work, dict.fromkeys(task.sdk for task in tasks)))
    return _ask_for_survivors(results)


def _ask_for_survivors(results: list[tuple[Task, Run, str | None]]) -> list[tuple[Task, Run, str | None]]:
    """Of the programs that meet a passing fault, at least one must answer with the whole text."""
    groups: dict[tuple[str, Sdk, str], list[str]] = {}
    for task, run, _ in results:
        if task.role == "survives":
            groups.setdefault((task.cause.id, task.sdk, task.fault), []).append(run.ends)
    lost = {group for group, ends in groups.items() if "answered" not in ends}
    return [
        (task, run, problem or "no program of the cause answered")
        if task.role == "survives" and (task.cause.id, task.sdk, task.fault) in lost
        else (task, run, problem)
        for task, run, problem in results
    ]


async def _prove_one(lab: Lab, runner: Runner, task: Task, run_name: str) -> tuple[Run, str | None]:
    environment = lab.environment(task.fault, task.times, run_name)
    environment |= {"COMPANY_CA": str(CERTIFICATE), "PROXY_USER": "lab", "PROXY_PASSWORD": "lab", "PROXY_HOST": "127.0.0.1:9"}
    outcome = await runner.run(task.program, environment)
    requests = sum(count for name, count in lab.requests.items() if name.endswith(f"@{run_name}"))
    run = _record(task, outcome, requests)
    return run, _judge(task, run, outcome)


def _record(task: Task, outcome: Outcome, requests: int) -> Run:
    printed = f"{outcome.stdout}{outcome.stderr}"
    raised = _last_error(outcome.stderr or outcome.stdout) if outcome.status else None
    # What was given up visibly does not count: the text must stand once after the last notice.
    whole = outcome.stdout.split("starting again")[-1].count(healthy.TEXT) == 1
    if task.role == "meets" and FAULTS[task.fault].check is None and task.program.parent == _NAIVE:
        whole = False  # whatever a naive program shows, the answer was broken and nothing said so
    ends = "stopped" if outcome.status is None else "raised" if outcome.status else "answered" if whole else "silent"
    found = None
    if task.role == "meets":
        findings = diagnose(printed).findings if printed.strip() else ()
        found = findings[0].cause.id if findings else None
    return Run(
        sdk=task.sdk.name,
        fault=task.fault,
        program=task.program.parent.name + "/" + task.program.name if task.program.parent == RULES / SHARED else task.program.name,
        hash=hashlib.blake2b(task.program.read_bytes(), digest_size=8).hexdigest(),
        role=task.role,
        ends=ends,
        raised=raised,
        requests=requests,
        found=found,
    )


def _last_error(text: str) -> str | None:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith((" ", "}", "Node.js v"))]
    named = [line for line in lines if "Error" in line or "Exception" in line or "Timeout" in line] or lines
    return _PARTICULAR.sub("…", named[-1])[:110] if named else None


def _judge(task: Task, run: Run, outcome: Outcome) -> str | None:
    if run.ends == "stopped":
        return "did not end in time"
    if task.role == "meets":
        if run.found is None and run.raised and "Cannot read properties of undefined" in run.raised:
            return None  # the SDK handed out something else than a Message, silently; the program broke on it
        if run.ends == "silent" and run.found in (None, task.cause.id):
            return None  # the SDK hides this fault: the record says so
        if run.ends == "answered" and run.found != task.cause.id:
            return "the fault was not met"
        accepted = {task.cause.id, *rulebook().special_cases.get(task.cause.id, ())}
        return None if run.found in accepted else f"is diagnosed as {run.found}: {(outcome.stderr or outcome.stdout)[-300:]}"
    if task.role == "survives":
        # A program may also end with a clear error; that one of the cause's programs answers is asked of all together.
        if run.ends in ("answered", "raised"):
            return None
        return f"did not answer with the whole text once: {(outcome.stdout + outcome.stderr)[-300:]}"
    if run.ends == "raised":
        return None
    return None if f"{outcome.stdout}{outcome.stderr}".strip() and run.ends != "answered" else "ended without saying that it failed"


def make_proof(cause: Cause, results: list[tuple[Task, Run, str | None]]) -> Proof:
    """The record of one cause."""
    runs = sorted(run for _, run, _ in results)
    fine = {sdk: all(problem is None for task, _, problem in results if task.sdk == sdk) for sdk in {task.sdk for task, _, _ in results}}
    met = {task.sdk for task, run, problem in results if task.role == "meets" and problem is None}
    fixed = {task.sdk for task, run, _ in results if task.role == "survives" and run.ends == "answered"}
    proven = [sdk for sdk in SDKS if fine.get(sdk) and sdk in met and sdk in fixed]
    if not proven:
        return Proof(None, runs)
    versions = {language: [sdk.version for sdk in proven if sdk.language == language] for language in ("python", "typescript")}
    return Proof(Verified(versions["python"], versions["typescript"], list(cause.faults)), runs)


def _encode(proof: Proof) -> bytes:
    return msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n"


def main(argv: list[str] | None = None) -> int:
    """Exit 0 where everything holds."""
    parser = argparse.ArgumentParser(prog="python -m diagnostic.lab.prove", description=__doc__.splitlines()[0])
    parser.add_argument("--cause", action="append", help="only this cause")
    parser.add_argument("--update", action="store_true", help="write the record")
    parser.add_argument("--changed", action="store_true", help="only what changed, and the first six causes on the latest SDKs")
    options = parser.parse_args(argv)
    causes = [cause for cause in rulebook().causes.values() if cause.faults and (not options.cause or cause.id in options.cause)]
    tasks = [task for cause in causes for task in plan(cause)]
    if options.changed:
        tasks = _changed(tasks)
    results = asyncio.run(prove(tasks))
    return _report(causes, results, options.update, partial=options.changed)


def _changed(tasks: list[Task]) -> list[Task]:
    latest = {SDKS[2], SDKS[-1]}
    known = {(cause.id, run.sdk, run.fault, run.program, run.role): run.hash for cause in {task.cause for task in tasks} for run in _read(cause).runs}

    def is_due(task: Task) -> bool:
        run = _record(task, Outcome(0, "", ""), 0)
        return known.get((task.cause.id, run.sdk, run.fault, run.program, run.role)) != run.hash

    return [task for task in tasks if task.cause.id in FIRST_SIX and task.sdk in latest or is_due(task)]


def _read(cause: Cause) -> Proof:
    path = cause.folder / "proof.json"
    return msgspec.json.decode(path.read_bytes(), type=Proof) if path.is_file() else Proof(None, [])


def _report(causes: list[Cause], results: list, update: bool, partial: bool) -> int:
    failures = 0
    for cause in causes:
        mine = [result for result in results if result[0].cause is cause]
        for task, run, problem in mine:
            if problem:
                failures += 1
                print(f"{cause.id}: {run.sdk}, {task.fault}, {run.program} ({task.role}): {problem}")
        if update:
            (cause.folder / "proof.json").write_bytes(_encode(make_proof(cause, mine)))
        else:
            failures += _compare(cause, mine, partial)
    proven = sum(1 for cause in causes if _read(cause).verified)
    print(f"{len(results)} runs, {len(causes)} causes with a fault, {proven} proven in the record")
    print(f"{len(results) - failures} passed, {failures} failed")
    return 1 if failures and not update else 0


def _compare(cause: Cause, results: list, partial: bool) -> int:
    recorded = set(_read(cause).runs)
    differences = [run for _, run, _ in results if run not in recorded and not _is_alike(run, recorded)]
    if not partial:
        made = {(run.sdk, run.fault, run.program, run.role) for _, run, _ in results}
        differences += [run for run in recorded if (run.sdk, run.fault, run.program, run.role) not in made]
    for run in differences:
        print(f"{cause.id}: differs from the record: {run}")
    return len(differences)


def _is_alike(run: Run, recorded: set[Run]) -> bool:
    # A kept-alive socket that dies under Node may cost one request more or less.
    return any(replace_requests(run) == replace_requests(other) and abs(run.requests - other.requests) <= 1 for other in recorded)


def replace_requests(run: Run) -> Run:
    """The run without its count."""
    return msgspec.structs.replace(run, requests=0)


if __name__ == "__main__":
    sys.exit(main())
