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
_NEEDS_OTHER_SETUP = tuple(
    "AnthropicBedrock AnthropicVertex AnthropicFoundry AnthropicGoogleCloud PROXY_ processing_status"
    " batches.create beta.agents".split()
)


@dataclass(frozen=True, slots=True)
class HarmTrial:
    """A situation in which a fix must change nothing.

    Wants: answer (complete, no more requests than the naive program), error (the real one, as early as in the
    naive program), once (one request, however it ends), kept (one request, and the caller sees its details: a
    stop reason, each tool call), loud (an error, because the response is incomplete), same error (after all
    retries, that of the naive program), accepted (the API accepts what the block makes of this history),
    taken (the API refuses no request of the block),
    refused (there is nothing to ask: the block raises an error that says so, and sends no request).
    """

    schedule: str
    wants: str
    says: str = ""  # what the caller must see
    stream_only: bool = False
    user_code: str = ""
    request: dict | None = None  # a history to repair, instead of the plain request


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
    HarmTrial("ok", "once", "own handler", stream_only=True, user_code="own-bug"),
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
_IN_REQUESTS = re2.compile(rf"{_SENDS_REQUEST.pattern}|(?:def|function) \w+\((?:messages|request|tools)\b")
_DEFINES_RESULT = re2.compile(r"\b(?:message|text|answers|client)\b.* = |\b(?:def|function) ")
_READS_TO_END = re2.compile("message_stop|finalMessage")
# Histories with a defect in places that authors of fixes overlook: nested, at an edge, beside something else.
HISTORIES = json.loads((Path(__file__).parent / "histories.json").read_text())
_PREPARES_REQUEST = re2.compile(
    r"(?m)^(?:export )?(?:def|function) \w+(?:<[^(]*>)?\(\s*(?:messages|request|tools)\b"
)
_CONTINUES = re2.compile("You were cut off")
_TAKES_MESSAGES = re2.compile(r"(?m)^(?:async )?def \w+\(client, (?:messages|request)\b")
# Half a JSON and a second one that is whole would pass for an answer.
_JSON = {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}}
_HALF_JSON = {
    False: HarmTrial("max-tokens", "kept", "max_tokens", request=_JSON),
    True: HarmTrial("drop-mid-stream*1", "loud", "half a JSON", request=_JSON),
}
# Beside its own words, a gateway's page may have a content.
_PAGES = (
    HarmTrial("content-text", "loud"),
    HarmTrial("message-as-text", "once", "this sentence is whole"),
)
_ASKS_AGAIN = re2.compile("JSONDecodeError|SyntaxError")  # where a body is cut
_CUT_REFUSAL = HarmTrial("bad-request-cut", "error")
_FINDS_PAGES = re2.compile(r"getattr\(\w+, .content., \w+\), list\)|isArray\(\w+\?\.content|content\?\.map")
_HALF_CHARACTER = HarmTrial("drop-mid-character*1,invalid-json", "taken", "half a character")
_PARTS = {
    "system": [{"type": "text", "text": "Be brief."}],
    "tools": [{"name": "get_weather", "description": "d", "input_schema": {"type": "object"}}],
    "messages": [
        {"role": "user", "content": "q"},
        {
            "role": "assistant",
            "content": [{"type": "tool_use", "id": "a", "name": "get_weather", "input": {}}],
        },
        {
            "role": "user",
            "content": [
                {
                    "type": "tool_result",
                    "tool_use_id": "a",
                    "content": [{"type": "text", "text": "18 degrees"}],
                }
            ],
        },
    ],
}
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
    return [
        path for path in sorted(found) if not any(name in path.read_text() for name in _NEEDS_OTHER_SETUP)
    ]


def trials(block: Path) -> list[HarmTrial]:
    """The trials of the suite that apply to a block."""
    text = block.read_text()
    if not _SENDS_REQUEST.search(text):
        plain = [one for one in SUITE if one.schedule in _SCHEDULES_WITHOUT_REQUEST and not one.user_code]
        return plain + _history_trials(block) + _valid_trials(block)
    inapplicable = set(_inapplicable(block, text))
    # A check looks only at the beginning of a stream.
    whole_streams = streams(block) and (not only_prints(block) or _READS_TO_END.search(text))
    return [
        one
        for one in (*SUITE, *_iterator_trials(block), *_text_trials(block))
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
    kinds = {
        step.kind
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
    }
    return kinds == {"check"} or not _DEFINES_RESULT.search(block.read_text())


def _history_trials(block: Path) -> list[HarmTrial]:
    """Histories that a block must repair; in Python also with the SDK's objects, tuples and iterators."""
    variants = ("", "sdk-objects", "tuples", "iterators") if block.suffix == ".py" else ("",)
    claimed = claimed_faults(block)
    return [
        HarmTrial(
            one["fault"],
            one.get("wants", "accepted"),
            one["says"],
            user_code=variant,
            request=one["request"],
        )
        for one in HISTORIES
        if one["fault"] in claimed
        for variant in variants
    ]


def _text_trials(block: Path) -> list[HarmTrial]:
    """Trials for what a block does in its text: it continues an answer that was cut, or finds pages."""
    text = block.read_text()
    found = [_HALF_JSON[streams(block)]] if _CONTINUES.search(text) else []
    if found and streams(block):
        found.append(_HALF_CHARACTER)
    if _ASKS_AGAIN.search(text):
        found.append(_CUT_REFUSAL)
    return [*found, *_PAGES] if _FINDS_PAGES.search(text) else found


def _iterator_trials(block: Path) -> list[HarmTrial]:
    """A request of which each part can be read only once, where a block asks a second time."""
    text = block.read_text()
    # The SDK's beta messages read iterators before they send them, without any block.
    if block.suffix != ".py" or not _TAKES_MESSAGES.search(text) or "beta.messages" in text:
        return []
    return [
        HarmTrial(
            claim.schedule,
            "accepted",
            "parts that can be read only once",
            user_code="iterators",
            request={**_PARTS, **Given.read(cause.folder).request},
        )
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
        for claim in step.proof
        if claim.fix == "answers"
    ][:1]


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
