"""The harm suite: situations in which a fix must change nothing, the blocks to try,
and the trials for each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import re2

from diagnostic.diagnosis import rulebook
from diagnostic.lab.blocks import Given
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.claims import block_paths, streams
from diagnostic.lab.defects.whole import VALID
from diagnostic.lab.reproduction import HEALTHY
from diagnostic.lab.schedule import Schedule
from diagnostic.rules import Cause

# These need a sign-in to a cloud platform, their own proxy or a batch before their request, or they request
# no message.
_ELSEWHERE = (
    "AnthropicBedrock",
    "AnthropicVertex",
    "AnthropicFoundry",
    "AnthropicGoogleCloud",
    "PROXY_",
    "processing_status",
    "batches.create",
    "beta.agents",
)


@dataclass(frozen=True, slots=True)
class Harmless:
    """A situation in which a fix must change nothing.

    Wants: answer (complete, no more requests than the naive program), error (the real one, as early as in the
    naive program), once (one request, however it ends), kept (one request, and the caller sees its details: a
    stop reason, each tool call), loud (an error, because the response is incomplete), same error (after all
    retries, that of the naive program), accepted (the API accepts what the block makes of this history),
    refused (there is nothing to ask: the block raises an error that says so, and sends no request).
    """

    schedule: str
    wants: str
    says: str = ""  # what the caller must see
    stream_only: bool = False
    own_side: str = ""
    request: dict | None = None  # a history to repair, instead of the plain request


SUITE = (
    Harmless("ok", "answer"),
    Harmless("max-tokens", "kept", "max_tokens"),
    Harmless("refusal", "kept", "refusal"),
    Harmless("two-tools", "kept", "Rome"),
    Harmless("tool-call-refused", "kept", "refusal", stream_only=True),
    Harmless("credit-balance", "error", "credit balance is too low"),
    Harmless("authentication", "error", "x-api-key"),
    Harmless("spend-cap", "error", "usage limits"),
    Harmless("service-unavailable~x-should-retry=false", "error", "temporarily unavailable"),
    *(
        Harmless(f"rate-limit~{header}*1", "answer")
        for header in (
            "retry-after=7",
            "retry-after=date:9",
            "retry-after-ms=3000",
            "retry-after=0",
            "retry-after=-5",
            "retry-after=300",
        )
    ),
    Harmless("overloaded*1", "answer"),
    Harmless("reset-before-response*1", "answer"),
    Harmless("hang", "once", own_side="own-cancel"),
    Harmless("slow", "answer", stream_only=True),
    Harmless("late-answer", "answer", stream_only=True),
    Harmless("ok", "once", "own handler", stream_only=True, own_side="own-bug"),
    Harmless("drop-after-message-stop", "once", stream_only=True),
    Harmless("end-after-message-delta", "kept", "this sentence is whole", stream_only=True),
    # A body that is not a stream has no answer in it, so these leave an error alone.
    Harmless("stream-html", "kept", "this sentence is whole", stream_only=True),
    Harmless("broken-json", "kept", "this sentence is whole", stream_only=True),
    # A gateway may call a stream something else.
    Harmless("ok~content-type=plain", "answer", stream_only=True),
    Harmless("stream-content-filtered", "error", "content filtering", stream_only=True),
    Harmless("end-before-message-stop", "loud", stream_only=True),
    Harmless("tool-call-cut", "loud", stream_only=True),
    Harmless("stream-empty", "loud", stream_only=True),
    Harmless("stream-overloaded", "same error", stream_only=True),
)

# These are enough for blocks that only prepare a request or a client.
_FOR_PREPARING = ("ok", "credit-balance", "overloaded*1")
_ASKS = re2.compile(r"\.(create|stream|parse|count_tokens|countTokens)\(|with_options|withOptions")
_IN_REQUESTS = re2.compile(rf"{_ASKS.pattern}|(?:def|function) \w+\((?:messages|request|tools)\b")
_LEAVES = re2.compile(r"\b(?:message|text|answers|client)\b.* = |\b(?:def|function) ")
_TO_THE_END = re2.compile("message_stop|finalMessage")
# Histories with a defect in places that authors of fixes overlook: nested, at an edge, beside something else.
HISTORIES = json.loads((Path(__file__).parent / "histories.json").read_text())
_PREPARES = re2.compile(r"(?m)^(?:export )?(?:def|function) \w+(?:<[^(]*>)?\(\s*(?:messages|request|tools)\b")
_TAKES_MESSAGES = re2.compile(r"(?m)^(?:async )?def \w+\(client, (?:messages|request)\b")
# What these blocks change is a defect for some models only.
_FOR_SOME_MODELS = frozenset(("sampling", "thinking-mode"))


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
    return [path for path in sorted(found) if not any(name in path.read_text() for name in _ELSEWHERE)]


def trials(block: Path) -> list[Harmless]:
    """The trials of the suite that apply to a block."""
    text = block.read_text()
    if not _ASKS.search(text):
        plain = [one for one in SUITE if one.schedule in _FOR_PREPARING and not one.own_side]
        return plain + _history_trials(block) + _valid_trials(block)
    left_out = set(_left_out(block, text))
    # A check looks only at the beginning of a stream.
    whole_streams = streams(block) and (not shows_only(block) or _TO_THE_END.search(text))
    return [
        one
        for one in (*SUITE, *_iterator_trials(block))
        if not left_out & {one.schedule, one.own_side} and (whole_streams or not one.stream_only)
    ]


def _left_out(block: Path, text: str) -> Iterator[str]:
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


def shows_only(block: Path) -> bool:
    """Whether a block only prints: it is a check, or it leaves neither an answer nor a client."""
    kinds = {
        step.kind
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
    }
    return kinds == {"check"} or not _LEAVES.search(block.read_text())


def _history_trials(block: Path) -> list[Harmless]:
    """Histories that a block must repair; in Python also with the SDK's objects, tuples and iterators."""
    sides = ("", "sdk-objects", "tuples", "iterators") if block.suffix == ".py" else ("",)
    own = claimed_faults(block)
    return [
        Harmless(
            one["fault"], one.get("wants", "accepted"), one["says"], own_side=side, request=one["request"]
        )
        for one in HISTORIES
        if one["fault"] in own
        for side in sides
    ]


