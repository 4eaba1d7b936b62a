"""What the API, a gateway or another vendor answered: status code, error type, error code, message, request id."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostic.report.patterns import Detector, compile_all

_Q = r"""\\*["']"""
_STATUS = Detector(
    {
        "error-code": r"(?i)\berror code:? (\d{3})\b",
        "sdk": r"""(?m)(?:^|[\s:>|("'`])(\d{3}) (?:\\*\{\\*["']|\{ ?type|"?<(?:!|html|HTML|head)|status code \(no body\))""",
        "http": r"\bHTTP/[\d.]+\"? (\d{3})\b",
        "field": rf"(?i)\b(?:http[_ ]?)?status(?:[_ ]?code)?(?:{_Q})?\s*(?:[:=]|is|was|of)?\s*(?:{_Q})?(\d{{3}})\b",
        "claude-code": r"API Error:? \(?(\d{3})\b",
        "requests": r"\b(\d{3}) (?:Server|Client) Error\b",
        "urllib": r"\bHTTP ?Error:? (\d{3})\b",
        "httpx": r"\b(?:Server|Client) error '(\d{3})\b",
        "aiohttp": r"\b(\d{3}), message=",
        "said": r"\bHTTP (?:status )?(\d{3})\b",
        "wget": r"\bERROR (\d{3}):",
        "class": r"(?:APIStatusError|APIError|Exception|Error): (\d{3})(?:\b|$)",
        "curl": r"returned error: (\d{3})\b",
        "rejected": r"\b(?:rejected|failed|error|returned|got|received|code|with)(?: with| a| status)? \(?(\d{3})\b\)?",
        "google": rf"{_Q}code{_Q}\s*:\s*(\d{{3}})\b",
        "phrase": r"(?i)\b(\d{3})[: -]{1,3}(?:overloaded|too many requests|bad request|unauthorized|forbidden|not found|internal server error"
        r"|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|payload too large|request entity too large"
        r"|content too large|payment required|conflict|request timeout|rate.?limit|invalid_request_error|authentication_error"
        r"|permission_error|not_found_error|overloaded_error|rate_limit_error|api_error)\b",
        "alone": r"\A\s*(?:HTTP |http |error |Error |status |code )?(\d{3})\s*(?:error|Error|errors|status)?[.!?]?\s*\z",
    }
)
# Where several forms occur, the ones that name a response win over words around a number.
_ORDER = tuple(_STATUS.patterns)

_TYPES = (
    "overloaded_error|api_error|rate_limit_error|invalid_request_error|authentication_error|permission_error"
    "|not_found_error|request_too_large|timeout_error|billing_error|conflict_error|memory_precondition_failed_error"
    "|memory_path_conflict_error|forbidden|modelStreamErrorException|internalServerException|modelTimeoutException"
    "|serviceUnavailableException|throttlingException|validationException"
)
_BODY = compile_all(
    {
        "type": rf"\b(?:type|code|error|error_type|errorType)(?:{_Q})?\s*[:=]\s*{_Q}({_TYPES}){_Q}",
        "bare-type": rf"(?:^|[\s:(\[])({_TYPES})(?:[\s:,.)\]]|$)",
        "outer": rf"\btype(?:{_Q})?\s*:\s*{_Q}error{_Q}",
        "error-code": rf"\berror_code(?:{_Q})?\s*[:=]\s*{_Q}([a-z][a-z0-9_]{{2,60}}){_Q}",
        "message": rf"""\bmessage(?:{_Q})?\s*:\s*(?:\\*"((?:[^"\\\n]|\\[^\n])*?)\\*"|'((?:[^'\\\n]|\\[^\n])*)'|`([^`\n]*)`)""",
        "request-id": r"\b(req_[A-Za-z0-9_]{4,60})",
        "other-request-id": rf"(?i)\b(?:x-)?request[-_]?id(?:{_Q})?\s*[:=]\s*(?:{_Q})?([A-Za-z0-9-]{{8,64}})\b",
        "retry-after": rf"(?i)\bretry[-_]after(?:{_Q})?\s*[:=,]\s*(?:{_Q})?(\d{{1,7}}(?:\.\d{{1,3}})?)",
    }
)
_FAR = 6000


@dataclass(frozen=True, slots=True)
class Found:
    """A value and its byte range."""

    value: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Body:
    """The parts of an error response that the paste shows."""

    status: Found | None
    error_type: Found | None
    error_code: Found | None
    message: Found | None
    request_id: Found | None
    retry_after: Found | None
    is_api_shape: bool  # {"type": "error", "error": {"type": …}}


def read_body(data: bytes) -> Body:
    """Reads the last error response of a paste: the one the program ended with."""
    error_type = _last("type", data)
    outer = _BODY["outer"].search(data) is not None
    near = error_type.place[0] if error_type else None
    status = _read_status(data, near)
    if error_type is None and len(data) < 4000:
        error_type = _last("bare-type", data)
    message = _read_message(data, near, status)
    request_id = _last("request-id", data) or _last("other-request-id", data)
    return Body(
        status=status,
        error_type=error_type,
        error_code=_last("error-code", data),
        message=message,
        request_id=request_id,
        retry_after=_last("retry-after", data),
        is_api_shape=outer and error_type is not None,
    )


def _last(name: str, data: bytes) -> Found | None:
    found = None
    for found in _BODY[name].finditer(data):  # noqa: B007 - the last one is what is wanted
        pass
    return Found(found.group(1).decode("utf-8", "replace"), found.span(1)) if found else None


def _read_status(data: bytes, near: int | None) -> Found | None:
    hits = _STATUS.find(data)
    best: Found | None = None
    for name in _ORDER:
        if name not in hits:
            continue
        for found in _STATUS.patterns[name].finditer(data):
            if 400 <= int(found.group(1)) <= 599:
                candidate = Found(found.group(1).decode(), found.span(1))
                if best is None or _is_nearer(candidate, best, near):
                    best = candidate
        if best:
            return best
    return None


def _is_nearer(candidate: Found, best: Found, near: int | None) -> bool:
    if near is None:
        return candidate.place[0] > best.place[0]
    return abs(candidate.place[0] - near) <= abs(best.place[0] - near)


def _read_message(data: bytes, near: int | None, status: Found | None) -> Found | None:
    anchor = near if near is not None else status.place[0] if status else None
    if anchor is None:
        return None
    start = max(0, anchor - 500)
    window = data[start : anchor + _FAR]
    best: tuple[int, Found] | None = None
    for found in _BODY["message"].finditer(window):
        group = next((number for number in (1, 2, 3) if found.group(number) is not None), None)
        if group is None or not found.group(group):
            continue
        at = start + found.start(group)
        distance = abs(at - anchor)
        value = found.group(group).decode("utf-8", "replace").replace('\\"', '"').replace("\\'", "'")
        if best is None or distance < best[0]:
            best = (distance, Found(value, (at, start + found.end(group))))
    return best[1] if best else None
