"""The rules' examples -> the errors of the API itself: status, type, sentence, and expected cause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from diagnostic.diagnosis import rulebook
from diagnostic.paths import RULES
from diagnostic.report import read_report
from diagnostic.rules import read_example
from diagnostic.text import clean

# What the API sends with each type, where the example does not show the status.
_STATUSES = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "conflict_error": 409,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
# Errors of streams, of clouds and of gateways have other forms, and no wrapper gets them as a body of the
# API.
_OTHER_FAMILIES = ("streaming", "cloud-platforms", "gateways", "connection")
_SHAPE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ApiError:
    """One error of the API; `name` is the example that it was read from."""

    name: str
    cause: str
    status: int
    type: str
    message: str
    code: str | None


@cache
def api_errors() -> tuple[ApiError, ...]:
    """Each sentence of the API once, whatever numbers are in it."""
    found: dict[tuple[str, str, int], ApiError] = {}
    for path in sorted(RULES.glob("*/examples/*.txt")):
        example = read_example(path)
        report = read_report(clean(example.text)).report
        family = rulebook().causes[example.cause].family
        if (
            example.confidence == "certain"
            and report.error_type in _STATUSES
            and report.api_message
            and report.platform in (None, "api")
            and family not in _OTHER_FAMILIES
        ):
            status = report.status or _STATUSES[report.error_type]
            message = " ".join(report.api_message.split())
            error = ApiError(
                f"{example.cause}/{path.stem}",
                example.cause,
                status,
                report.error_type,
                message,
                report.error_code,
            )
            found.setdefault((example.cause, _SHAPE.sub("0", message), status), error)
    return tuple(found.values())
