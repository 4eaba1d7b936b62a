"""rule.toml as it stands on disk: an unknown key, a wrong type or an unknown word is an error that names its place."""

from __future__ import annotations

from typing import Literal

import msgspec

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
]
Who = Literal["you", "network", "account", "anthropic", "cloud"]
Retry = Literal["backoff", "once", "after-wait", "after-change", "no"]
StreamState = Literal["no-message-stop", "empty", "error", "complete"]

Words = str | list[str]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of rule.toml."""


class WhenTable(Strict):
    """Conditions that must all hold; see rules/README.md for each."""

    error_code: Words | None = None
    text: Words | None = None
    api_message: Words | None = None
    code: Words | None = None
    stop_reason: Words | None = None
    stream: StreamState | list[StreamState] | None = None
    cause: Words | None = None
    exception: Words | None = None
    error_type: Words | None = None
    status: int | list[int] | None = None
    words: Words | None = None
    phase: Literal["mid-stream", "before-response"] | None = None
    client: Words | None = None
    platform: Words | None = None
    language: Words | None = None
    package: Words | None = None
    vendor: Literal["anthropic", "other", "none"] | None = None
    request_id: bool | None = None
    unless: Words | None = None


class Versions(Strict):
    """SDK versions, such as ">=0.47" or ">=1.0,<2"; "none" where the language has no such error."""

    python: str | None = None
    typescript: str | None = None


class StepTable(Strict):
    """One numbered step of the fix."""

    id: str
    title: str
    text: str
    snippet: str | None = None
    shell: str | None = None
    settings: str | None = None
    settings_file: str | None = None
    versions: Versions | None = None


class RuleFile(Strict):
    """The whole of rule.toml."""

    title: str
    family: Family
    who: list[Who]
    retry: Retry
    sdk_retries: bool | Literal["depends"]
    when: list[WhenTable]
    steps: list[StepTable]
    headline: str | None = None
    broader: str | None = None
    aliases: list[str] = []
    related: list[str] = []
    overrides: list[str] = []
    sources: list[str] = []
    faults: list[str] = []
    reproduced: Versions | None = None


class ProofRun(Strict):
    """What the proof record says was run; written by diagnostic.lab.prove, which owns the rest of the file."""

    python: list[str] = []
    typescript: list[str] = []
    faults: list[str] = []
