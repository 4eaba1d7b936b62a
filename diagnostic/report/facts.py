"""The records of a Report: facts, without interpretation; unknown facts are None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import msgspec

if TYPE_CHECKING:
    from diagnostic.report.kind.text_kind import TextKind

Language = Literal["python", "typescript", "shell", "unknown"]
Phase = Literal["before-response", "mid-stream", "unknown"]
Relation = Literal["raised", "cause", "context", "group"]
Place = tuple[int, int]  # start and end: code points of CleanText.text, or bytes of its data
Value = TypeVar("Value", covariant=True)


class Found(msgspec.Struct, Generic[Value], frozen=True):
    """A fact and its byte range in CleanText.data."""

    value: Value
    place: Place


class Attribution(msgspec.Struct, frozen=True):
    """Whose error it is, and the evidence: a sentence, the sign's id, its strength and its description."""

    value: str  # anthropic | other
    reason: str
    sign: str
    strength: Literal["strong", "weak", "named"]  # named: only mentioned, without any output
    shows: str

    @property
    def is_claude(self) -> bool:
        """Whether the text contains output of the Claude API or its clients."""
        return self.value == "anthropic" and self.strength != "named"


class SdkVersion(msgspec.Struct, frozen=True):
    """The SDK's version: exact if `range` is one version ("2.12.0"), else inferred (">=1.0")."""

    package: str  # "anthropic" or "@anthropic-ai/sdk"
    range: str
    reason: str


class SurfaceFact(msgspec.Struct, frozen=True):
    """Why the SDK lacks a name that is missing according to the text, by the table of its releases.

    `verdict`: newer, removed, never, present, beta-only, client-only; for an export of the TypeScript SDK
    "export-newer" and so on.
    """

    verdict: str
    sentence: str


class ExceptionFact(msgspec.Struct, frozen=True):
    """One exception of the chain, without private modules: anthropic._exceptions.X is anthropic.X."""

    module: str | None
    name: str
    message: str
    relation: Relation  # to the exception before it in the chain


class StreamFact(msgspec.Struct, frozen=True):
    """The events in a pasted transcript of server-sent events."""

    events: dict[str, int]  # event name -> times seen
    message_stop: bool
    stop_reason: str | None


class Report(msgspec.Struct, frozen=True):
    """The facts of a paste; unknown fields are None or empty."""

    language: Language = "unknown"
    client: str | None = None
    sdk_version: SdkVersion | None = None
    vendor: Attribution | None = None  # value: anthropic | other | none
    exceptions: tuple[ExceptionFact, ...] = ()  # outermost first
    packages: tuple[str, ...] = ()
    status: int | None = None
    error_type: str | None = None
    error_code: str | None = None
    api_message: str | None = None
    request_id: str | None = None
    codes: tuple[
        str, ...
    ] = ()  # errno, undici, OpenSSL and curl codes: "ECONNRESET", "UND_ERR_SOCKET", "curl:18"
    phase: Phase = "unknown"
    stream: StreamFact | None = None
    stop_reason: str | None = None  # "none" if a finished message prints it as None or null
    model: str | None = None
    retry_after: float | None = None  # seconds
    numbers: dict[str, int] = {}
    surface: SurfaceFact | None = None
    platform: str | None = None  # api | bedrock | vertex | foundry | aws | gateway

    @property
    def is_of_other_vendor(self) -> bool:
        """Whether the error is known to be another vendor's."""
        return self.vendor is not None and self.vendor.value == "other"

    @property
    def has_message(self) -> bool:
        """Whether the text contains something that only a program prints about an error."""
        return bool(
            self.exceptions
            or self.codes
            or self.status
            or self.error_type
            or self.error_code
            or self.api_message
        )


class OtherError(msgspec.Struct, frozen=True):
    """Another error of the API in the same paste."""

    error_type: str
    status: int | None
    api_message: str | None
    place: Place


class ParsedReport(msgspec.Struct, frozen=True):
    """The Report, and the place of each fact in CleanText.text.

    `spans`: the place of each fact. Its keys are a field's name ("status", "phase" …), "exceptions.<index>"
    or "codes.<code>".
    `data`: CleanText.data with the source code around a traceback's lines blanked; offsets do not change.
    `main_exception_index`: the index in `report.exceptions` of the outermost exception of a Claude SDK or an
    HTTP library; 0 if none is theirs, None if there are no exceptions. A rule's `exception` is this one, and
    its `cause` is any that follows.
    `kind`: what the whole text is, read before anything was blanked.
    """

    report: Report
    spans: dict[str, Place]
    data: bytes
    kind: TextKind
    main_exception_index: int | None = None
    other_errors: tuple[OtherError, ...] = ()

    @property
    def signs(self) -> frozenset[str]:
        """The names in report's SIGNS of the patterns that matched before anything was blanked."""
        return self.kind.signs
