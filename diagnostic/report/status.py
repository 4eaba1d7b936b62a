"""The HTTP status in a paste, in any notation; never a line number, a port, a count or a time."""

from __future__ import annotations

from collections import deque
from http import HTTPStatus

from diagnostic.patterns import Family, Pattern, compile_all
from diagnostic.report.facts import Found
from diagnostic.report.lines import take_before
from diagnostic.report.short_report import STATUS_IN_SENTENCE, is_short_claude_report

_QUOTE = r"""\\*["']"""
# Forms that programs use only for the status of a response.
_STRONG = {
    "error-code": r"(?i)\berror code:? (\d{3})\b",
    "sdk": (
        r"""(?m)(?:^|[\s:>|("'`])(\d{3}) (?:"""
        r"""\\*\{\\*["']|\{ ?type"""
        r"""|"?<(?:!|html|HTML|head)"""
        r"""|status code \(no body\))"""
    ),
    # Not the access log of the person's own server, which closes a quote before the status.
    "http": r"\bHTTP/[\d.]+ (\d{3})\b",
    "urllib3": r"/v1/messages\S* HTTP/[\d.]+\" (\d{3})\b",
    "field": rf"(?i)\b(?:http[_ ]?)?status(?:[_ ]?code)?(?:{_QUOTE})?\s*[:=]>?\s*(?:{_QUOTE})?(\d{{3}})\b",
    "claude-code": r"API Error(?: \([\w.\[\]-]{1,60}\))?:? \(?(\d{3})\b",
    "requests": r"\b(\d{3}) (?:Server|Client) Error\b",
    "urllib": r"\bHTTP ?Error:? (\d{3})\b",
    "httpx": r"\b(?:Server|Client) error '(\d{3})\b",
    "aiohttp": r"\b(\d{3}), message=",
    # wget's own ERROR looks like a log level, and is gone when the text is clean.
    "wget": r"(?m)(?:\bERROR |^)(\d{3}): \(?[A-Za-z]",
    "class": r"(?:APIStatusError|APIError|[a-z]Exception|[a-z]Error): (\d{3})(?:[ \n]|$)",
    "google": r"\bapi_core\.exceptions\.[A-Z]\w{3,30}: (\d{3})\b",
    "feign": r"\bfeign\.[\w.$]{1,60}: \[(\d{3}) ",
    "guzzle": r"\bresulted in a `(\d{3})\b",
    "okhttp": r"<-- (\d{3}) (?:[A-Z][\w ]{0,40} )?https?://",
    "curl": r"\breturned error: (\d{3})\b",
    "spring": r"(?i)\bstatus(?:[ _]?code)?:? ?[\[(](\d{3})\b",
    "dotnet": r"\bdoes not indicate success: (\d{3})\b",
    "go": r"\b(?:POST|GET) \"https?://[^\"\s]{1,300}\": (\d{3})\b",
    "app": r"\bError \x{b7} (\d{3})\b",  # Roo Code
    # The log of the SDK for TypeScript.
    "sdk-log": (
        r"\bresponse \(error; [^\n]{1,60}?\)\)? (\d{3}) https?://|\bfailed with status (\d{3}) in \d+ms\b"
    ),
    "code": rf"{_QUOTE}?\bcode{_QUOTE}?\s*:\s*(?:{_QUOTE})?(\d{{3}})\b",
}
# Words around a number, which count only if no strong form occurs.
_WEAK = {
    "http-status": r"(?i)\b(?:http|status(?: code)?)(?: error| status)?(?: of| was| is)? \(?(\d{3})\b",
    "rejected": (
        r"(?i)\b(?:rejected|failed|errors?(?: out)?|returned|got|received|response|answered)(?: with| a| an|"
        r" status| code)*(?:: ?| \(?)(\d{3})\b"
    ),
    "got": (
        r"(?i)\b(?:saw|see|seeing|hits?|hitting|gets?|getting|gives?|giving|throws?|throwing|threw|says?|said"
        r"|shows?|reports?)(?:"
        r" us| me| an?| the)* (\d{3})s?\b"
        r"|\b(?:claude|anthropic|api|calls?|requests?|it|sdk)\b[^\n.]{0,20} return(?:s|ing)? (?:an? )?"
        r"(\d{3})\b"
    ),
    # Of several errors the number is a count: 500 errors.
    "before": r"(?i)(?:^|[\s\"(])(\d{3}) (?:(?:api|http|server|status|response) )?error(?:[^:\w]|$)",
    "phrase": (
        r"(?i)\b(\d{3})[: -]{1,3}\(?[\"']?(?:overloaded|too many requests|bad"
        r" request|unauthorized|forbidden|not found|internal server error"
        r"|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|payload too large|request"
        r" entity too large"
        r"|content too large|payment required|conflict|request"
        r" timeout|rate.?limit|invalid_request_error|authentication_error"
        r"|permission_error|not_found_error|overloaded_error|rate_limit_error|api_error|\{)"
    ),
    # Prose in Chinese, Japanese, Korean, Russian, German, French, Spanish, Portuguese, Italian, Polish,
    # Czech, Dutch, Turkish, Vietnamese, the Nordic languages, Hungarian, Romanian and Ukrainian.
    "other-languages": (
        r"(?i)(?:报错?|错误码?|状态码|返回|エラー|ステータス|오류|에러|ошибк[аиуой]{1,2}"
        r"|помилк[аиуо]|błąd|błęd(?:u|em)|lỗi"
        r"|\b(?:Fehler(?:code)?|Statuscode|erreur|estado|erro(?:re)?|fout(?:code|melding)?|chyb[auy]|hata(?:sı)?"
        r"|fel(?:kod)?|feil(?:kode)?|fejl(?:kode)?|hiba|eroare))"
        r"\s?[:：]?\s?(\d{3})\b"
        r"|(?:^|[^\d.])(\d{3})\s?(?:错误|报错|エラー|が(?:返|発生|出)|오류|에러|hatası|hata\b)"
        # The number first. These nouns are the same in the plural, so an article or a hyphen shows that it is
        # no count.
        r"|\b(?:(?:d?ein|kein|dies)(?:en?|em|er)?|de[nmr]|ett?|en)(?: HTTP| API)?[ -](\d{3})(?:er)?[ -]?"
        r"(?:fehler(?:code|meldung)?|fel(?:kod)?|feil(?:kode)?|fejl(?:kode)?)\b"
        r"|(?:^|[^\d.])(\d{3})(?:(?:er)?-|er )(?:fehler(?:code|meldung)?|fel|feil|fejl|virhe|hiba)"
        r"|(?:^|[^\d.])(\d{3})[ -](?:fout(?:code|melding)?|es hiba)\b"
    ),
    "quoted": r"(?:^|[^\w:.])(\d{3}) [\"'“]",
    "alone": (
        r"\A\s*(?:HTTP |http |error |Error |status |code"
        r" )?(\d{3})\s*(?:error|Error|errors|status)?[.!?]?\s*\z"
    ),
    "leading": r"\A[\s>*#-]{0,8}(\d{3}) [A-Za-z]",
}
SIGNS = _STRONG | _WEAK | {"name": r"\bStatus ?Code: [A-Z]", "short-report": STATUS_IN_SENTENCE}
_PATTERNS = compile_all(_STRONG | _WEAK | {"short-report": STATUS_IN_SENTENCE})
# In these the number is a status, whatever follows it: API Error: 413 Request exceeds the maximum size.
_UNMISTAKABLE = frozenset(("error-code", "http", "urllib3", "claude-code", "requests", "urllib", "httpx"))
# An English noun in the plural after a count.
_COUNTED_NOUN = Pattern(r"(?i)\A ([a-z]+s)\b")
_NO_PLURALS = frozenset(b"errors responses as des dos dans depuis mais plus sans sinds this".split())
# What follows a count: 500 tokens, 429 ms; and decimals or paths: 500.5, 404/. Not the singular "request": in
# 408 Request Timeout it belongs to a status.
_COUNTED = Pattern(
    r"(?i)\A(?:[.,]\d|/|:\d|-\d|%|"
    r" ?(?:tokens?|ms|s|sec|seconds?|minutes?|bytes?|[kmg]i?b|rows?|lines?|items?|files?|chars?|"
    r"zeilen|dateien|filas|lignes|linhas|righe|characters|px|pixels|"
    r"times|x|requests|users?|messages?|words|pages?|steps?|epochs?|samples?|passed|failed|tests?|"
    r"points|coins|dollars|euros|results|records|entries|objects|e?mails|views|likes|orders|products|"
    r"images|photos|questions|answers|prompts|chats|conversations|tickets|issues|commits|people|customers|visitors|hours|days|weeks|months|years)\b"
    r"| ?(?:个|個|件|条|條|行|次|개|건))"
)
# A proxy's answer to CONNECT and a parser's made-up 400 are not the status of the request.
_NOT_THE_RESPONSE = (
    b"ProxyError: ",
    b"EncodingError: ",
    b"ContentLengthError: ",
    b"onnection failed: ",
    b"unnel failed, response ",
    b"unnel failed, got: ",
)
# .NET prints the name of a status only: Status Code: TooManyRequests.
_STATUS_NAME = Pattern(r"\bStatus ?Code: ([A-Z][A-Za-z]{5,40})\b")
# The reason phrases of HTTP, and those of gateways and the API.
_REASON_PHRASES = {status.phrase.lower(): status.value for status in HTTPStatus if status >= 400} | {
    "content too large": 413,
    "payload too large": 413,
    "service temporarily unavailable": 503,
    "gateway time-out": 504,
    "web server is down": 521,
    "connection timed out": 522,
    "a timeout occurred": 524,
    "overloaded": 529,
}
_STATUS_OF_NAME = {phrase.replace(" ", "").replace("-", ""): code for phrase, code in _REASON_PHRASES.items()}
# "POST /chat HTTP/1.1" 500 Internal Server Error: what the person's own server returned to its client.
_ACCESS_LOG = Pattern(r"HTTP/[\d.]{1,3}\" \z")
# The statuses with which the API answers each type, and those that clients and relays make of them.
_STATUSES_OF_TYPE = {
    "authentication_error": (401, 403),
    "permission_error": (401, 403),
    "not_found_error": (400, 404),
    "request_too_large": (400, 413),
    "rate_limit_error": (429, 503, 529),
    "billing_error": (400, 402, 403),
    "conflict_error": (409,),
    "overloaded_error": (429, *range(500, 600)),
    "api_error": range(500, 600),
    "timeout_error": (408, *range(500, 600)),
    # For every 4xx status without a separate type.
    "invalid_request_error": tuple(set(range(400, 500)) - {401, 402, 403, 404, 413, 429}),
}
# "We saw some 529 overloaded errors yesterday": at least three words of a sentence, and not a word that
# programs print right before a status.
_IN_SENTENCE = compile_all(
    {
        "words": r"^[ \t>.,;]*(?:[A-Za-z\x27,-]+ ){3}[^{}\n]*\z",
        "output": r"(?i)(?:status|code|http[\d./]*|error|with|returned|responded|[:=(])[\s:=(\"\x27]*\z",
        "body": r"\A[\s:-]{0,3}\{",
    }
)
_STRONG_FORMS, _WEAK_FORMS = Family("status", _STRONG), Family("status", _WEAK)
_MAX_HITS = 40
_BEFORE_BYTES = 30
_AFTER_BYTES = 40
_MAX_STATUSES = 3
_MAX_DISTANCE = 4000  # bytes
_MAX_PROSE_BYTES = 20_000


