"""What the API, a gateway or another vendor answered: error type, error code, message, request id,
retry-after.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

from diagnostic.patterns import compile_all

_Q = r"""\\*["']"""
_CLAUDE_TYPES = (
    "overloaded_error|api_error|rate_limit_error|invalid_request_error|authentication_error|permission_error"
    "|not_found_error|request_too_large|timeout_error|billing_error|conflict_error"
    "|memory_precondition_failed_error"
    "|memory_path_conflict_error"
)
# Bedrock's event streams and gateways reuse the API's body with these.
_TYPES = (
    f"{_CLAUDE_TYPES}|forbidden|(?:modelStreamError|internalServer|modelTimeout|serviceUnavailable"
    f"|throttling|validation)Exception"
)
# What is where a body was expected: Error code: 404 - model: x, 400 Invocation of model ID … .
_PLAIN = (
    r"(?:Error code:? \d{3} - |\bwhen calling the \w+ operation(?: \([^)\n]*\))?:"
    r" |\bAnthropicException - |\bBedrockException -"
    r" |(?:APIError|StatusError|RequestError|AuthenticationError|DeniedError|FoundError|ConflictError"
    r"|EntityError|LimitError|InternalServerError|OverloadedError|UnavailableError|TimeoutError|"
    r"TooLargeError|RequiredError):"
    r" \d{3} |API Error: \d{3} )([^\s{\[<'\"][^\n]{3,})"
)
SIGNS = {
    "plain": _PLAIN,
    "type": rf"{_Q}(?:{_TYPES}){_Q}",
    "bare-type": rf"\b(?:{_CLAUDE_TYPES})\b",
    "error-code": r"error_?[cC]ode\\*[\"']?\s*[:=]>?\s*\\*[\"']?[a-z]",
    "code": rf"\bcode{_Q}?\s*:\s*{_Q}[a-z]+_",
    "message": r"(?i)message\\*[\"']?\s*[:=]",
    "request-id": r"\breq_[A-Za-z0-9]{4}",
    "retry-after": r"(?i)\bretry[-_ ]after",
}
_BODY = compile_all(
    {
        "type": rf"\b(?:type|code|error|error_type|errorType)(?:{_Q})?\s*[:=]\s*{_Q}({_TYPES}){_Q}",
        # Where an error names its type outside of a body; prose that only names the type has other words
        # before it.
        "bare-type": (
            rf"(?im)(?:^[\s>*#-]{{0,6}}|[:=(\[`]\s?|\d{{3}}[\s:(-]{{1,3}}|\b(?:error|exception|type|status|"
            rf"got|with)[\s:=(\[]{{1,3}})({_CLAUDE_TYPES})(?:[\s:,.;)\]`]|$)"
        ),
        "outer": rf"\btype(?:{_Q})?\s*:\s*{_Q}error{_Q}",
        # Ruby writes `=>`, and Java no quotes.
        "error-code": (
            rf"\b(?:error_code|errorCode)(?:{_Q})?\s*[:=]>?\s*(?:{_Q})?([a-z][a-z0-9]*(?:_[a-z0-9]+){{1,9}})"
            rf"(?:{_Q}|[,}}\]])"
        ),
        # How relays and OpenAI's imitators call it.
        "code": rf"\bcode(?:{_Q})?\s*:\s*{_Q}([a-z][a-z0-9]*(?:_[a-z0-9]+){{1,8}}){_Q}",
        "message": rf"\b(?:message|apiMessage|error_message)(?:{_Q})?\s*:\s*b?(\\*[\"'`])",
        "request-id": r"\b(req_[A-Za-z0-9][A-Za-z0-9_]{3,60})",
        "retry-after": rf"(?i)\bretry[-_ ]after(?:{_Q})?\s*[:=,]?\s*(?:{_Q})?(\d{{1,7}}(?:\.\d{{1,3}})?)",
        # Keys that are beside the type in the error bodies of OpenAI and its imitators, never in the API's.
        "foreign": rf"\b(?:param|code)(?:{_Q})?\s*:\s*(?:{_Q}|null\b|None\b|\d)",
        "plain": _PLAIN,
    }
)
_ERROR_TYPE = compile_all({"type": rf"\A(?:{_TYPES})\z"})["type"]
_AFTER_STRING = compile_all({"end": r"\A(?:\s*(?:[,}\])\n;|]|\\+n|$)|[\"'])"})["end"]
# What Zod, which validates for TypeScript clients, calls what it found in a message; the API did not say it.
_VALIDATION_CODES = frozenset(
    "invalid_type invalid_literal invalid_union invalid_union_discriminator invalid_enum_value invalid_value "
    "invalid_arguments invalid_return_type invalid_date invalid_string invalid_format invalid_key "
    "invalid_element unrecognized_keys too_small too_big not_multiple_of not_finite".split()
)
_LAST = 60
_MESSAGE_BYTES = 4000
_OBJECT_BYTES = 600


@dataclass(frozen=True, slots=True)
class Found:
    """A value and its byte range."""

    value: str
    place: tuple[int, int]


class LastType(NamedTuple):
    """The last error type, and whether the outer shape of the API's body is around it."""

    found: Found | None
    is_api_shape: bool


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of the last error response that the paste shows."""

    error_type: Found | None
    error_code: Found | None
    message: Found | None
    request_id: Found | None
    retry_after: Found | None
    is_api_shape: bool  # {"type": "error", "error": {"type": …}}


def is_error_type(name: str) -> bool:
    """Is this a type that an error body is read for?"""
    return _ERROR_TYPE.search(name.encode()) is not None


def read_body(data: bytes, hits: frozenset[str], last: LastType, status_at: int | None) -> Body:
    """Reads the last error response of a paste: the one the program ended with."""
    error_type, is_api_shape = last
    anchor = error_type.place[0] if error_type else status_at
    message = read_message(data, anchor) if anchor is not None and "body.message" in hits else None
    if message is None and "body.plain" in hits:
        message = _last("plain", data)
    if error_type is None and "body.bare-type" in hits and len(data) < 4000:
        error_type = _only_named(data)
    return Body(
        error_type=error_type,
        error_code=_read_code(data, hits),
        message=message,
        request_id=_last("request-id", data) if "body.request-id" in hits else None,
        retry_after=_last("retry-after", data) if "body.retry-after" in hits else None,
        is_api_shape=is_api_shape,
    )


def find_types(data: bytes, hits: frozenset[str]) -> list[Any]:
    """Where error types of the API stand, as fields of a body; of very many, the last ones."""
    return list(deque(_BODY["type"].finditer(data), maxlen=_LAST)) if "body.type" in hits else []


def read_other_types(data: bytes, types: list[Any], told: str | None) -> list[Found]:
    """The types of other bodies of the API in the paste, each where it stands last; most pastes hold one
    error only.
    """
    others: dict[str, tuple[int, int]] = {}
    for hit in types:
        start, end = hit.span(1)
        name = hit.group(1).decode()
        near = data[max(0, hit.start() - 300) : hit.start()], data[end : end + _OBJECT_BYTES]
        if name != told and any(_BODY["outer"].search(part) for part in near):
            others[name] = (start, end)
    return [Found(name, place) for name, place in others.items()]


def _last(name: str, data: bytes) -> Found | None:
    found = None
    for found in _BODY[name].finditer(data):  # noqa: B007 - the last one is what is wanted
        pass
    return Found(found.group(1).decode("utf-8", "replace").strip(), found.span(1)) if found else None


def _read_code(data: bytes, hits: frozenset[str]) -> Found | None:
    """The API's own field, else the last code that a relay names by a word."""
    code = _last("error-code", data) if "body.error-code" in hits else None
    if code is None and "body.code" in hits:
        code = _last("code", data)
    return code if code is None or code.value not in _VALIDATION_CODES else None


def _only_named(data: bytes) -> Found | None:
    """The type that a text names without a body; a text that names several explains them."""
    named = {hit.group(1): hit.span(1) for hit in _BODY["bare-type"].finditer(data)}
    if len(named) != 1:
        return None
    name, place = named.popitem()
    return Found(name.decode(), place)


def read_last_type(data: bytes, types: list[Any]) -> LastType:
    """The last of the types that is in a body of the API."""
    for hit in reversed(types):
        start, end = hit.span(1)
        before = data[max(0, start - _OBJECT_BYTES) : hit.start()]
        found = Found(hit.group(1).decode(), (start, end))
        if _BODY["outer"].search(before[-300:]) or _BODY["outer"].search(data[end : end + _OBJECT_BYTES]):
            return LastType(found, True)
        # The innermost object around the type: what stands between the braces.
        inside = before[before.rfind(b"{") + 1 :] + data[end : end + _OBJECT_BYTES].partition(b"}")[0]
        if not _BODY["foreign"].search(inside):
            return LastType(found, False)
    return LastType(None, False)


def read_message(data: bytes, anchor: int) -> Found | None:
    """The message of the body at `anchor`: the API puts it after the type, gateways put it before."""
    start = max(0, anchor - _OBJECT_BYTES)
    window = data[start : anchor + _OBJECT_BYTES * 2]
    best: tuple[int, int, bytes] | None = None
    for hit in _BODY["message"].finditer(window):
        at = start + hit.end()
        distance = at - anchor if at > anchor else (anchor - at) * 2
        if best is None or distance < best[0]:
            best = (distance, at, hit.group(1))
    if best is None:
        return None
    _, at, quote = best
    end = _closing(data, at, quote)
    value = data[at:end].decode("utf-8", "replace")
    value = " ".join(line.strip() for line in value.split("\n"))
    return (
        Found(value.replace("\\" * max(1, 2 * len(quote) - 1) + '"', '"').replace("\\'", "'"), (at, end))
        if value
        else None
    )


def _closing(data: bytes, at: int, quote: bytes) -> int:
    """Where a string that was opened with this quote (and this many backslashes) ends."""
    depth, mark = len(quote) - 1, quote[-1:]
    limit = min(len(data), at + _MESSAGE_BYTES)
    end = data.find(mark, at, limit)
    while end >= 0:
        slashes = 0
        while end - slashes > at and data[end - slashes - 1 : end - slashes] == b"\\":
            slashes += 1
        # isn't: a typographic apostrophe that was made plain closes nothing.
        if _AFTER_STRING.search(data[end + 1 : end + 40]):
            if slashes <= depth and depth:
                return end - slashes
            if depth == 0 and slashes % 2 == 0:
                return end
        end = data.find(mark, end + 1, limit)
    line = data.find(b"\n", at, limit)
    return line if line >= 0 else limit
