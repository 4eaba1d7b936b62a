"""The error response of the API, a gateway or another vendor: error type, error code, message, request id,
retry-after.
"""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

import msgspec

from diagnostic.patterns import Pattern, compile_all
from diagnostic.report.facts import Found
from diagnostic.report.lines import find_line_end, take_before
from diagnostic.report.short_report import is_short_claude_report

_QUOTE = r"""\\*["']"""
_CLAUDE_TYPES = (
    "overloaded_error|api_error|rate_limit_error|invalid_request_error|authentication_error|permission_error"
    "|not_found_error|request_too_large|timeout_error|billing_error|conflict_error"
    "|memory_precondition_failed_error"
    "|memory_path_conflict_error"
)
# Bedrock's event streams and gateways use the API's body with these types, too.
_TYPES = (
    f"{_CLAUDE_TYPES}|forbidden|(?:modelStreamError|internalServer|modelTimeout|serviceUnavailable"
    f"|throttling|validation)Exception"
)
# Plain text instead of a body: Error code: 404 - model: x, 400 Invocation of model ID … .
_PLAIN_MESSAGE = (
    r"(?:Error code:? \d{3} - |\bwhen calling the \w+ operation(?: \([^)\n]*\))?:"
    r" |\bAnthropicException - |\bBedrockException -"
    r" |(?:APIError|StatusError|RequestError|AuthenticationError|DeniedError|FoundError|ConflictError"
    r"|EntityError|LimitError|InternalServerError|OverloadedError|UnavailableError|TimeoutError|"
    r"TooLargeError|RequiredError):"
    r" \d{3} |API Error: \d{3} )([^\s{\[<'\"][^\n]{3,})"
)
SIGNS = {
    "plain": _PLAIN_MESSAGE,
    "type": rf"{_QUOTE}(?:{_TYPES}){_QUOTE}",
    "bare-type": rf"\b(?:{_CLAUDE_TYPES})\b",
    "error-code": r"error_?[cC]ode\\*[\"']?\s*[:=]>?\s*\\*[\"']?[a-z]",
    "code": rf"\bcode{_QUOTE}?\s*:\s*{_QUOTE}[a-z]+_",
    "request-id": r"\breq_[A-Za-z0-9]{4}",
    "retry-after": r"(?i)\bretry[-_ ]after",
}
_PATTERNS = compile_all(
    {
        # Ruby, PHP, Perl, Elixir and Erlang write `=>`; what Erlang prints is in << >>.
        "type": (
            rf"\b(?:type|code|error|error_type|errorType)(?:{_QUOTE})?[>\]]{{0,2}}\s*(?:=>|[:=])\s*(?:<<)?"
            rf"{_QUOTE}({_TYPES}){_QUOTE}"
        ),
        # A type outside of a body that an error prints; prose that only names the type has other words
        # before it.
        "bare-type": (
            rf"(?im)(?:^[\s>*#-]{{0,6}}|\] => |[:=(\[`]\s?|\d{{3}}[\s:(\])-]{{1,3}}"
            rf"|\b(?:error|exception|type|status|got|with)[\s:=(\[]{{1,3}})({_CLAUDE_TYPES})(?:[\s:,.;)\]`]|$)"
        ),
        # Claude returned "overloaded_error"; code compares a quoted type, and has other words before it.
        "told-type": (
            r"(?i)\b(?:returned|answered|responded with|says|said|gets?|got|getting|threw|raised|failed with"
            r"|reported|gave|api error:?)\s(?:(?:an?|the|error|type|code)\s){0,2}"
            rf"['\"]({_CLAUDE_TYPES})['\"]"
        ),
        # A type in a person's short report, in any language.
        "short-report-type": (
            rf"(?:^|[\s(>*\x{{2018}}-\x{{201e}}]|[^\x00-\x7f])({_CLAUDE_TYPES})"
            r"(?:[\s:,.;!?)*]|[^\x00-\x7f]|$)"
        ),
        "outer": rf"\btype(?:{_QUOTE})?\s*:\s*{_QUOTE}error{_QUOTE}",
        # Ruby writes `=>`, and Java no quotes.
        "error-code": (
            rf"\b(?:error_code|errorCode)(?:{_QUOTE})?\s*[:=]>?\s*(?:{_QUOTE})?([a-z][a-z0-9]*(?:_[a-z0-9]+){{1,9}})"
            rf"(?:{_QUOTE}|[,}}\]])"
        ),
        # The error code's key in relays and APIs compatible with OpenAI's.
        "code": rf"\bcode(?:{_QUOTE})?\s*:\s*{_QUOTE}([a-z][a-z0-9]*(?:_[a-z0-9]+){{1,8}}){_QUOTE}",
        "message": (
            rf"\b(?:message|apiMessage|error_message)(?:{_QUOTE})?[>\]]{{0,2}}\s*(?:=>|:)\s*(?:<<)?"
            r"b?(\\*[\"'`])"
        ),
        "request-id": r"\b(req_[A-Za-z0-9][A-Za-z0-9_]{3,60})",
        "body": rf"(?:\\+n|\s)*\{{(?:\\+n|\s)*{_QUOTE}?(?:type|error){_QUOTE}?\s*:",
        "retry-after": (
            rf"(?i)\bretry[-_ ]after(?:{_QUOTE})?\s*[:=,]?\s*(?:{_QUOTE})?(\d{{1,7}}(?:\.\d{{1,3}})?)"
        ),
        # Keys beside the type in error bodies of OpenAI and compatible APIs, never in the Claude API's.
        "openai-field": rf"\b(?:param|code)(?:{_QUOTE})?\s*:\s*(?:{_QUOTE}|null\b|None\b|\d)",
        "plain": _PLAIN_MESSAGE,
    }
)
_ERROR_TYPE = Pattern(rf"\A(?:{_TYPES})\z")
_CLOSING_QUOTES = compile_all({mark: rf"(\\*){mark}" for mark in ("'", '"', "`")})
_AFTER_STRING = Pattern(r"\A(?:\s*(?:[,}\])\n;|]|>>|\\+n|$)|[\"'])")
# Error codes of Zod, with which TypeScript clients validate messages; they do not come from the API.
_VALIDATION_CODES = frozenset(
    "invalid_type invalid_literal invalid_union invalid_union_discriminator invalid_enum_value invalid_value "
    "invalid_arguments invalid_return_type invalid_date invalid_string invalid_format invalid_key "
    "invalid_element unrecognized_keys too_small too_big not_multiple_of not_finite".split()
)
_MAX_TYPES = 60
_MAX_PROSE_BYTES = 4000  # bytes
_MESSAGE_BYTES = 4000
_OBJECT_BYTES = 600
_OUTER_BYTES = 300
_MAX_MESSAGE_DISTANCE = 1200  # bytes after the type