def _iterator_trials(block: Path) -> list[Harmless]:
    """Messages that can be read only once, where a block asks a second time."""
    if block.suffix != ".py" or not _TAKES_MESSAGES.search(block.read_text()):
        return []
    return [
        Harmless(
            claim.schedule,
            "accepted",
            "messages that can be read only once",
            own_side="iterators",
            request=Given.read(cause.folder).request,
        )
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
        for claim in step.proof
        if claim.fix == "answers"
    ][:1]


def prepares(block: Path) -> bool:
    """Whether a block takes a part of a request and returns it."""
    return bool(_PREPARES.search(block.read_text()))


def _valid_trials(block: Path) -> list[Harmless]:
    """Valid requests that a block for a part of the request must not change."""
    sides = ("", "sdk-objects in tuples", "iterators") if block.suffix == ".py" else ("",)
    own = claimed_faults(block)
    if not prepares(block) or own & _FOR_SOME_MODELS:
        return []
    return [
        Harmless("unchanged", "accepted", one["says"], own_side=side, request=one["request"])
        for one in VALID
        if not own.intersection(one.get("except", ()))
        for side in sides
    ]


def mended_faults(block: Path) -> set[str]:
    """The faults that a block is for, in which it has to retry."""
    return {name for name in claimed_faults(block) if not FAULTS[name].is_conditional} - {*HEALTHY}


def claimed_faults(block: Path) -> set[str]:
    """The faults in which a block claims to answer."""
    return {
        Schedule.parse(claim.schedule).fault
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
        for claim in step.proof
        if claim.fix == "answers"
    }
