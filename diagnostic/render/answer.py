"""The JSON contract: the records that the API answers with, and from which its OpenAPI document is made."""

from __future__ import annotations

from typing import Literal

import msgspec

from diagnostic.proof import End
from diagnostic.report import Report
from diagnostic.rules.schema import ClientKind, Family, Os, Retry, StepKind, Who


class CauseRef(msgspec.Struct, frozen=True):
    """A cause in one line; `url` is its permanent page."""

    id: str
    title: str
    family: Family
    broader: str | None
    who: list[Who]
    retry: Retry
    sdk_retries: bool | Literal["depends"]
    url: str


class Snippet(msgspec.Struct, frozen=True):
    """Code to copy, as it was run; `program` is always null."""

    file: str | None
    change: str
    program: str | None


class StepVersions(msgspec.Struct, frozen=True, omit_defaults=True):
    """The SDK versions a step is for."""

    python: str | None = None
    typescript: str | None = None


class Snippets(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step's code by language."""

    python: Snippet | None = None
    python_async: Snippet | None = None
    typescript: Snippet | None = None
    shell: Snippet | None = None
    powershell: Snippet | None = None
    settings: Snippet | None = None


class Audience(msgspec.Struct, frozen=True):
    """Whom a step is for; an empty list leaves it open."""

    kinds: list[ClientKind]
    clients: list[str]
    os: list[Os]
    languages: list[Literal["python", "typescript"]]


class StepProof(msgspec.Struct, frozen=True):
    """What was run for a step: the schedule, how a plain program ended under it, and how the step's code
    did.
    """

    schedule: str
    naive: End
    fix: End
    prints: str | None
    block: str
    sdks: list[str]


class Step(msgspec.Struct, frozen=True):
    """One step of the fix; `id` is its anchor on the cause's page, "action-…" what one does in a program."""

    id: str
    kind: StepKind
    title: str
    text: str
    audience: Audience = msgspec.field(name="for")
    proof: list[StepProof]
    versions: StepVersions | None
    snippets: Snippets


class FirstCode(msgspec.Struct, frozen=True):
    """A few lines to copy."""

    language: str
    text: str


class FirstStep(msgspec.Struct, frozen=True):
    """What to do first, in a sentence; `step` is the id of the step it comes from, `code` at most six
    lines. `without_code` is for people who use a program of others, if the text shows no client.
    """

    step: str | None
    text: str
    code: FirstCode | None
    without_code: str | None


class Verified(msgspec.Struct, frozen=True):
    """SDK versions on which the fault was reproduced and the fixes survived it."""

    python: list[str]
    typescript: list[str]
    faults: list[str]


class CauseBody(msgspec.Struct, frozen=True):
    """What there is to say about a cause, whoever asks; prose is Markdown."""

    summary: str
    explanation: str
    prevention: str
    steps: list[Step]
    sources: list[str]
    related: list[str]
    verified: Verified | None


class CauseAnswer(CauseRef, frozen=True):
    """CauseRef and Cause body in one."""

    summary: str
    explanation: str
    prevention: str
    steps: list[Step]
    sources: list[str]
    related: list[str]
    verified: Verified | None


class Evidence(msgspec.Struct, frozen=True):
    """One piece of the masked text: 1-based line and column and a length, in Unicode code points."""

    line: int
    column: int
    length: int
    text: str


class MatchHead(msgspec.Struct, frozen=True):
    """What is particular to this paste."""

    cause: CauseRef
    confidence: Literal["certain", "likely", "possible"]
    confidence_reason: str
    headline: str
    evidence: list[Evidence]
    captures: dict[str, str]
    symptoms: list[str]
    count: int
    first_step: FirstStep
    other_setups: list[str]  # ids of the steps that are for other clients, systems or versions


class Seen(msgspec.Struct, frozen=True):
    """Where a log entry begins: 1-based line, and the time as the log prints it, or in UTC if the log prints
    several offsets.
    """

    line: int
    time: str | None


class Group(msgspec.Struct, frozen=True):
    """All entries of a log that have one cause; at most 20 request ids."""

    cause: CauseRef
    count: int
    first: Seen
    last: Seen
    request_ids: list[str]
    confidence: Literal["certain", "likely", "possible"]


class Match(MatchHead, frozen=True):
    """One cause found, with everything a reader needs to act."""

    summary: str
    explanation: str
    prevention: str
    steps: list[Step]
    sources: list[str]
    related: list[str]
    verified: Verified | None


class Commands(msgspec.Struct, frozen=True, omit_defaults=True):
    """What to run, by language."""

    python: str | None = None
    typescript: str | None = None
    shell: str | None = None
    powershell: str | None = None


class Ask(msgspec.Struct, frozen=True):
    """A question that would decide, and the commands that answer it."""

    why: str
    commands: Commands


class UnmatchedAnswer(msgspec.Struct, frozen=True):
    """Where no cause fits: the nearest ones, what to run, and a text without values to show to others."""

    nearest: list[CauseRef]
    ask: list[Ask]
    skeleton: str


class Redaction(msgspec.Struct, frozen=True):
    """How many secrets of one kind were masked before anything else looked at the text."""

    kind: str
    count: int


class Answer(msgspec.Struct, frozen=True):
    """The diagnosis of one paste; `matches` best first, `unmatched` only if there is none.

    `groups`: the errors of a log by cause, most frequent first; empty for a single error.
    """

    matches: list[Match]
    groups: list[Group]
    unmatched: UnmatchedAnswer | None
    report: Report
    redactions: list[Redaction]
    truncated: bool
    summary: str
    first_step: FirstStep | None
    rules_version: str


class AnswerParts(msgspec.Struct, frozen=True):
    """An Answer whose matches are encoded already: the part of a cause that no paste changes is encoded
    once.
    """

    matches: list[msgspec.Raw]
    groups: list[Group]
    unmatched: UnmatchedAnswer | None
    report: Report
    redactions: list[Redaction]
    truncated: bool
    summary: str
    first_step: FirstStep | None
    rules_version: str


class BriefMatch(msgspec.Struct, frozen=True):
    """One cause in few words."""

    cause: CauseRef
    confidence: Literal["certain", "likely", "possible"]
    headline: str
    summary: str
    steps: list[str]


class BriefAnswer(msgspec.Struct, frozen=True):
    """The Answer for bots with little room (detail=brief)."""

    matches: list[BriefMatch]
    summary: str
    rules_version: str