class LastType(NamedTuple):
    """The last error type, and whether it is inside the outer object of the API's body."""

    found: Found[str] | None
    is_api_shape: bool


class Body(msgspec.Struct, frozen=True):
    """The parts of the last error response that the paste shows."""

    error_type: Found[str] | None
    error_code: Found[str] | None
    message: Found[str] | None
    request_id: Found[str] | None
    retry_after: Found[float] | None  # seconds
    is_api_shape: bool  # {"type": "error", "error": {"type": …}}


def is_error_type(name: str) -> bool:
    """Whether error bodies with this type are read."""
    return bool(_ERROR_TYPE.occurs(name.encode()))


def read_body(data: bytes, hits: frozenset[str], last: LastType, status_at: int | None) -> Body:
    """Reads the last error response of a paste: the one that the program ended with."""
    error_type, is_api_shape = last
    anchor = error_type.place[0] if error_type else status_at
    message = None if anchor is None else read_message(data, anchor)
    return Body(
        error_type=error_type or (_read_named_type(data) if "body.bare-type" in hits else None),
        error_code=_read_code(data, hits),
        message=message or (_last_match("plain", data) if "body.plain" in hits else None),
        request_id=_last_match("request-id", data) if "body.request-id" in hits else None,
        retry_after=_read_retry_after(data) if "body.retry-after" in hits else None,
        is_api_shape=is_api_shape,
    )


def find_error_types(data: bytes, hits: frozenset[str]) -> list[Any]:
    """The matches of the API's error types in fields of a body; at most the last `_MAX_TYPES`."""
    return list(deque(_PATTERNS["type"].finditer(data), maxlen=_MAX_TYPES)) if "body.type" in hits else []


