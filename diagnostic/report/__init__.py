"""CleanText -> ParsedReport: the facts in a paste, without interpretation; unknown facts are None."""

from __future__ import annotations

from typing import Any

import msgspec

from diagnostic.pattern_sets import PatternSet
from diagnostic.report import body, chain, client, codes, numbers, origin, phase, status, stream, surface
from diagnostic.report.attribution import destination, subject, vendor
from diagnostic.report.attribution.evidence import reduce_successful_requests
from diagnostic.report.body import Body
from diagnostic.report.facts import (
    Attribution,
    ExceptionFact,
    Found,
    Language,
    OtherError,
    ParsedReport,
    Phase,
    Place,
    Report,
    SdkVersion,
    StreamFact,
    SurfaceFact,
    Value,
)
from diagnostic.report.kind import text_kind
from diagnostic.report.unrelated import attached, description, irrelevant
from diagnostic.text import CleanText

__all__ = [
    "ExceptionFact",
    "Attribution",
    "Language",
    "Phase",
    "Place",
    "ParsedReport",
    "Report",
    "SdkVersion",
    "StreamFact",
    "SurfaceFact",
    "read_report",
]

# One pass over the text finds which readers have anything to read.
_SIGNS = PatternSet(
    {
        f"{reader.__name__.rpartition('.')[2]}.{name}": source
        for reader in (
            attached,
            body,
            chain,
            client,
            codes,
            description,
            destination,
            irrelevant,
            numbers,
            origin,
            phase,
            status,
            stream,
            subject,
            surface,
            text_kind,
            vendor,
        )
        for name, source in reader.SIGNS.items()
    }
)
_RELAYING_CLASSES = ("ValidationException", "AI_APICallError", "APICallError")
_CLIENT_MESSAGES = ("Cannot connect to API", "Invalid JSON", "Failed after")
# The AI SDK's last attempt, with or without its class.
_LAST_ATTEMPT = ("Last error: ", "AI_APICallError: ")


class _Response(msgspec.Struct, frozen=True):
    """A server's response, according to its body, its status line and the client that printed it."""

    body: Body
    status: Found[int] | None
    message: Found[str] | None
    others: tuple[OtherError, ...]


def read_report(clean: CleanText, text: bytes | None = None) -> ParsedReport:
    """Reads the facts of a cleaned paste, or of `text`, which is its data with parts blanked."""
    data, hits, signs = _blank_unrelated(clean.data if text is None else text)
    exceptions = chain.read_chain(data, hits)
    response = _read_response(clean, data, hits, exceptions)
    error_body = response.body
    packages = origin.read_packages(data)
    modules = [fact.module for fact in exceptions.exceptions if fact.module]
    attribution = _read_vendor(data, hits, exceptions, packages, response)
    printed_codes = codes.read_codes(data, hits)
    events = stream.read_stream(data, hits)
    # Events printed before a traceback do not explain the error: the exception shows how the stream ended.
    transcript = None if exceptions.exceptions and "stream.traceback" in hits else events.stream
    language = origin.read_language(data, hits)
    sdk_version = origin.read_sdk_version(data, hits)
    missing_name = surface.read_surface(data, hits, sdk_version)
    located: dict[str, Found[Any] | None] = {
        "status": response.status,
        "error_type": error_body.error_type,
        "error_code": error_body.error_code,
        "api_message": response.message,
        "request_id": error_body.request_id,
        "retry_after": error_body.retry_after,
        "stream": transcript,
        "stop_reason": events.stop_reason,
        "surface": missing_name,
        "model": origin.read_model(data, hits),
    }
    report = Report(
        **{name: fact.value for name, fact in located.items() if fact},
        language=language,
        client=client.read_client(hits, (*packages, *modules), language),
        sdk_version=sdk_version,
        vendor=attribution,
        exceptions=exceptions.exceptions,
        packages=packages,
        codes=tuple(printed_codes),
        phase=phase.read_phase(
            hits,
            exceptions,
            _value(response.status),
            attribution is not None and attribution.value == "anthropic",
            events.stream is not None,
            bool(printed_codes),
            error_body.is_api_shape,
        ),
        numbers=numbers.read_numbers(data, hits),
        platform=origin.read_platform(hits),
    )
    places = {f"codes.{name}": place for name, place in printed_codes.items()}
    places.update((f"exceptions.{number}", place) for number, place in enumerate(exceptions.places))
    places.update((name, fact.place) for name, fact in located.items() if fact)
    places = _to_char_offsets(clean, places)
    kind = text_kind.TextKind(clean, signs)
    return ParsedReport(report, places, data, kind, exceptions.main_exception_index, response.others)


