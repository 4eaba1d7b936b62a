"""The headers of every response: security headers and a request id; also gzip if the client accepts it."""

from __future__ import annotations

import gzip
import secrets

import re2
from flask import Flask, Response, g, request

_NO_FRAME = "frame-ancestors 'none'"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    f" connect-src 'self'; form-action 'self'; base-uri 'none'; {_NO_FRAME}; manifest-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000",
}
_OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "X-Request-Id, Retry-After, ETag, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
    ),
}
_REQUEST_ID = re2.compile(r"[\w-]{1,64}")
_COMPRESSIBLE = tuple(
    "text/ application/json application/problem+json image/svg+xml application/xml"
    " application/javascript".split()
)
_MIN_COMPRESSED_BYTES = 700
# Environ key under which the server finds the route template for its log: the address may contain user text.
ROUTE = "diagnostic.route"
# The fastest level: each response is compressed for a single reader.
_GZIP_LEVEL = 1


def init_app(app: Flask) -> None:
    """Adds the headers to all responses: pages, API, errors and files."""
    app.before_request(_before_request)
    app.after_request(_after_request)


def choose_request_id(given: str | None) -> str:
    """The client's own request id if it is valid, else a new one."""
    return given if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _before_request() -> None:
    g.request_id = choose_request_id(request.headers.get("X-Request-Id"))
    if request.url_rule:
        request.environ[ROUTE] = request.url_rule.rule


def _after_request(response: Response) -> Response:
    framed_by = g.get("framed_by")
    is_api = request.path.startswith("/api/v1")
    added = {
        **_HEADERS,
        "Cross-Origin-Resource-Policy": "cross-origin" if is_api or framed_by else "same-origin",
        "X-Request-Id": g.get("request_id") or choose_request_id(None),
    }
    if framed_by:
        # A page that other sites may frame lists them; X-Frame-Options cannot express a list.
        added["Content-Security-Policy"] = _POLICY.replace(_NO_FRAME, f"frame-ancestors {framed_by}")
        del added["X-Frame-Options"]
    if is_api:
        added |= _OPEN_TO_ALL
        if request.method == "OPTIONS" and "Allow" in response.headers:
            # CORS preflight: browsers ask before a page of another origin may send JSON. Credentials are not
            # allowed.
            added["Access-Control-Allow-Methods"] = response.headers["Allow"]
            added["Access-Control-Allow-Headers"] = "Content-Type, Accept, X-Request-Id"
            added["Access-Control-Max-Age"] = "86400"
    # Headers.setdefault compares each name with all that are there.
    given = {name.lower() for name, _ in response.headers}
    for name, value in added.items():
        if name.lower() not in given:
            response.headers.add(name, value)
    return _compress(response)


def _compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or "Content-Encoding" in response.headers
        or response.status_code < 200
        or response.status_code in (204, 304)
        or not (response.mimetype or "").startswith(_COMPRESSIBLE)
    ):
        return response
    response.vary.add("Accept-Encoding")
    if (
        "gzip" in request.headers.get("Accept-Encoding", "")
        and (response.content_length or 0) >= _MIN_COMPRESSED_BYTES
    ):
        response.set_data(gzip.compress(response.get_data(), _GZIP_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        if etag := response.get_etag()[0]:
            response.set_etag(etag, weak=True)
    return response