def read_status(data: bytes, hits: frozenset[str], near: int | None) -> Found[int] | None:
    """The status beside the error body at `near`, else the last one printed."""
    places = [place for name in _STRONG_FORMS.names_in(hits) for place in _find_places(name, data)]
    if not places:
        if "status.name" in hits and (named := _read_status_name(data)):
            return named
        places = _find_weak_places(data, hits)
    if not places:
        return None
    start, end = max(places)
    # A status precedes its body; one after the body belongs to the next error.
    if near is not None and (close := [place for place in places if abs(place[0] - near) < _MAX_DISTANCE]):
        start, end = min(close, key=lambda place: max(near - place[0], 2 * (place[0] - near)))
    return Found(int(data[start:end]), (start, end))


def contradicts(error_type: str, status: int | None) -> bool:
    """Whether the API never returns this error type with this status."""
    statuses = _STATUSES_OF_TYPE.get(error_type)
    return statuses is not None and status is not None and status not in statuses


def is_in_sentence(data: bytes, found: Found[int]) -> bool:
    """Whether the status is in a person's sentence instead of program output."""
    start, end = found.place
    before = data[:start].rpartition(b"\n")[2].rpartition(b"}")[2]
    return (
        bool(_IN_SENTENCE["words"].occurs(before))
        and not _IN_SENTENCE["output"].occurs(before)
        and not _IN_SENTENCE["body"].occurs(data[end : end + _AFTER_BYTES])
    )


