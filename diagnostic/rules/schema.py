"""rule.toml as it is on disk: an unknown key, wrong type or unknown value is an error with its place."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

# Must change whenever an older release could misread compiled rules.
FORMAT = "1"

Family = Literal[
    "streaming",
    "connection",
    "timeout",
    "api-status",
    "auth-billing",
    "invalid-request",
    "sdk-usage",
    "cloud-platforms",
    "claude-code",
    "gateways",
]
Who = Literal["you", "network", "account", "anthropic", "cloud", "gateway"]
Retry = Literal["backoff", "once", "after-wait", "after-change", "no"]
StreamState = Literal["no-message-stop", "empty", "error", "complete"]

StepKind = Literal["fix", "check", "prevent"]
ClientKind = Literal["sdk", "framework", "app", "gateway", "claude-code", "http"]
Os = Literal["windows", "macos", "linux"]

Words = str | list[str]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Title = Annotated[str, Meta(min_length=3, max_length=120)]
Prose = Annotated[str, Meta(min_length=1)]
Url = Annotated[str, Meta(pattern=r"^https://\S+$")]
Status = Annotated[int, Meta(ge=100, le=599)]
Stem = Annotated[str, Meta(pattern=r"^[\w.@+-]+$")]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of rule.toml."""


class WhenTable(Strict, frozen=True, kw_only=True):
    """Conditions that must all hold; see rules/README.md for each."""

    # Examples whose answer would be different without this table.
    seen: list[Stem] = []
    # Instead of the rule's headline, where this table is the strongest that holds.
    headline: Title | None = None
    phrase: Words | None = None
    app_says: Words | None = None
    error_code: Words | None = None
    text: Words | None = None
    api_message: Words | None = None
    code: Words | None = None
    stop_reason: Words | None = None
    surface: Words | None = None
    stream: StreamState | list[StreamState] | None = None
    cause: Words | None = None
    exception: Words | None = None
    error_type: Words | None = None
    status: Status | list[Status] | None = None
    words: Words | None = None
    own_words: bool = False
    in_one_line: bool = False
    phase: Literal["mid-stream", "before-response"] | None = None
    client: Words | None = None
    platform: Words | None = None
    language: Words | None = None
    package: Words | None = None
    vendor: Literal["anthropic", "other", "none"] | None = None
    request_id: bool | None = None
    unless: Words | None = None


class Versions(Strict, frozen=True, kw_only=True):
    """SDK versions, such as ">=0.47" or ">=1.0,<2"; "none" if the language has no such error."""

    python: str | None = None
    typescript: str | None = None


class ForTable(Strict, frozen=True, kw_only=True):
    """The readers that a step is for; a step without this table is for everybody."""

    kinds: list[ClientKind] = []
    clients: list[str] = []
    os: list[Os] = []
    languages: list[Literal["python", "typescript"]] = []
    versions: Versions | None = None
    # A pattern: the step applies only to texts that show it, and comes first there.
    text: str | None = None


class ProofTable(Strict, frozen=True, kw_only=True):
    """A claim of a step: how the naive program and the step's block end under this fault schedule."""

    schedule: str
    naive: Literal["raises", "ends short", "fails"]  # "fails": either, depending on the language
    # "answers": one complete answer; "raises X", "prints X": X is in the error or in the output.
    fix: Annotated[str, msgspec.Meta(pattern=r"^(answers|(raises|prints) \S.*)$")]


class StepTable(Strict, frozen=True, kw_only=True):
    """One numbered step of the fix."""

    id: Id
    title: Title
    # The title as the first step, with captures: used if the text shows all of them.
    headline: Title | None = None
    text: Prose
    kind: StepKind = "fix"
    audience: ForTable | None = msgspec.field(default=None, name="for")
    block: str | None = None
    shell: str | None = None
    powershell: str | None = None
    settings: str | None = None
    settings_file: str | None = None
    proof: list[ProofTable] = []


class RuleFile(Strict, frozen=True, kw_only=True):
    """The complete rule.toml."""

    title: Title
    family: Family
    who: Annotated[list[Who], Meta(min_length=1)]
    retry: Retry
    sdk_retries: bool | Literal["depends"]
    when: Annotated[list[WhenTable], Meta(min_length=1)]
    steps: Annotated[list[StepTable], Meta(min_length=1)]
    actions: list[Id] = []
    headline: Title | list[Title] = []  # of several, the first whose values the text has
    broader: Id | None = None
    aliases: list[str] = []
    related: list[Id] = []
    overrides: list[Id] = []
    harmless: bool = False
    sources: list[Url] = []
    faults: list[Id] = []
    reproduced: Versions | None = None


def json_schema() -> bytes:
    """The JSON Schema of rule.toml, for editors."""
    schema = msgspec.json.schema(RuleFile)
    return (
        msgspec.json.format(msgspec.json.encode({"title": "rule.toml", **schema}, order="sorted"), indent=2)
        + b"\n"
    )


class ProofRun(Strict, frozen=True, kw_only=True):
    """A run as recorded in proof.json; diagnostic.lab.prove writes the file and owns its other fields."""

    python: list[str] = []
    typescript: list[str] = []
    faults: list[str] = []
