"""CleanText -> ParsedReport: the facts a paste holds, never opinions; what is unknown is None."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diagnostic.pattern_sets import PatternSet
from diagnostic.report import (
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
    vendor,
    voice,
)
from diagnostic.report.body import Body
from diagnostic.report.evidence import name_where_answered
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

# One pass over the text says which readers have anything to read.
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
            vendor,
            voice,
        )
        for name, source in reader.SIGNS.items()
    }
)
_RELAYS = ("ValidationException", "AI_APICallError", "APICallError")
_OWN_WORDS = ("Cannot connect to API", "Invalid JSON", "Failed after")
# The AI SDK's last attempt, with or without its class.
_LAST_ATTEMPT = ("Last error: ", "AI_APICallError: ")


@dataclass(frozen=True, slots=True)
class _Response:
    """What a server answered: as its body, its status line and the client that printed it show it."""

    body: Body
    status: Found[int] | None
    message: Found[str] | None
    others: tuple[OtherError, ...]


def read_report(clean: CleanText, text: bytes | None = None) -> ParsedReport:
    """Reads the facts of a cleaned paste, or of `text`: its data with parts blanked."""
    data, hits, signs = _blank_unrelated(clean.data if text is None else text)
    exceptions = chain.read_chain(data, hits)
    response = _read_response(clean, data, hits, exceptions)
    answer, code = response.body, _value(response.status)
    packages = origin.read_packages(data)
    modules = [fact.module for fact in exceptions.exceptions if fact.module]
    whose = _read_vendor(data, hits, exceptions, packages, response)
    printed_codes = codes.read_codes(data, hits)
    events = stream.read_stream(data, hits)
    # Events that a program printed before its traceback explain nothing: the exception shows how they ended.
    transcript = None if exceptions.exceptions and "stream.stack" in hits else events.stream
    language = origin.read_language(data, hits)
    sdk_version = origin.read_sdk_version(data, hits)
    missing = surface.read_surface(data, hits, sdk_version)
    model = origin.read_model(data, hits)
    report = Report(
        language=language,
        client=client.read_client(hits, (*packages, *modules), language),
        sdk_version=sdk_version,
        vendor=whose,
        exceptions=exceptions.exceptions,
        packages=packages,
        status=code,
        error_type=_value(answer.error_type),
        error_code=_value(answer.error_code),
        api_message=_value(response.message),
        request_id=_value(answer.request_id),
        codes=tuple(printed_codes),
        phase=phase.read_phase(
            hits,
            exceptions,
            code,
            whose is not None and whose.value == "anthropic",
            events.stream is not None,
            bool(printed_codes),
            answer.is_api_shape,
        ),
        stream=_value(transcript),
        stop_reason=_value(events.stop_reason),
        model=_value(model),
        retry_after=_value(answer.retry_after),
        numbers=numbers.read_numbers(data, hits),
        surface=_value(missing),
        platform=origin.read_platform(hits),
    )
    places = {f"codes.{name}": place for name, place in printed_codes.items()}
    places.update((f"exceptions.{number}", place) for number, place in enumerate(exceptions.places))
    found: dict[str, Found[Any] | None] = {
        "status": response.status,
        "error_type": answer.error_type,
        "error_code": answer.error_code,
        "api_message": response.message,
        "request_id": answer.request_id,
        "retry_after": answer.retry_after,
        "stream": transcript,
        "stop_reason": events.stop_reason,
        "surface": missing,
        "model": model,
    }
    places.update((name, fact.place) for name, fact in found.items() if fact)
    places = _in_characters(clean, places)
    return ParsedReport(report, places, data, exceptions.main_exception_index, response.others, signs)


def _blank_unrelated(text: bytes) -> tuple[bytes, frozenset[str], frozenset[str]]:
    """The text without what is about other errors than its own, the signs left in it, and all of the text."""
    hits = _SIGNS.find(text)
    data = description.blank_descriptions(irrelevant.blank_irrelevant_lines(text, hits), hits)
    return data, hits if data is text else _SIGNS.find(data), hits


def _read_response(clean: CleanText, data: bytes, hits: frozenset[str], exceptions: chain.Chain) -> _Response:
    types = body.find_error_types(data, hits)
    last = body.read_last_type(data, types)
    status_found = status.read_status(data, hits, _start(last.found))
    answer = body.read_body(data, hits, last, _start(status_found))
    relayed = _relayed(exceptions)
    if not answer.error_type and phase.is_connection_failure(exceptions):
        status_found = None  # some other request's: nothing answered this one
    if status_found and answer.error_type and _is_of_another(answer.error_type.value, status_found, data):
        status_found = None
    if relayed and not status_found and not answer.error_type:
        status_found = status.read_reason_phrase(
            relayed
        )  # of an answer without a body, a client has no more to say
    others = _read_other_errors(clean, data, hits, types, answer) if answer.is_api_shape else ()
    return _Response(answer, status_found, answer.message or relayed, others)


def _is_of_another(error_type: str, found: Found[int], data: bytes) -> bool:
    """Does a sentence around the error's body tell the status of another error?"""
    return status.contradicts(error_type, found.value) and status.is_in_sentence(data, found)


def _read_other_errors(
    clean: CleanText, data: bytes, hits: frozenset[str], types: list[Any], answer: Body
) -> tuple[OtherError, ...]:
    other_errors: list[OtherError] = []
    for found in body.read_other_types(data, types, _value(answer.error_type)):
        start, end = found.place
        message, code = body.read_message(data, start), status.read_status(data, hits, start)
        place = (clean.char_offset(start), clean.char_offset(end))
        other_errors.append(OtherError(found.value, _value(code), _value(message), place))
    return tuple(other_errors)


def _value(found: Found[Value] | None) -> Value | None:
    return found.value if found else None


def _start(found: Found[Any] | None) -> int | None:
    return found.place[0] if found else None


def _relayed(exceptions: chain.Chain) -> Found[str] | None:
    """The API's sentence, if a client prints it as its own exception's message, without the body."""
    for number, fact in enumerate(exceptions.exceptions):
        message = fact.message
        relays = fact.name in _RELAYS or (fact.module is not None and fact.module.startswith("dspy"))
        if fact.name.endswith("RetryError"):
            relays, message = True, message.partition(_LAST_ATTEMPT[0])[2].removeprefix(_LAST_ATTEMPT[1])
        if relays and message and not message.startswith(_OWN_WORDS):
            return Found(message, exceptions.places[number])
    return None


def _read_vendor(
    data: bytes, hits: frozenset[str], exceptions: chain.Chain, packages: tuple[str, ...], response: _Response
) -> Attribution | None:
    """Whose error it is; of a bare status, requests that went well show nobody."""
    place = _error_place(exceptions, response)
    if place is not None and response.status is not None and response.body.error_type is None:
        rest = name_where_answered(data, place)
        data, hits = rest, hits if rest is data else _SIGNS.find(rest)
    return vendor.read_vendor(data, hits, exceptions, packages, place)


def _error_place(exceptions: chain.Chain, response: _Response) -> Place | None:
    """Where the error itself is: its body, else its exception, else its status."""
    if response.body.error_type:
        return response.body.error_type.place
    if exceptions.main_exception_index is not None:
        return exceptions.places[exceptions.main_exception_index]
    return response.status.place if response.status else None


def _in_characters(clean: CleanText, places: dict[str, Place]) -> dict[str, Place]:
    if clean.text.isascii():
        return places
    return {name: (clean.char_offset(start), clean.char_offset(end)) for name, (start, end) in places.items()}