def _blank_unrelated(text: bytes) -> tuple[bytes, frozenset[str], frozenset[str]]:
    """The text with unrelated errors blanked, the signs left in it, and the signs of the whole text."""
    hits = _SIGNS.find(text)
    data = description.blank_descriptions(irrelevant.blank_irrelevant_lines(text, hits), hits)
    return data, hits if data is text else _SIGNS.find(data), hits


def _read_response(clean: CleanText, data: bytes, hits: frozenset[str], exceptions: chain.Chain) -> _Response:
    types = body.find_error_types(data, hits)
    last = body.read_last_type(data, types)
    status_found = status.read_status(data, hits, _start(last.found))
    error_body = body.read_body(data, hits, last, _start(status_found))
    relayed = _find_relayed_message(exceptions)
    if not error_body.error_type and phase.is_connection_failure(exceptions):
        status_found = None  # of another request: this one got no response
    error_type = error_body.error_type
    if (
        status_found
        and error_type
        and status.contradicts(error_type.value, status_found.value)
        and status.is_in_sentence(data, status_found)
    ):
        status_found = None  # a sentence about another error
    if relayed and not error_type and (not status_found or status.is_in_sentence(data, status_found)):
        # All that is printed without a body; a person's sentence shows less.
        status_found = status.read_reason_phrase(relayed) or status_found
    others = _read_other_errors(clean, data, hits, types, error_body) if error_body.is_api_shape else ()
    return _Response(error_body, status_found, error_body.message or relayed, others)


def _read_other_errors(
    clean: CleanText, data: bytes, hits: frozenset[str], types: list[Any], main_error: Body
) -> tuple[OtherError, ...]:
    other_errors: list[OtherError] = []
    for found in body.read_other_types(data, types, _value(main_error.error_type)):
        start, end = found.place
        message, code = body.read_message(data, start), status.read_status(data, hits, start)
        place = (clean.char_offset(start), clean.char_offset(end))
        other_errors.append(OtherError(found.value, _value(code), _value(message), place))
    return tuple(other_errors)


def _value(found: Found[Value] | None) -> Value | None:
    return found.value if found else None


def _start(found: Found[Any] | None) -> int | None:
    return found.place[0] if found else None


def _find_relayed_message(exceptions: chain.Chain) -> Found[str] | None:
    """The API's message, if a client prints it without the body, as its exception's message."""
    for number, fact in enumerate(exceptions.exceptions):
        message = fact.message
        relays = fact.name in _RELAYING_CLASSES or (
            fact.module is not None and fact.module.startswith("dspy")
        )
        if fact.name.endswith("RetryError"):
            relays, message = True, message.partition(_LAST_ATTEMPT[0])[2].removeprefix(_LAST_ATTEMPT[1])
        if relays and message and not message.startswith(_CLIENT_MESSAGES):
            return Found(message, exceptions.places[number])
    return None


def _read_vendor(
    data: bytes, hits: frozenset[str], exceptions: chain.Chain, packages: tuple[str, ...], response: _Response
) -> Attribution | None:
    """Whose error it is; successful requests do not count if only a status is known."""
    place = _error_place(exceptions, response)
    if place is not None and response.status is not None and response.body.error_type is None:
        rest = reduce_successful_requests(data, place)
        data, hits = rest, hits if rest is data else _SIGNS.find(rest)
    return vendor.read_vendor(data, hits, exceptions, packages, place)


def _error_place(exceptions: chain.Chain, response: _Response) -> Place | None:
    """The place of the error: of its body, else its exception, else its status."""
    if response.body.error_type:
        return response.body.error_type.place
    if exceptions.main_exception_index is not None:
        return exceptions.places[exceptions.main_exception_index]
    return response.status.place if response.status else None


def _to_char_offsets(clean: CleanText, places: dict[str, Place]) -> dict[str, Place]:
    if clean.text.isascii():
        return places
    return {name: (clean.char_offset(start), clean.char_offset(end)) for name, (start, end) in places.items()}
