"""Errors: RFC 9457 problem documents for the API, and pages with instructions for people."""

from __future__ import annotations

import msgspec
from flask import Flask, Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response as BaseResponse

from diagnostic.text import MaskingError, clean

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = "5"
# a prebuilt response: status code, headers and body
RawResponse = tuple[int, list[tuple[str, str]], bytes]


class Problem(msgspec.Struct, frozen=True):
    """A problem document; `type` is stable and leads to a page about it."""

    type: str
    title: str
    status: int
    detail: str


class ProblemType(msgspec.Struct, frozen=True):
    """One kind of problem."""

    name: str
    status: int
    title: str
    detail: str


TYPES = {
    kind.name: kind
    for kind in (
        ProblemType("malformed-json", 400, "The body is not valid JSON",
            'Send a JSON object such as {"text": "the error"}, in UTF-8.'),
        ProblemType("not-found", 404, "Not found",
            "GET /api/v1/causes lists the causes, and /openapi.json the endpoints."),
        ProblemType("unknown-cause", 404, "Unknown cause", "GET /api/v1/causes lists the ids."),
        ProblemType("method-not-allowed", 405, "This method is not allowed here",
            "The Allow header lists the allowed methods."),
        ProblemType("request-timeout", 408, "The body took too long to arrive",
            "The body must arrive within 30 seconds. Send the request again."),
        ProblemType("too-large", 413, "The body is too large",
            "The limit is 2 MiB. Send only the part around the error."),
        ProblemType("unsupported-media-type", 415, "The body's type is not supported",
            "Send application/json or text/plain."),
        ProblemType("no-text", 422, "There is no text to diagnose",
            'Send the error as {"text": "…"} or as ?text=….'),
        ProblemType("bad-option", 422, "An option has an invalid value",
            "See /docs/api for the options and their values."),
        ProblemType("rate-limited", 429, "Too many requests", "Wait for the time given in Retry-After."),
        ProblemType("bad-request", 400, "The request could not be parsed",
            "See /docs/api for what each endpoint accepts."),
        ProblemType("unknown-host", 400, "This host name is not served here",
            "The Host header names another site. The operator of this server must add the name to"
            " DIAGNOSTIC_ALLOWED_HOSTS, or set DIAGNOSTIC_PUBLIC_URL."),
        ProblemType("not-masked", 500, "The secrets in this text could not be redacted",
            "The text was neither stored nor shown. Remove keys by hand, and try again."),
        ProblemType("internal", 500, "Internal server error",
            "Your text was not stored. Try again, or send a shorter part of it."),
        ProblemType("overloaded", 503, "The server is busy", "Try again after the time in Retry-After."),
    )
}  # fmt: skip
# Forms that store or spend something must come from a page of this site.
CROSS_SITE = ProblemType(
    "foreign",
    403,
    "Only pages of this server can send this",
    "The request did not come from a page of this server. Open the page over HTTPS, and try again there.",
)
_BY_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    408: "request-timeout",
    413: "too-large",
    415: "unsupported-media-type",
    429: "rate-limited",
    503: "overloaded",
}


def problem(name: str, detail: str | None = None) -> Response:
    """A problem document."""
    kind = TYPES[name]
    base = current_app.config["PUBLIC_URL"]
    # A detail may quote the request.
    detail = clean(detail).masked if detail else kind.detail
    body = msgspec.json.encode(Problem(f"{base}/problems/{name}", kind.title, kind.status, detail))
    response = Response(body, kind.status, mimetype=PROBLEM_JSON)
    return _add_retry_after(response)


def init_app(app: Flask) -> None:
    """Answers each error in the form that the client wants."""
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(MaskingError, lambda error: _answer("not-masked"))
    app.register_error_handler(Exception, _on_bug)


class UnknownHost(BadRequest):
    """The request's host name is not one of this site's."""


def _on_http_error(error: HTTPException) -> BaseResponse:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if isinstance(error, UnknownHost):
        return _answer("unknown-host")
    name = _BY_STATUS.get(error.code or 500, "bad-request" if (error.code or 500) < 500 else "internal")
    response = _answer(name, status=error.code, detail=_limit_detail(error))
    for key in ("Allow", "Retry-After"):
        if (value := error.get_response().headers.get(key)) and key not in response.headers:
            response.headers[key] = value
    return response


def _limit_detail(error: HTTPException) -> str | None:
    """The limit that was reached, in words; None if flask-limiter does not report it."""
    limit = getattr(error, "limit", None)
    return f"The limit is {limit.limit} for each address. {TYPES['rate-limited'].detail}" if limit else None


def _on_bug(error: Exception) -> Response:
    # Only the type: messages and tracebacks of a bug may quote the paste, and so may the address.
    current_app.logger.error(
        "%s while answering %s, request %s", type(error).__name__, request.url_rule, g.get("request_id")
    )
    return _answer("internal")


def _answer(name: str, status: int | None = None, detail: str | None = None) -> Response:
    if request.path.startswith("/api/"):
        return problem(name, detail)
    kind = TYPES[name]
    if detail:
        kind = msgspec.structs.replace(kind, detail=detail)
    response = make_response(render_template("error.html", kind=kind), status or kind.status)
    return _add_retry_after(response)


def _add_retry_after(response: Response) -> Response:
    if response.status_code in (429, 503):
        response.headers.setdefault("Retry-After", RETRY_AFTER)
    return response


_INCOMPLETE_BODY = "The body ended before all of it had arrived. Send the request again."


def prebuilt_responses(app: Flask) -> dict[tuple[bool, str], RawResponse]:
    """Responses that the server sends without calling the app, by (is_api, problem name). They are built
    once, so that rejecting a request is cheap.
    """
    found = {}
    for is_api in (True, False):
        for name in ("overloaded", "request-timeout", "bad-request", "internal"):
            detail = _INCOMPLETE_BODY if name == "bad-request" else None
            with app.test_request_context("/api/" if is_api else "/"):
                response = app.process_response(_answer(name, detail=detail))
            headers = [(key.lower(), value) for key, value in response.headers if key != "X-Request-Id"]
            found[is_api, name] = response.status_code, headers, response.get_data()
    return found
