"""CleanText -> Reading: the facts a paste holds, never opinions; what is unknown is None."""

from __future__ import annotations

from diagnostic.report.body import Body, read_body
from diagnostic.report.chain import read_chain
from diagnostic.report.codes import read_codes
from diagnostic.report.facts import (
    ExceptionFact,
    Known,
    Language,
    Phase,
    Place,
    Reading,
    Report,
    SdkVersion,
    StreamFact,
)
from diagnostic.report.numbers import read_numbers
from diagnostic.report.origin import (
    read_client,
    read_language,
    read_model,
    read_packages,
    read_platform,
    read_sdk_version,
)
from diagnostic.report.phase import read_phase
from diagnostic.report.stream import read_stream
from diagnostic.report.vendor import read_vendor
from diagnostic.text import CleanText

__all__ = [
    "ExceptionFact",
    "Known",
    "Language",
    "Phase",
    "Place",
    "Reading",
    "Report",
    "SdkVersion",
    "StreamFact",
    "read_report",
]


def read_report(clean: CleanText) -> Reading:
    """Reads the facts of a cleaned paste."""
    data = clean.data
    chain = read_chain(data)
    body = read_body(data)
    streamed = read_stream(data)
    codes = read_codes(data)
    model = read_model(data)
    vendor = read_vendor(data, chain, body.is_api_shape)
    is_claude = vendor is not None and vendor.value == "anthropic"
    report = Report(
        language=read_language(data),
        client=read_client(data),
        sdk_version=read_sdk_version(data),
        vendor=vendor,
        exceptions=chain.exceptions,
        packages=read_packages(data),
        status=int(body.status.value) if body.status else None,
        error_type=body.error_type.value if body.error_type else None,
        error_code=body.error_code.value if body.error_code else None,
        api_message=body.message.value if body.message else None,
        request_id=body.request_id.value if body.request_id else None,
        codes=tuple(codes),
        phase=read_phase(data, chain, body, is_claude, streamed.stream is not None),
        stream=streamed.stream,
        stop_reason=streamed.stop_reason,
        model=model[0] if model else None,
        retry_after=float(body.retry_after.value) if body.retry_after else None,
        numbers=read_numbers(data),
        platform=read_platform(data, chain),
    )
    return Reading(report, _spans(clean, body, streamed, codes, model, chain.places), chain.principal)


def _spans(clean: CleanText, body: Body, streamed, codes, model, exceptions) -> dict[str, Place]:  # noqa: ANN001
    places: dict[str, tuple[int, int]] = {f"codes.{code}": place for code, place in codes.items()}
    places.update((f"exceptions.{number}", place) for number, place in enumerate(exceptions))
    for name in ("status", "error_type", "error_code", "request_id", "retry_after"):
        if found := getattr(body, name):
            places[name] = found.place
    if body.message:
        places["api_message"] = body.message.place
    if streamed.stream:
        places["stream"] = streamed.stream_place
    if streamed.stop_reason:
        places["stop_reason"] = streamed.stop_place
    if model:
        places["model"] = model[1]
    if clean.text.isascii():
        return places
    return {name: (clean.char_offset(start), clean.char_offset(end)) for name, (start, end) in places.items()}
