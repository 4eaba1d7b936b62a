"""The JSON contract: the records of API responses, from which the OpenAPI document is generated."""

from __future__ import annotations

from typing import Literal

import msgspec

from diagnostic.first_step import FirstCode
from diagnostic.proof import End
from diagnostic.report import Report
from diagnostic.rules.schema import ClientKind, Family, Os, Retry, StepKind, Who
from diagnostic.text import Redaction


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
    """Code to copy, exactly as it was run; `program` is always null."""

    file: str | None
    change: str
    program: str | None


class StepVersions(msgspec.Struct, frozen=True, omit_defaults=True):
    """The SDK versions that a step is for."""

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
    """The readers that a step is for; an empty list does not restrict them."""

    kinds: list[ClientKind]
    clients: list[str]
    os: list[Os]
    languages: list[Literal["python", "typescript"]]


class StepProof(msgspec.Struct, frozen=True):
    """The proof of a step: the fault schedule, and how a plain program and the step's code ended."""

    schedule: str
    naive: End
    fix: End
    prints: str | None
    block: str
    sdks: list[str]


class Step(msgspec.Struct, frozen=True):
    """One step of the fix; `id` is its anchor on the cause's page, or "action-…" for a client's action."""

    id: str
    kind: StepKind
    title: str
    text: str
    audience: Audience = msgspec.field(name="for")
    proof: list[StepProof]
    versions: StepVersions | None
    snippets: Snippets


class FirstStep(msgspec.Struct, frozen=True):
    """What to do first, in a sentence; `step` is the id of the step it comes from, `code` has at most six
    lines. `without_code` is for people who cannot change the program, if the text shows no client.
    """

    step: str | None
    text: str
    code: FirstCode | None
    without_code: str | None


class Verified(msgspec.Struct, frozen=True):
    """SDK versions on which the fault was reproduced and the fixes worked."""

    python: list[str]
    typescript: list[str]
    faults: list[str]


class CauseBody(msgspec.Struct, frozen=True):
    """Everything about a cause that does not depend on the text; prose is Markdown."""

    summary: str
    explanation: str
    prevention: str
    steps: list[Step]
    sources: list[str]
    related: list[str]
    verified: Verified | None


class CauseAnswer(CauseRef, frozen=True):
    """CauseRef and CauseBody in one."""

    summary: str
    explanation: str
    prevention: str
    steps: list[Step]
    sources: list[str]
    related: list[str]
    verified: Verified | None


class Evidence(msgspec.Struct, frozen=True):
    """One piece of the redacted text: 1-based line and column, and length, in Unicode code points."""

    line: int
    column: int
    length: int
    text: str


class MatchHead(msgspec.Struct, frozen=True):
    """The parts of a match that depend on the text."""

    cause: CauseRef
    confidence: Literal["certain", "likely", "possible"]
    confidence_reason: str
    headline: str
    evidence: list[Evidence]
    captures: dict[str, str]
    symptoms: list[str]
    count: int
    first_step: FirstStep
    other_setups: list[str]  # ids of the steps for other clients, systems or versions


class Seen(msgspec.Struct, frozen=True):
    """The 1-based line of a log entry, and its time as printed, or in UTC if the log
    prints several offsets.
    """

    line: int
    time: str | None


class Group(msgspec.Struct, frozen=True):
    """All entries of a log with the same cause; at most 20 request ids."""

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
    """Commands to run, by language."""

    python: str | None = None
    typescript: str | None = None
    shell: str | None = None
    powershell: str | None = None


class Ask(msgspec.Struct, frozen=True):
    """A question that narrows it down, and the commands that answer it."""

    why: str
    commands: Commands


class UnmatchedAnswer(msgspec.Struct, frozen=True):
    """If no cause matches: the most similar ones, commands to run, and a text that is safe to share."""

    nearest: list[CauseRef]
    ask: list[Ask]
    skeleton: str


class Answer(msgspec.Struct, frozen=True):
    """The diagnosis of one paste; `matches` best first, `unmatched` only if there is none.

    `groups`: the errors of a log by cause, most frequent first, harmless ones last; empty for a single error.
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


class BriefMatch(msgspec.Struct, frozen=True):
    """A match in a few words."""

    cause: CauseRef
    confidence: Literal["certain", "likely", "possible"]
    headline: str
    summary: str
    steps: list[str]


class BriefAnswer(msgspec.Struct, frozen=True):
    """The Answer for bots with little space (detail=brief)."""

    matches: list[BriefMatch]
    summary: str
    rules_version: str
