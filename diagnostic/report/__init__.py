"""CleanText -> ParsedReport: the facts a paste holds, never opinions; what is unknown is None."""

from __future__ import annotations

from typing import Any

from diagnostic.pattern_sets import PatternSet
from diagnostic.report import (
    body,
    chain,
    client,
    codes,
    description,
    irrelevant,
    numbers,
    origin,
    phase,
    status,
    stream,
    surface,
    vendor,
)
from diagnostic.report.facts import (
    Attribution,
    ExceptionFact,
    Language,
    OtherError,
    ParsedReport,
    Phase,
    Place,
    Report,
    SdkVersion,
    StreamFact,
    SurfaceFact,
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
            body,
            chain,
            client,
            codes,
            description,
            irrelevant,
            numbers,
            origin,
            phase,
            status,
            stream,
            surface,
            vendor,
        )
        for name, source in reader.SIGNS.items()
    }
)
_RELAYS = ("ValidationException", "AI_APICallError", "APICallError")
_OWN_WORDS = ("Cannot connect to API", "Invalid JSON", "Failed after")
# The AI SDK's last attempt, with or without its class.
_LAST_ATTEMPT = ("Last error: ", "AI_APICallError: ")


def read_report(clean: CleanText, text: bytes | None = None) -> ParsedReport:
    """Reads the facts of a cleaned paste, or of `text`: its data with parts blanked."""
    text = clean.data if text is None else text
    hits = _SIGNS.find(text)
    data = description.blank_descriptions(irrelevant.blank_irrelevant_lines(text, hits), hits)
    if data is not text:
        hits = _SIGNS.find(data)
    exceptions = chain.read_chain(data, hits)
    types = body.find_types(data, hits)
    last = body.read_last_type(data, types)
    status_found = status.read_status(data, hits, last.found.place[0] if last.found else None)
    answer = body.read_body(data, hits, last, status_found.place[0] if status_found else None)
    events = stream.read_stream(data, hits)
    printed_codes = codes.read_codes(data, hits)
    model = origin.read_model(data, hits)
    packages = origin.read_packages(data)
    error_place = _error_place(exceptions, answer, status_found)
    whose = vendor.read_vendor(data, hits, exceptions, packages, error_place)
    if phase.is_connection_failure(exceptions) and not answer.error_type:
        status_found = None  # some other request's: nothing answered this one
    relayed = _relayed(exceptions)
    if relayed and not status_found and not answer.error_type:
        status_found = status.read_phrase(relayed)  # of an answer without a body, a client has no more to say
    code = int(status_found.value) if status_found else None
    message = answer.message or relayed
    is_claude = whose is not None and whose.value == "anthropic"
    # Events that a program printed before its traceback explain nothing: how they ended, the exception says.
    transcript = None if exceptions.exceptions and "stream.stack" in hits else events.stream
    language = origin.read_language(data, hits)
    sdk_version = origin.read_sdk_version(data, hits)
    missing = surface.read_surface(data, hits, sdk_version)
    modules = [fact.module for fact in exceptions.exceptions if fact.module]
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
        api_message=_value(message),
        request_id=_value(answer.request_id),
        codes=tuple(printed_codes),
        phase=phase.read_phase(
            hits,
            exceptions,
            code,
            is_claude,
            events.stream is not None,
            bool(printed_codes),
            answer.is_api_shape,
        ),
        stream=transcript,
        stop_reason=events.stop_reason,
        model=model[0] if model else None,
        retry_after=float(answer.retry_after.value) if answer.retry_after else None,
        numbers=numbers.read_numbers(data, hits),
        surface=missing[0] if missing else None,
        platform=origin.read_platform(hits),
    )
    places = {f"codes.{name}": place for name, place in printed_codes.items()}
    places.update((f"exceptions.{number}", place) for number, place in enumerate(exceptions.places))
    found = {"status": status_found, "error_type": answer.error_type, "error_code": answer.error_code}
    found |= {
        "api_message": message,
        "request_id": answer.request_id,
        "retry_after": answer.retry_after,
    }
    places.update((name, value.place) for name, value in found.items() if value)
    if transcript:
        places["stream"] = events.stream_place
    if events.stop_reason:
        places["stop_reason"] = events.stop_place
    if missing:
        places["surface"] = missing[1]
    if model:
        places["model"] = model[1]
    other_errors = _read_other_errors(clean, data, hits, types, answer) if answer.is_api_shape else ()
    return ParsedReport(report, _in_characters(clean, places), data, exceptions.principal, other_errors)


def _read_other_errors(
    clean: CleanText, data: bytes, hits: frozenset[str], types: list[Any], answer: body.Body
) -> tuple[OtherError, ...]:
    other_errors: list[OtherError] = []
    for found in body.read_other_types(data, types, _value(answer.error_type)):
        message = body.read_message(data, found.place[0])
        code = status.read_status(data, hits, found.place[0])
        place = (clean.char_offset(found.place[0]), clean.char_offset(found.place[1]))
        other_errors.append(
            OtherError(
                found.value, int(code.value) if code else None, message.value if message else None, place
            )
        )
    return tuple(other_errors)


def _value(found: body.Found | None) -> str | None:
    return found.value if found else None


def _relayed(exceptions: chain.Chain) -> body.Found | None:
    """The API's sentence, where a client prints it as its own exception's message, without the body."""
    for fact, place in zip(exceptions.exceptions, exceptions.places, strict=True):
        message = fact.message
        relays = fact.name in _RELAYS or (fact.module or "").startswith("dspy")
        if fact.name.endswith("RetryError") and _LAST_ATTEMPT[0] in message:
            relays, message = True, message.partition(_LAST_ATTEMPT[0])[2].removeprefix(_LAST_ATTEMPT[1])
        if relays and message and not message.startswith(_OWN_WORDS):
            return body.Found(message, place)
    return None


def _error_place(exceptions: chain.Chain, answer: body.Body, status_found: body.Found | None) -> Place | None:
    """Where the error itself stands: its body, else its exception, else its status."""
    if answer.error_type:
        return answer.error_type.place
    if exceptions.principal is not None:
        return exceptions.places[exceptions.principal]
    return status_found.place if status_found else None


def _in_characters(clean: CleanText, places: dict[str, Place]) -> dict[str, Place]:
    if clean.text.isascii():
        return places
    return {name: (clean.char_offset(start), clean.char_offset(end)) for name, (start, end) in places.items()}