def _find_weak_places(data: bytes, hits: frozenset[str]) -> list[tuple[int, int]]:
    # In an error event, a number that looks like a status is part of some gateway's page.
    if len(data) > _MAX_PROSE_BYTES or "phase.event-message" in hits:
        return []
    places = [place for name in _WEAK_FORMS.names_in(hits) for place in _find_places(name, data)]
    if not places and "status.short-report" in hits and is_short_claude_report(data):
        places = _find_places("short-report", data)
    # Prose that names many statuses explains them.
    return places if len({data[start:end] for start, end in places}) <= _MAX_STATUSES else []


def _read_status_name(data: bytes) -> Found[int] | None:
    for hit in _STATUS_NAME.finditer(data):
        code = _STATUS_OF_NAME.get(hit.group(1).decode().lower())
        if code:
            return Found(code, hit.span(1))
    return None


def read_reason_phrase(message: Found[str]) -> Found[int] | None:
    """The status of a message that consists of its reason phrase: Bad Gateway."""
    code = _REASON_PHRASES.get(message.value.lower().rstrip("."))
    return Found(code, message.place) if code else None


def _find_places(name: str, data: bytes) -> list[tuple[int, int]]:
    hits = deque(_PATTERNS[name].finditer(data), maxlen=_MAX_HITS)
    spans = [hit.span(hit.lastindex) for hit in hits]
    return [span for span in spans if _is_status(name, data, *span)]


def _is_status(name: str, data: bytes, start: int, end: int) -> bool:
    """Whether the number is the status of a response, and not of a proxy or an access log, or a count."""
    number, before = data[start:end], take_before(data, start, _BEFORE_BYTES)
    return (
        number.startswith((b"4", b"5"))
        and before[-1:] not in (b".", b"-", b"/")
        and (number == b"407" or not before.endswith(_NOT_THE_RESPONSE))
        and not (name == "phrase" and _ACCESS_LOG.occurs(before))
        and (name in _UNMISTAKABLE or not _is_count(name, data[end : end + _AFTER_BYTES]))
    )


def _is_count(name: str, after: bytes) -> bool:
    """Whether the number counts what follows it."""
    if name == "short-report" and (counted := _COUNTED_NOUN.search(after)):
        return counted.group(1).lower() not in _NO_PLURALS
    # Getting 529s: the plural of a status, not seconds.
    is_plural = after.startswith(b"s")
    return not is_plural and bool(_COUNTED.occurs(after))
