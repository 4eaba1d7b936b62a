"""Faults that are a single error response: the API's own, and those of gateways in front of it."""

from __future__ import annotations

import json

from diagnostic.lab import healthy
from diagnostic.lab.fault import Fault, Play, Request, Wire, respond_with
from diagnostic.lab.wire import REQUEST_ID, api_error, head, response

NGINX = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_LOGIN = (
    "<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>"
)
_CLOUDFLARE = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>Checking your'
    " browser</body></html>"
)
_LIMITS = {
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "0",
    "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:01Z",
    "anthropic-ratelimit-input-tokens-limit": "40000",
    "anthropic-ratelimit-input-tokens-remaining": "39000",
}
# Longer than any first backoff: a client that waits this long has read the header.
_RETRY_AFTER = {"retry-after": "7"}
_RATE_LIMIT_HEADERS = {**_RETRY_AFTER, **_LIMITS}


# The type with which the API answers each status.
_TYPES = {
    400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error",
    404: "not_found_error", 408: "timeout_error", 409: "conflict_error", 413: "request_too_large",
    429: "rate_limit_error", 500: "api_error", 503: "api_error", 504: "timeout_error",
    529: "overloaded_error",
}  # fmt: skip


def _api(
    name: str, title: str, status: int, message: str, headers: dict | None = None, code: str | None = None
) -> Fault:
    return Fault(name, title, respond_with(api_error(status, _TYPES[status], message, headers, code)))


def _page(name: str, title: str, status: int, body: str, kind: str = "text/html") -> Fault:
    return Fault(name, title, respond_with(response(status, body, {"server": "gateway"}, kind)))


async def _redirect(request: Request, wire: Wire) -> None:
    if request.path.endswith("/login"):
        await wire.send(response(200, _LOGIN, kind="text/html"))
    else:
        await wire.send(head(302, {"location": "login", "content-length": "0"}))


def _cut(status: int, length: int, body: bytes, **headers: str) -> Play:
    """A body that ends before its stated length."""
    begin = head(status, {"content-type": "application/json", **headers, "content-length": str(length)})

    async def play(request: Request, wire: Wire) -> None:
        await wire.send(begin + body)
        wire.writer.close()

    return play


_RATE = (
    "This request would exceed your organization's rate limit of {}. For details, refer to:"
    " https://docs.claude.com/en/api/rate-limits."
)

