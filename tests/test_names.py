"""A cause is found by every name of its error: status, error type, class, errno and sentence."""

import re
from pathlib import Path

import pytest

from diagnostic import create_app, diagnose

LAB = Path(__file__).parent.parent / ".lab"
STATUSES = "400 401 402 403 404 407 408 409 412 413 422 429 499 500 502 503 504 522 524 529".split()
ERROR_TYPES = (
    "invalid_request_error authentication_error billing_error permission_error not_found_error conflict_error"
    " request_too_large rate_limit_error api_error timeout_error overloaded_error forbidden"
).split()
CODES = (
    "ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN ETIMEDOUT ENETUNREACH CERTIFICATE_VERIFY_FAILED"
    " UND_ERR_BODY_TIMEOUT".split()
)
TYPESCRIPT = (
    "APIError APIUserAbortError APIConnectionTimeoutError APIConnectionError OverloadedError AnthropicError"
).split()
# Statuses that the API does not use, and an error of webhooks, which no cause is about.
NO_CAUSE = {"HTTPNotImplementedError", "NotImplementedError", "RetryableError", "APIWebhookValidationError"}


def _python_classes():
    sources = sorted(LAB.glob("py-*/lib/python*/site-packages/anthropic/_exceptions.py"))
    return sorted(
        {name for path in sources for name in re.findall(r"(?m)^class (\w+)\(", path.read_text())} - NO_CAUSE
    )


@pytest.fixture(name="web", scope="module")
def _web():
    return create_app({"RATELIMIT_ENABLED": False}).test_client()


def test_the_sdks_are_there_to_name_their_classes():
    assert len(_python_classes()) > 20


@pytest.mark.parametrize("name", [*STATUSES, *ERROR_TYPES, *CODES, *TYPESCRIPT, *_python_classes()])
def test_a_short_link_leads_to_a_cause(web, name):
    answer = web.get(f"/e/{name}")
    assert answer.status_code == 302
    assert web.get(answer.headers["Location"]).status_code == 200


def test_the_index_holds_every_name_that_its_search_looks_for(web, rules):
    page = web.get("/causes/").text
    missing = [
        name
        for cause in rules.causes.values()
        for name in (cause.id, *cause.aliases)
        if name.lower() not in page.lower()
    ]
    assert missing == []


@pytest.mark.parametrize(
    "status", [status for status in STATUSES if status not in ("407", "412", "499", "522")]
)
def test_a_bare_status_is_diagnosed_as_its_short_link_says_or_as_a_special_case_of_it(web, rules, status):
    linked = web.get(f"/e/{status}").headers["Location"].rpartition("/")[2]
    found = [finding.cause.id for finding in diagnose(f"anthropic error: HTTP {status}").findings]
    assert found, "nothing found"
    assert linked in found or found[0] in ("endpoint-not-found",)
