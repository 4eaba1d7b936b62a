"""The harm suite: the blocks to try, and for each the situations in which it must change nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import re2

from diagnostic.lab.blocks import Given
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.claims import block_paths, streams
from diagnostic.lab.defects.whole import VALID
from diagnostic.lab.harm_trials import HarmTrial, claimed_faults, code_trials, list_trials, steps_with
from diagnostic.lab.network import CERTIFICATE
from diagnostic.lab.plan import NAIVE
from diagnostic.lab.reproduction import HEALTHY
from diagnostic.lab.sdks import LATEST, OLDEST_NODE
from diagnostic.rules import Cause

# These need a sign-in to a cloud platform or their own proxy, or they request no message.
_NEEDS_OTHER_SETUP = tuple(
    "AnthropicBedrock AnthropicVertex AnthropicFoundry AnthropicGoogleCloud PROXY_ beta.agents".split()
)
# The lab has a certificate that serves as a company's.
GIVEN = Given(environment={"COMPANY_CA": str(CERTIFICATE)})
SDKS = (*LATEST.values(), OLDEST_NODE)

SUITE = (
    HarmTrial("ok", "answer"),
    HarmTrial("max-tokens", "kept", "max_tokens"),
    HarmTrial("refusal", "kept", "refusal"),
    HarmTrial("two-tools", "kept", "Rome"),
    HarmTrial("tool-call-refused", "kept", "refusal", stream_only=True),
    HarmTrial("tool-use-without-call", "kept", "this sentence is whole"),
    HarmTrial("alternating-tools", "kept", "Rome", stream_only=True),
    HarmTrial("credit-balance", "error", "credit balance is too low"),
    HarmTrial("authentication", "error", "x-api-key"),
    HarmTrial("spend-cap", "error", "usage limits"),
    HarmTrial("service-unavailable~x-should-retry=false", "error", "temporarily unavailable"),
    *(
        HarmTrial(f"rate-limit~{header}*1", "answer")
        for header in (
            "retry-after=7 retry-after=date:9 retry-after-ms=3000 retry-after=0 retry-after=-5"
            " retry-after=300".split()
        )
    ),
    HarmTrial("overloaded*1", "answer"),
    HarmTrial("reset-before-response*1", "answer"),
    HarmTrial("hang", "once", user_code="own-cancel"),
    HarmTrial("slow", "answer", stream_only=True),
    HarmTrial("late-answer", "answer", stream_only=True),
    HarmTrial("ok", "own", "own handler", stream_only=True, user_code="own-bug"),
    HarmTrial("drop-after-message-stop", "once", stream_only=True),
    HarmTrial("stall-after-message-stop", "answer", stream_only=True),
    HarmTrial("no-stop-reason", "kept", "this sentence is whole", stream_only=True),
    HarmTrial("end-after-message-delta", "kept", "this sentence is whole", stream_only=True),
    # A body that is not a stream has no answer in it, so these leave an error alone.
    HarmTrial("stream-html", "kept", "this sentence is whole", stream_only=True),
    HarmTrial("broken-json", "kept", "this sentence is whole", stream_only=True),
    # A gateway may call a stream something else.
    HarmTrial("ok~content-type=plain", "answer", stream_only=True),
    HarmTrial("stream-content-filtered", "error", "content filtering", stream_only=True),
    HarmTrial("stream-quota", "error", "current quota", stream_only=True),
    HarmTrial("stream-code-402", "error", "credits", stream_only=True),
    HarmTrial("end-before-message-stop", "loud", stream_only=True),
    HarmTrial("early-stop-reason", "loud", stream_only=True),
    HarmTrial("tool-call-cut", "loud", stream_only=True),
    HarmTrial("stream-empty", "loud", stream_only=True),
    HarmTrial("stream-overloaded", "same error", stream_only=True),
    HarmTrial("end-with-last-event", "answer", stream_only=True),
    HarmTrial("cut-with-last-event", "loud", stream_only=True),
    HarmTrial("drop-with-last-event", "loud", stream_only=True),
)

# These are enough for blocks that only prepare a request or a client.
_SCHEDULES_WITHOUT_REQUEST = ("ok", "credit-balance", "overloaded*1")
_SENDS_REQUEST = re2.compile(r"\.(create|stream|parse|count_tokens|countTokens)\(|with_options|withOptions")
_IN_REQUESTS = re2.compile(
    rf"{_SENDS_REQUEST.pattern}|models\.list|(?:def|function) \w+\((?:messages|request|tools)\b"
)
_DEFINES_RESULT = re2.compile(r"\b(?:message|text|answers|client)\b.* = |\b(?:def|function) ")
_READS_TO_END = re2.compile("message_stop|finalMessage")
# Histories with a defect in places that authors of fixes overlook: nested, at an edge, beside something else.
HISTORIES = json.loads((Path(__file__).parent / "histories.json").read_text())
_PREPARES_REQUEST = re2.compile(
    r"(?m)^(?:export )?(?:def|function) \w+(?:<[^(]*>)?\(\s*(?:messages|request|tools)\b"
)
# What these blocks change is a defect for some models only.
_FOR_SOME_MODELS = frozenset(("sampling", "thinking-mode"))


def name_of(block: Path) -> str:
    """Folder and file: overloaded/more-retries.py."""
    return f"{block.parent.name}/{block.name}"


def plain_program(block: Path) -> Path:
    """The program without a fix that a block is compared with."""
    return NAIVE / f"{'stream' if streams(block) else 'create'}{block.suffix}"


def step_blocks(causes: Iterable[Cause]) -> list[Path]:
    """All blocks, each once; without those that need a sign-in to a cloud platform, and without checks and
    precautions that do not involve a request.
    """
    found: dict[Path, None] = {}
    for cause in causes:
        for step in cause.steps:
            paths = block_paths(cause, step).values()
            found |= dict.fromkeys(
                path for path in paths if step.kind == "fix" or _IN_REQUESTS.search(path.read_text())
            )
    return [
        path for path in sorted(found) if not any(name in path.read_text() for name in _NEEDS_OTHER_SETUP)
    ]


def trials(block: Path) -> list[HarmTrial]:
    """The trials of the suite that apply to a block."""
    text = block.read_text()
    if lists := list_trials(block):
        return lists
    if not _SENDS_REQUEST.search(text):
        plain = [one for one in SUITE if one.schedule in _SCHEDULES_WITHOUT_REQUEST and not one.user_code]
        return plain + _history_trials(block) + _valid_trials(block)
    inapplicable = set(_inapplicable(block, text))
    # A check looks only at the beginning of a stream.
    whole_streams = streams(block) and (not only_prints(block) or _READS_TO_END.search(text))
    return [
        one
        for one in (*SUITE, *code_trials(block))
        if not inapplicable & {one.schedule, one.user_code} and (whole_streams or not one.stream_only)
    ]


def _inapplicable(block: Path, text: str) -> Iterator[str]:
    """Schedules and failures of the user's code that do not apply to this block."""
    if "models.retrieve" in text:  # the lab would delay the model's page too
        yield "late-answer"
    if not any(name in text for name in ("on_text", "onText")):
        yield "own-bug"
    # Threads cannot be interrupted, and TypeScript code is cancelled by a signal that it accepts.
    if block.suffix == ".ts":
        can_cancel = " signal = " in text and "const signal" not in text
    else:
        can_cancel = "ThreadPoolExecutor" not in text
    if not can_cancel:
        yield "own-cancel"


