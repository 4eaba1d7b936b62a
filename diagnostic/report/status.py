"""The HTTP status a paste shows, in every notation; never a line number, a port, a count or a time."""

from __future__ import annotations

from collections import deque
from http import HTTPStatus

from diagnostic.patterns import compile_all, named
from diagnostic.report.body import Found

_Q = r"""\\*["']"""
# Forms in which only a response's status is printed.
_STRONG = {
    "error-code": r"(?i)\berror code:? (\d{3})\b",
    "sdk": r"""(?m)(?:^|[\s:>|("'`])(\d{3}) (?:\\*\{\\*["']|\{ ?type|"?<(?:!|html|HTML|head)|status code \(no body\))""",
    # An access log of the person's own server ends its quote before the status: not this one's.
    "http": r"\bHTTP/[\d.]+ (\d{3})\b",
    "urllib3": r"/v1/messages\S* HTTP/[\d.]+\" (\d{3})\b",
    "field": rf"(?i)\b(?:http[_ ]?)?status(?:[_ ]?code)?(?:{_Q})?\s*[:=]>?\s*(?:{_Q})?(\d{{3}})\b",
    "claude-code": r"API Error:? \(?(\d{3})\b",
    "requests": r"\b(\d{3}) (?:Server|Client) Error\b",
    "urllib": r"\bHTTP ?Error:? (\d{3})\b",
    "httpx": r"\b(?:Server|Client) error '(\d{3})\b",
    "aiohttp": r"\b(\d{3}), message=",
    # wget's own ERROR looks like a log level, and is gone when the text is clean.
    "wget": r"(?m)(?:\bERROR |^)(\d{3}): \(?[A-Za-z]",
    "class": r"(?:APIStatusError|APIError|[a-z]Exception|[a-z]Error): (\d{3})(?:[ \n]|$)",
    "curl": r"returned error: (\d{3})\b",
    "code": rf"{_Q}?\bcode{_Q}?\s*:\s*(?:{_Q})?(\d{{3}})\b",
}
# Words around a number, which say a status only where nothing better stands.
_WEAK = {
    "said": r"(?i)\b(?:http|status(?: code)?)(?: error| status)?(?: of| was| is)? \(?(\d{3})\b",
    "rejected": r"(?i)\b(?:rejected|failed|error|returned|got|received|response|answered)(?: with| a| an| status)*(?:: ?| \(?)(\d{3})\b",
    "met": r"(?i)\b(?:saw|see|seeing|hits?|hitting|gets?|getting|gives?|throws?|throwing|threw)(?: us| me| an?| the)* (\d{3})s?\b",
    "phrase": r"(?i)\b(\d{3})[: -]{1,3}\(?[\"']?(?:overloaded|too many requests|bad request|unauthorized|forbidden|not found|internal server error"
    r"|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|payload too large|request entity too large"
    r"|content too large|payment required|conflict|request timeout|rate.?limit|invalid_request_error|authentication_error"
    r"|permission_error|not_found_error|overloaded_error|rate_limit_error|api_error|\{)",
    "quoted": r"\b(\d{3}) [\"'“]",
    "alone": r"\A\s*(?:HTTP |http |error |Error |status |code )?(\d{3})\s*(?:error|Error|errors|status)?[.!?]?\s*\z",
    "leading": r"\A[\s>*#-]{0,8}(\d{3}) [A-Za-z]",
}
SIGNS = _STRONG | _WEAK
_PATTERNS = compile_all(SIGNS)
# In these the number is a status whatever follows it: API Error: 413 Request exceeds the maximum size.
_SAID_TO_BE_ONE = frozenset(("error-code", "http", "urllib3", "claude-code", "requests", "urllib", "httpx"))
# After a count: 500 tokens, 429 ms; and decimals or paths: 500.5, 404/. Of one request there are no 408: that is Request Timeout.
_COUNTED = compile_all(
    {
        "unit": r"(?i)\A(?:[.,]\d|/|:\d|-\d|%| ?(?:tokens?|ms|s|sec|seconds?|minutes?|bytes?|[kmg]i?b|rows?|lines?|items?|files?|chars?|characters|px|pixels|"
        r"times|x|requests|users?|messages?|words|pages?|steps?|epochs?|samples?|passed|failed|tests?)\b)"
    }
)["unit"]
# A proxy's answer to CONNECT and a parser's made-up 400 are no status of the request.
_NOT_THE_ANSWER = (
    b"ProxyError: ",
    b"EncodingError: ",
    b"ContentLengthError: ",
    b"onnection failed: ",
    b"unnel failed, response ",
)
# What HTTP calls them, and what gateways and the API do.
_PHRASES = {status.phrase.lower(): status.value for status in HTTPStatus if status >= 400} | {
    "content too large": 413,
    "payload too large": 413,
    "service temporarily unavailable": 503,
    "gateway time-out": 504,
    "web server is down": 521,
    "connection timed out": 522,
    "a timeout occurred": 524,
    "overloaded": 529,
}
# "POST /chat HTTP/1.1" 500 Internal Server Error: what the person's own server told its caller.
_ACCESS_LOG = compile_all({"quote": r"HTTP/[\d.]{1,3}\" \z"})["quote"]
_LAST = 40
_FEW = 3
_FAR = 4000


def read_status(data: bytes, hits: frozenset[str], near: int | None) -> Found | None:
    """The status beside the error body at `near`, else the last one printed."""
    for forms in (_STRONG, _WEAK):
        names = named("status", hits, tuple(forms))
        # In an error event, what looks like a status is part of some gateway's page.
        if forms is _WEAK and (len(data) > 20_000 or "phase.event-message" in hits):
            return None
        found = [place for name in names for place in _places(name, data)]
        # Prose that goes through the statuses one by one explains them.
        if forms is _WEAK and len({data[start:end] for start, end in found}) > _FEW:
            return None
        if near is not None and (close := [place for place in found if abs(place[0] - near) < _FAR]):
            # A body follows its status; one that stands after it belongs to the next error.
            start, end = min(
                close, key=lambda place: near - place[0] if place[0] < near else 2 * (place[0] - near)
            )
            return Found(data[start:end].decode(), (start, end))
        if found:
            start, end = max(found)
            return Found(data[start:end].decode(), (start, end))
    return None


def read_phrase(message: Found) -> Found | None:
    """The status that a whole message is the name of: Bad Gateway."""
    code = _PHRASES.get(message.value.lower().rstrip("."))
    return Found(str(code), message.place) if code else None


def _places(name: str, data: bytes) -> list[tuple[int, int]]:
    return [
        hit.span(1)
        for hit in deque(_PATTERNS[name].finditer(data), maxlen=_LAST)
        if b"400" <= hit.group(1) <= b"599"
        and data[hit.start(1) - 1 : hit.start(1)] not in (b".", b"-", b"/")
        and (
            hit.group(1) == b"407"
            or not data[max(0, hit.start(1) - 30) : hit.start(1)].endswith(_NOT_THE_ANSWER)
        )
        and not (name == "phrase" and _ACCESS_LOG.search(data[max(0, hit.start(1) - 12) : hit.start(1)]))
        and (name in _SAID_TO_BE_ONE or not _COUNTED.search(data[hit.end(1) : hit.end(1) + 14]))
    ]
