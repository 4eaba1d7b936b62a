"""The form of a harm trial, and the trials of a block that its own code calls for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import re2

from diagnostic.diagnosis import rulebook
from diagnostic.lab.blocks import Given
from diagnostic.lab.claims import block_paths, streams
from diagnostic.lab.schedule import Schedule
from diagnostic.rules import Cause, Step


@dataclass(frozen=True, slots=True)
class HarmTrial:
    """A situation in which a fix must change nothing.

    Wants: answer (complete, no more requests than the naive program), error (the real one, as early as in the
    naive program), once (one request, however it ends), kept (one request, and the caller sees its details: a
    stop reason, each tool call), loud (an error, because the response is incomplete), same error (after all
    retries, that of the naive program), accepted (the API accepts what the block makes of this history),
    taken (the API refuses no request of the block),
    refused (there is nothing to ask: the block raises an error that says so, and sends no request),
    own (an error of the user's own code reaches the user, and nothing is sent again),
    ends (the block stops what has no end, and says so).
    """

    schedule: str
    wants: str
    says: str = ""  # what the caller must see
    stream_only: bool = False
    user_code: str = ""
    request: dict | None = None  # a history to repair, instead of the plain request
    left: str = ""  # what the error must still carry: a part that was paid for


_TAKES_MESSAGES = re2.compile(r"(?m)^(?:async )?def \w+\(client, (?:messages|request)\b")
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
# Half a JSON and a second one that is whole would pass for an answer.
_JSON = {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}}
_WHOLE = "this sentence is whole"


def _sent_back(answer: str) -> tuple[HarmTrial, ...]:
    """Trials for a block that sends an answer back to the API and goes on."""
    return (
        HarmTrial(f"{answer},empty-content", "taken", "a blank text of the answer"),
        HarmTrial(f"{answer},container", "taken", "code without its container"),
        HarmTrial(f"{answer},overloaded", "loud", left="container_01Lab"),
    )


# What the code of a block says, whether it streams (None: either) -> its trials. A pattern matches what a
# block promises, not how it keeps the promise, so that a block which breaks it is tried, too.
BY_CODE: tuple[tuple[str, bool | None, tuple[HarmTrial, ...]], ...] = (
    (
        "You were cut off",
        False,
        (
            HarmTrial("max-tokens", "kept", "max_tokens", request=_JSON),
            HarmTrial("null-text-cut*1", "accepted", "a text that is null"),
            HarmTrial("server-call-cut", "kept", "max_tokens"),
        ),
    ),
    (
        "You were cut off",
        True,
        (
            HarmTrial("drop-mid-stream*1", "loud", "half a JSON", request=_JSON),
            HarmTrial("drop-mid-character*1,invalid-json", "taken", "half a character"),
        ),
    ),
    # Where a block asks again because a body is cut.
    ("JSONDecodeError|SyntaxError", None, (HarmTrial("bad-request-cut", "error"),)),
    # Where a block finds pages: beside its own words, one may have a content.
    (
        r"\w\?\.content\b|getattr\(\w+, .content.",
        None,
        (
            HarmTrial("content-text", "loud"),
            HarmTrial("content-list", "loud"),
            HarmTrial("message-as-text", "once", _WHOLE),
        ),
    ),
    (r"\.content\b|\.text\b", None, (HarmTrial("odd-parts", "once", _WHOLE),)),
    (
        r"async def [^#]+\bon_text\b|\bonText\b",
        True,
        (HarmTrial("ok", "own", "own handler", user_code="own-late-bug"),),
    ),
    (
        r"\bon_?[rR]estart\b",
        True,
        (HarmTrial("drop-mid-stream*1", "own", "own handler", user_code="own-restart-bug"),),
    ),
    # An answer that goes back: it has more than the API takes, and needs more than its own blocks.
    (r"\bcall_?[tT]ool\b", None, _sent_back("call-in-container*1")),
    ("pause_turn", None, _sent_back("pause-in-container*1")),
    ("pause_turn", None, (HarmTrial("pause-blank*2,empty-content", "taken", "an empty turn"),)),
    # A page has no number of tokens.
    (r"\.count_?[tT]okens\(", None, (HarmTrial("content-text", "loud"),)),
    (
        r"\bcall_?[tT]ool\b",
        None,
        (HarmTrial("two-tools*1", "own", "own tool", user_code="own-tool-bug", left="Paris"),),
    ),
)
# The same for blocks whose request is not for a message; no other trial is for them.
OF_LISTS: tuple[tuple[str, tuple[HarmTrial, ...]], ...] = (
    (
        r"batches\.retrieve",
        (
            HarmTrial("batch-running", "ends", "has not ended", user_code="patient"),
            HarmTrial("content-text", "loud", user_code="patient"),
            HarmTrial("authentication", "error", "x-api-key"),
        ),
    ),
    (r"batches\.create", (HarmTrial("authentication", "error", "x-api-key"),)),
    (
        r"models\.list",
        (
            HarmTrial("models-endless", "once"),
            HarmTrial("models-endless*1,authentication", "once"),
            HarmTrial("content-text", "loud"),
            HarmTrial("authentication", "error", "x-api-key"),
        ),
    ),
)
# What a block goes on after -> what an error must still carry.
_PAID = {"max-tokens": "The lab says", "pause-turn": "The lab says", "two-tools": "Paris"}


def list_trials(block: Path) -> list[HarmTrial]:
    """All trials of a block that asks for a batch or for models; empty for any other."""
    text = block.read_text()
    return [one for pattern, found in OF_LISTS if re2.search(pattern, text) for one in found]


def code_trials(block: Path) -> list[HarmTrial]:
    """Further trials for a block that asks for a message."""
    text, is_stream = block.read_text(), streams(block)
    found = [
        one
        for pattern, streamed, trials in BY_CODE
        if streamed in (None, is_stream) and re2.search(pattern, text)
        for one in trials
    ]
    pages = [
        HarmTrial(f"{fault}*1,content-list", "loud", left=_PAID[fault])
        for fault in sorted(claimed_faults(block) & {*_PAID})
    ]
    return [*found, *pages, *_iterator_trials(block)]


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
        for cause, step in steps_with(block)
        for claim in step.proof
        if claim.fix == "answers"
    ][:1]


@cache
def steps_with(block: Path) -> list[tuple[Cause, Step]]:
    """The steps that show a block, and their causes."""
    return [
        (cause, step)
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
    ]


def claimed_faults(block: Path) -> set[str]:
    """The faults in which a block claims to answer."""
    return {
        Schedule.parse(claim.schedule).fault
        for _, step in steps_with(block)
        for claim in step.proof
        if claim.fix == "answers"
    }