def only_prints(block: Path) -> bool:
    """Whether a block only prints: it is a check, or it leaves neither an answer nor a client."""
    kinds = {step.kind for _, step in steps_with(block)}
    return kinds == {"check"} or not _DEFINES_RESULT.search(block.read_text())


def _history_trials(block: Path) -> list[HarmTrial]:
    """Histories that a block must repair; in Python also with the SDK's objects, tuples and iterators."""
    variants = ("", "sdk-objects", "tuples", "iterators") if block.suffix == ".py" else ("",)
    claimed = claimed_faults(block)
    return [
        HarmTrial(
            one["fault"], one.get("wants", "accepted"), one["says"], user_code=variant, request=one["request"]
        )
        for one in HISTORIES
        if one["fault"] in claimed
        for variant in variants
    ]


def prepares_request(block: Path) -> bool:
    """Whether a block takes a part of a request and returns it."""
    return bool(_PREPARES_REQUEST.search(block.read_text()))


def _valid_trials(block: Path) -> list[HarmTrial]:
    """Valid requests that a block for a part of the request must not change."""
    variants = ("", "sdk-objects in tuples", "iterators") if block.suffix == ".py" else ("",)
    claimed = claimed_faults(block)
    if not prepares_request(block) or claimed & _FOR_SOME_MODELS:
        return []
    return [
        HarmTrial("unchanged", "accepted", one["says"], user_code=variant, request=one["request"])
        for one in VALID
        if not claimed.intersection(one.get("except", ()))
        for variant in variants
    ]


def retried_faults(block: Path) -> set[str]:
    """The faults that a block is for, in which it has to retry."""
    return {name for name in claimed_faults(block) if not FAULTS[name].is_conditional} - {*HEALTHY}
