"""Random schedules for blocks: what no trial of the suite combines.

A trial is one to three faults of the lab in a row, each for one or two requests, some with headers, before a
healthy API or one that stays as it is; sometimes the user's own code fails, too. Since the lab counts
requests, what each of them met is known, and the rules below judge by that alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import re2

from diagnostic.lab.blocks import Trial, run_block, run_program
from diagnostic.lab.catalogue import STREAM_FAULTS
from diagnostic.lab.claims import depends_on_node, streams
from diagnostic.lab.harm_judges import class_of, find_mistake
from diagnostic.lab.harm_suite import GIVEN, SDKS, name_of, only_prints, plain_program, trials
from diagnostic.lab.harm_trials import HarmTrial, claimed_faults, list_trials
from diagnostic.lab.jobs import Job, run_and_repeat
from diagnostic.lab.run import Outcome, Runner
from diagnostic.lab.schedule import Part, Schedule
from diagnostic.lab.sdks import Sdk
from diagnostic.lab.server import Lab
from diagnostic.proof.record import End

# What a request can meet -> the faults. A refusal that passes may be asked again, one that lasts may not;
# a page or a cut answer is none; an open answer can be continued, an odd one is whole for whom it is enough.
MEETS = {
    "passes": "overloaded rate-limit internal-error service-unavailable gateway-timeout html-502 plain-503"
    " reset-before-response close-before-response",
    "lasts": "authentication billing permission not-found too-large credit-balance usage-limit region"
    " html-403 organization-disabled content-filtered stream-content-filtered stream-quota stream-code-402",
    "page": "html-200 content-text content-list empty-body broken-json truncated-body stream-html",
    "cut": "drop-mid-stream reset-mid-stream end-before-message-stop tool-call-cut cut-with-last-event"
    " drop-with-last-event early-stop-reason cut-json stream-empty stream-only-pings drop-mid-character"
    " stream-overloaded stream-api-error stream-rate-limit stream-timeout-error stream-html-error",
    "whole": "ok thinking-first end-with-last-event stall-after-message-stop slow",
    "open": "max-tokens pause-turn two-tools null-text-cut server-call-cut call-in-container"
    " pause-in-container",
    "odd": "odd-parts refusal tool-use-without-call alternating-tools no-content no-stop-reason"
    " end-after-message-delta drop-after-message-stop message-as-text",
}
_MEANING = {fault: meaning for meaning, faults in MEETS.items() for fault in faults.split()}
_SHARES = {"passes": 5, "lasts": 3, "page": 3, "cut": 6, "whole": 1, "open": 2, "odd": 2}
_HEADERS = (
    "x-should-retry=false",
    "x-should-retry=true",
    "retry-after=1",
    "retry-after-ms=10",
    "retry-after=date:1",
)
_WORKS = re2.compile(r"\b(?:for|while|except|catch|finally|middleware)\b|max_?[rR]etries")
_OWN_CODE = {"", "own-bug", "own-late-bug", "own-restart-bug", "own-tool-bug"}
_PAID = ("The lab says", "Paris")
_SENDS_MORE = ("questions", "models.", "count_tokens", "countTokens", "proxy", "PROXY")


def random_schedule(rng: random.Random, is_stream: bool) -> str:
    """One to three faults in a row; the last may stay."""
    shares = {name: share for name, share in _SHARES.items() if is_stream or name != "cut"}
    parts = []
    for _ in range(rng.choice((1, 2, 2, 3))):
        meaning = rng.choices([*shares], [*shares.values()])[0]
        faults = [one for one in MEETS[meaning].split() if is_stream or one not in STREAM_FAULTS]
        header = f"~{rng.choice(_HEADERS)}" if meaning in ("passes", "lasts") and rng.random() < 0.3 else ""
        parts.append(f"{rng.choice(faults)}{header}*{rng.choice((1, 1, 2))}")
    return ",".join(parts).rpartition("*")[0] if rng.random() < 0.25 else ",".join(parts)


def met(schedule: str, requests: int, is_stream: bool) -> list[str]:
    """What each request met."""
    parsed = Schedule.parse(schedule)
    return [_meaning(parsed.part(number), is_stream) for number in range(requests)]


def _meaning(part: Part | None, is_stream: bool) -> str:
    if part is None or (part.fault in STREAM_FAULTS and not is_stream):
        return "whole"
    headers, meaning = dict(part.headers), _MEANING[part.fault]
    if meaning not in ("passes", "lasts") or part.fault.startswith(("stream-", "reset-", "close-")):
        return meaning
    return {"true": "passes", "false": "lasts"}.get(headers.get("x-should-retry", ""), meaning)


def find_harm(block: Path, trial: HarmTrial, plain: End, fix: End, outcome: Outcome) -> str | None:
    """What a block breaks, or None; `plain` is how the plain client ends under the same schedule."""
    if fix.ends == "stopped":
        return None if plain.ends == "stopped" else "does not end"
    if mistake := find_mistake(trial, plain, fix, outcome.stdout + outcome.stderr):
        return mistake
    requests = met(trial.schedule, fix.requests, streams(block))
    enough = {"lasts", "whole", "odd"} | (set() if _goes_on(block) else {"open"})
    for number, one in enumerate(requests[:-1], 1):
        if one in enough and fix.requests > plain.requests:
            return f"asks again after request {number}: {requests}"
    judge = _find_wrong_error if fix.ends == "raised" else _find_silence
    problem = judge(block, trial, plain, fix, requests or ["nothing"])
    if problem or fix.ends != "raised" or not (_goes_on(block) and "open" in requests[:-1]):
        return f"{problem}: {requests}" if problem else None
    left = outcome.stdout.partition("LAB-LEFT")[2].partition("\n")[0]
    return None if any(words in left for words in _PAID) else f"loses what was paid for: {requests}"


def _goes_on(block: Path) -> bool:
    return not claimed_faults(block).isdisjoint(MEETS["open"].split())


def _find_wrong_error(block: Path, trial: HarmTrial, plain: End, fix: End, requests: list[str]) -> str | None:
    if trial.user_code:
        return None
    if requests[-1] == "whole":
        return f"raises where a whole answer came: {fix.says}"
    same = plain.ends == "raised" and plain.requests == fix.requests and requests[-1] in ("lasts", "passes")
    return (
        f"raises {class_of(fix)} for {class_of(plain)}" if same and class_of(plain) != class_of(fix) else None
    )


def _find_silence(block: Path, trial: HarmTrial, plain: End, fix: End, requests: list[str]) -> str | None:
    has_text = requests[-1] == "whole"  # an answer of tool calls alone calls no handler
    if trial.user_code in ("own-bug", "own-late-bug") and fix.ends == "answered" and has_text:
        return "hides the person's own error"
    # Many blocks leave a page as it is; a plain client's own code fails on it.
    finds_pages = fix.ends == "answered" or any(one.schedule == "content-text" for one in trials(block))
    hidden = {"passes", "lasts", "cut"} | ({"page"} if finds_pages else set())
    if requests[-1] in hidden and (fix.ends == "answered" or plain.ends == "raised"):
        return f"{fix.ends} without an error"
    # The lab continues no answer that it gave in parts.
    in_parts = _goes_on(block) or "cut off" in block.read_text()
    is_less = fix.ends == "cut" and requests[-1] == "whole" and not in_parts
    return "returns less than the answer" if is_less else None


def _can_be_judged(block: Path) -> bool:
    """Whether a block does more than a single call, and each of its requests is for a message."""
    text = block.read_text()
    asks = any(words in text for words in ("messages.create", "messages.stream", "messages.parse"))
    more = list_trials(block) or any(words in text for words in _SENDS_MORE)
    return asks and not more and not only_prints(block) and bool(_WORKS.search(text))


def plan_at_random(blocks: Iterable[Path], seed: int, number: int) -> list[tuple[Sdk, Path, HarmTrial]]:
    """The trials of a seed."""
    rng = random.Random(seed)  # noqa: S311 - nothing is secret
    judged = list(filter(_can_be_judged, blocks))
    codes = {block: {"", *(one.user_code for one in trials(block))} & _OWN_CODE for block in judged}
    planned = []
    while len(planned) < number:
        block = rng.choice(judged)
        schedule = random_schedule(rng, streams(block))
        code = rng.choice(sorted(codes[block])) if rng.random() < 0.4 else ""
        sdk = rng.choice([sdk for sdk in SDKS if sdk.suffix == block.suffix])
        if not sdk.node or depends_on_node(block, schedule):
            planned.append((sdk, block, HarmTrial(schedule, "once", user_code=code)))
    return planned


async def try_at_random(planned: list[tuple[Sdk, Path, HarmTrial]]) -> list[str]:
    """Runs the trials; returns a line for each that shows harm, also when it is repeated alone."""
    found: list[str | None] = [None] * len(planned)
    async with Lab() as lab:

        def job(at: int, suffix: str) -> Job:
            sdk, block, trial = planned[at]

            async def work(runner: Runner) -> None:
                given = Trial(trial.schedule, GIVEN, user_code=trial.user_code)
                plain, _ = await run_program(lab, runner, plain_program(block), given, f"r{at}{suffix}n")
                fix, outcome = await run_block(lab, runner, block, given, f"r{at}{suffix}f")
                found[at] = find_harm(block, trial, plain, fix, outcome)

            return sdk, work

        await run_and_repeat(len(planned), job, lambda at: found[at] is not None)
    return [
        f"{name_of(block)}: {sdk.name}, {', '.join(filter(None, (trial.schedule, trial.user_code)))}: {harm}"
        for (sdk, block, trial), harm in zip(planned, found, strict=True)
        if harm
    ]