FAULTS = (
    _api("overloaded", "529 overloaded_error", 529, "Overloaded"),
    _api("overloaded-retry-after", "529 with retry-after", 529, "Overloaded", _RETRY_AFTER),
    _api("rate-limit", "429 rate_limit_error with retry-after", 429,
        "This request would exceed your account's rate limit. Please try again later.", _RATE_LIMIT_HEADERS),
    _api("rate-limit-input-tokens", "429: input tokens per minute", 429,
        _RATE.format("40,000 input tokens per minute"), _RATE_LIMIT_HEADERS),
    _api("rate-limit-output-tokens", "429: output tokens per minute", 429,
        _RATE.format("8,000 output tokens per minute"), _RATE_LIMIT_HEADERS),
    _api("rate-limit-requests", "429: requests per minute", 429,
        _RATE.format("50 requests per minute"), _RATE_LIMIT_HEADERS),
    _api("rate-limit-concurrency", "429: concurrent connections", 429,
        "Number of concurrent connections has exceeded your rate limit. Please try again later or contact"
        " sales.", _RATE_LIMIT_HEADERS),
    _api("rate-limit-acceleration", "429: traffic grew too sharply", 429,
        "This request would exceed your organization's usage acceleration limit. Please scale up gradually.",
        _RATE_LIMIT_HEADERS, "ramp_limit_exceeded"),
    _api("spend-cap", "429 without retry-after: monthly cap", 429,
        "You have reached your API usage limits: your organization has crossed its monthly API usage"
        " threshold.", code="enforced_spend_limit_reached"),
    _api("internal-error", "500 api_error", 500, "Internal server error"),
    _api("service-unavailable", "503 api_error", 503, "Service temporarily unavailable"),
    _api("gateway-timeout", "504 timeout_error", 504, "Request timed out"),
    _api("request-timeout-status", "408", 408, "The request body took too long to arrive.",
        code="request_body_timeout"),
    _api("authentication", "401 authentication_error", 401, "invalid x-api-key"),
    _api("billing", "402 billing_error", 402, "There is an issue with your billing or payment information."),
    _api("permission", "403 permission_error", 403,
        "Your API key does not have permission to use the specified resource."),
    _api("not-found", "404 not_found_error", 404, "Not found"),
    _api("conflict", "409 conflict_error", 409, "The resource was changed by another request."),
    _api("too-large", "413 request_too_large", 413, "Request exceeds the maximum size"),
    _api("credit-balance", "400: no credits left", 400,
        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade"
        " or purchase credits."),
    _api("usage-limit", "400: own spend limit reached", 400,
        "You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00"
        " UTC."),
    _api("organization-disabled", "400: organization disabled", 400, "This organization has been disabled."),
    _api("oauth-expired", "401: OAuth token expired", 401,
        "OAuth token has expired. Please obtain a new token or refresh your existing token."),
    _api("oauth-unsupported", "401: OAuth not supported", 401,
        "OAuth authentication is currently not supported."),
    _api("claude-code-only", "400: credential only for Claude Code", 400,
        "This credential is only authorized for use with Claude Code and cannot be used for other API"
        " requests."),
    _api("content-filtered", "400: output blocked", 400, "Output blocked by content filtering policy"),
    Fault("region", "403 Request not allowed, from the edge", respond_with(response(
        403, '{"error":{"type":"forbidden","message":"Request not allowed"}}', {"server": "cloudflare"}))),
    _page("html-502", "502 page of a gateway", 502, NGINX.format("502 Bad Gateway")),
    _page("html-503", "503 page of a gateway", 503, NGINX.format("503 Service Temporarily Unavailable")),
    _page("html-504", "504 page of a gateway", 504, NGINX.format("504 Gateway Time-out")),
    _page("html-403", "403 page of a firewall", 403, _CLOUDFLARE),
    _page("html-404", "404 page of a web server", 404, NGINX.format("404 Not Found")),
    _page("html-200", "a login page with status 200", 200, _LOGIN),
    _page("plain-503", "503 of an envoy proxy", 503,
        "upstream connect error or disconnect/reset before headers. reset reason: connection failure",
        "text/plain"),
    _page("error-524", "524 of a content network", 524, "error code: 524", "text/plain"),
    Fault("redirect", "redirect to a login page", _redirect),
    Fault("broken-json", "200 with broken JSON",
        respond_with(response(200, '{"id":"msg_01Lab","type":"message","content":[{"ty'))),
    Fault("content-text", "200 with a gateway's page whose content is a text",
        respond_with(response(200, '{"status":"blocked","content":"Access denied by a policy"}'))),
    Fault("content-list", "200 with a gateway's page whose content is a list of other things",
        respond_with(response(200, '{"status":"blocked","content":["Denied", null, {"reason": 7}]}'))),
    Fault("message-as-text", "an answer that a gateway calls text",
        respond_with(response(200, json.dumps(healthy.message(healthy.MODELS[0])), kind="text/plain"))),
    Fault("bad-request-cut", "400 whose body is cut", _cut(400, 500,
        b'{"type":"error","error":{"type":"invalid_request_error","message":"max_tok',
        **{"request-id": REQUEST_ID})),
    Fault("empty-body", "200 with an empty body", respond_with(response(200, ""))),
    Fault("truncated-body", "200 whose body is cut", _cut(200, 5000, b'{"id":"msg_01Lab","type":"mess')),
)  # fmt: skip
