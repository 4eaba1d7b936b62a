"""Conditional faults: the API's own error if the request has the defect, otherwise a healthy response."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from diagnostic.lab import healthy
from diagnostic.lab.defects import features, lists, media, settings, turns, whole
from diagnostic.lab.fault import Fault, Request
from diagnostic.lab.statuses import NGINX
from diagnostic.lab.wire import api_error, response

KEY = "sk-ant-lab-dummy"
_MAX_BYTES = 20_000
_SUBSCRIPTION = "sk-ant-oat01-"


def _check_body(name: str, find: Callable[[dict], str | None]) -> Callable[[Request], bytes | None]:
    def check(request: Request) -> bytes | None:
        # Programs count tokens to find the defect, so that always works.
        if request.path.endswith("/count_tokens"):
            return None
        problem = find(request.json)
        if not problem and request.path.endswith("/messages"):
            problem = whole.any_defect(request.json, name)  # a repaired request must not be invalid elsewhere
        return api_error(400, "invalid_request_error", problem) if problem else None

    return check


def _check_model(request: Request) -> bytes | None:
    model = request.json.get("model")
    return (
        api_error(404, "not_found_error", f"model: {model}")
        if model and model not in healthy.MODELS
        else None
    )


def _check_path(request: Request) -> bytes | None:
    known = request.path in ("/v1/messages", "/v1/models") or request.path.startswith(
        ("/v1/models/", "/v1/messages/count_tokens")
    )
    return None if known else api_error(404, "not_found_error", "Not found")


def _key(request: Request) -> str:
    bearer = request.headers.get("authorization", "")
    return request.headers.get("x-api-key") or bearer.removeprefix("Bearer ")


def _check_key(request: Request) -> bytes | None:
    return None if _key(request) == KEY else api_error(401, "authentication_error", "invalid x-api-key")


def _check_key_header(request: Request) -> bytes | None:
    if "x-api-key" in request.headers:
        return None
    return response(401, '{"error":{"message":"x-api-key header is required"}}', {"server": "gateway"})


def _check_beta(request: Request) -> bytes | None:
    unknown = [
        name.strip() for name in request.headers.get("anthropic-beta", "").split(",") if "lab-unknown" in name
    ]
    if unknown:
        return api_error(
            400,
            "invalid_request_error",
            f"Unexpected value(s) `{unknown[0]}` for the `anthropic-beta` header. Please consult our"
            " documentation.",
        )
    return None


def _check_size(request: Request) -> bytes | None:
    if len(request.body) > _MAX_BYTES:
        return api_error(413, "request_too_large", "Request exceeds the maximum size")
    return None


def _check_size_at_gateway(request: Request) -> bytes | None:
    if len(request.body) > _MAX_BYTES:
        return response(413, NGINX.format("413 Request Entity Too Large"), {"server": "gateway"}, "text/html")
    return None


def _check_origin(request: Request) -> bytes | None:
    if "origin" in request.headers:
        return api_error(
            401,
            "authentication_error",
            "CORS requests must set 'anthropic-dangerous-direct-browser-access' header",
        )
    return None


def _check_json(request: Request) -> bytes | None:
    if request.method != "POST":
        return None
    try:
        text = request.body.decode()
        json.loads(text)
        bad = bool(re.search(r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])", text))
    except ValueError:
        bad = True
    return (
        api_error(
            400, "invalid_request_error", "The request body is not valid JSON: no low surrogate in string"
        )
        if bad
        else None
    )


def _refuse_token(status: int, type: str, message: str) -> Callable[[Request], bytes | None]:
    """Rejects subscription tokens, and accepts API keys."""
    refused = api_error(status, type, message)
    sent = f"Bearer {_SUBSCRIPTION}"
    return lambda request: refused if request.headers.get("authorization", "").startswith(sent) else None


def _check_agent(request: Request) -> bytes | None:
    if request.method != "GET" or "/v1/agents/" not in request.path:
        return None
    return healthy.agent_answer(request, healthy.NEWEST_AGENT - 1)


_IN_BODY = (
    *settings.CHECKS,
    *turns.CHECKS,
    *media.CHECKS,
    *features.CHECKS,
    ("unchanged", "400 for a valid request that was changed", whole.changed),
)
FAULTS = (
    *(Fault(name, title, check=_check_body(name, find)) for name, title, find in _IN_BODY),
    *(Fault(name, title, check=check) for name, title, check in (*features.REQUEST_CHECKS, *lists.CHECKS)),
    Fault("model-not-found", "404 for a model the lab does not have", check=_check_model),
    Fault("endpoint", "404 for a path the API does not have", check=_check_path),
    Fault("wrong-key", f"401 for any key but {KEY}", check=_check_key),
    Fault(
        "token-unsupported",
        "401 for the token of a subscription",
        check=_refuse_token(401, "authentication_error", "OAuth authentication is currently not supported."),
    ),
    Fault(
        "token-expired",
        "401 for the token of a subscription: it has expired",
        check=_refuse_token(
            401,
            "authentication_error",
            "OAuth token has expired. Please obtain a new token or refresh your existing token.",
        ),
    ),
    Fault(
        "token-of-claude-code",
        "400 for the token of a subscription: it is for Claude Code",
        check=_refuse_token(
            400,
            "invalid_request_error",
            "This credential is only authorized for use with Claude Code and cannot be used for other API"
            " requests.",
        ),
    ),
    Fault(
        "token-elsewhere",
        "400 for the token of a subscription: it is not for other programs",
        check=_refuse_token(
            400,
            "invalid_request_error",
            "Third-party apps now draw from your extra usage, not your plan limits. Add more at"
            " claude.ai/settings/usage and keep going.",
        ),
    ),
    Fault("agent-changed", "an agent that somebody else changes after it was read", check=_check_agent),
    Fault("gateway-wants-x-api-key", "401 of a gateway that reads x-api-key only", check=_check_key_header),
    Fault("beta-header", "400 for an anthropic-beta value with lab-unknown in it", check=_check_beta),
    Fault("request-too-large", f"413 for a body over {_MAX_BYTES} bytes", check=_check_size),
    Fault(
        "html-413", f"413 page of a gateway for a body over {_MAX_BYTES} bytes", check=_check_size_at_gateway
    ),
    Fault("browser", "401 for a request with an Origin header", check=_check_origin),
    Fault("invalid-json", "400 for a body that is not valid JSON", check=_check_json),
)