def read_other_types(data: bytes, types: list[Any], main_type: str | None) -> list[Found[str]]:
    """The types of other API error bodies in the paste, each at its last place; most pastes contain one error
    only.
    """
    others: dict[str, tuple[int, int]] = {}
    for hit in types:
        name = hit.group(1).decode()
        if name != main_type and _is_in_api_shape(data, hit):
            others[name] = hit.span(1)
    return [Found(name, place) for name, place in others.items()]


def _is_in_api_shape(data: bytes, type_hit: Any) -> bool:
    """Whether {"type": "error"} is near this error type, before or after it."""
    end = type_hit.end(1)
    near = take_before(data, type_hit.start(), _OUTER_BYTES), data[end : end + _OBJECT_BYTES]
    return any(_PATTERNS["outer"].occurs(part) for part in near)


def _last_match(name: str, data: bytes) -> Found[str] | None:
    match = None
    for match in _PATTERNS[name].finditer(data):  # noqa: B007 - the last one is what is wanted
        pass
    return Found(match.group(1).decode().strip(), match.span(1)) if match else None


def _read_retry_after(data: bytes) -> Found[float] | None:
    last = _last_match("retry-after", data)
    return Found(float(last.value), last.place) if last else None


def _read_code(data: bytes, hits: frozenset[str]) -> Found[str] | None:
    """The API's own field, else the last code of a relay."""
    field = _last_match("error-code", data) if "body.error-code" in hits else None
    code = field or (_last_match("code", data) if "body.code" in hits else None)
    return code if code is None or code.value not in _VALIDATION_CODES else None


def _read_named_type(data: bytes) -> Found[str] | None:
    """The type that a text names without a body; a text that names several types explains them."""
    kinds = ("bare-type", "told-type", *(("short-report-type",) if is_short_claude_report(data) else ()))
    types = {hit.group(1): hit.span(1) for kind in kinds for hit in _PATTERNS[kind].finditer(data)}
    if len(types) != 1 or len(data) > _MAX_PROSE_BYTES:
        return None
    name, place = types.popitem()
    return Found(name.decode(), place)


def read_last_type(data: bytes, types: list[Any]) -> LastType:
    """The last of the types that is in an error body of the API."""
    for hit in reversed(types):
        found = Found(hit.group(1).decode(), hit.span(1))
        if _is_in_api_shape(data, hit):
            return LastType(found, True)
        # The innermost object around the type: the text between the braces.
        lead, end = take_before(data, hit.start(), _OBJECT_BYTES), hit.end(1)
        inside = lead.rpartition(b"{")[2] + data[end : end + _OBJECT_BYTES].partition(b"}")[0]
        if not _PATTERNS["openai-field"].search(inside):
            return LastType(found, False)
    return LastType(None, False)


def read_message(data: bytes, anchor: int) -> Found[str] | None:
    """The message of the body at `anchor`: the API puts it after the type, gateways put it before."""
    lead = take_before(data, anchor, _OBJECT_BYTES)
    window = lead + data[anchor : anchor + _MAX_MESSAGE_DISTANCE]
    strings = [
        (anchor - len(lead) + hit.end(), hit.group(1)) for hit in _PATTERNS["message"].finditer(window)
    ]
    # If a relay quotes the whole body as its message, the API's message is inside it.
    candidates = [string for string in strings if not _PATTERNS["body"].match(data, string[0])]
    if not candidates:
        return None
    at, quote = min(candidates, key=lambda string: max(string[0] - anchor, 2 * (anchor - string[0])))
    end = _find_closing_quote(data, at, quote)
    value = data[at:end].decode("utf-8", "replace")
    value = " ".join(line.strip() for line in value.split("\n"))
    value = value.replace("\\" * (2 * len(quote) - 1) + '"', '"').replace("\\'", "'")
    return Found(value, (at, end)) if value else None


def _find_closing_quote(data: bytes, at: int, quote: bytes) -> int:
    """Where a string ends that begins with this quote (and this many backslashes)."""
    depth, mark = len(quote) - 1, quote[-1:].decode()
    for hit in _CLOSING_QUOTES[mark].finditer(data[at : at + _MESSAGE_BYTES]):
        end, slashes = at + hit.end(), len(hit.group(1))
        # An apostrophe, as in isn't, ends no string.
        if not _AFTER_STRING.occurs(data[end : end + 40]):
            continue
        if slashes <= depth if depth else slashes % 2 == 0:
            return end - 1 - min(slashes, depth)
    return find_line_end(data, at, _MESSAGE_BYTES)
