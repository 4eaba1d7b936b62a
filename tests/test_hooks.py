"""Errors of the Claude API get a verdict, and no others."""

import logging
import subprocess
import sys

import anthropic
import httpx2
import pytest

from diagnostic.hooks import DiagnosticFilter, verdict


@pytest.fixture(name="overload")
def _overload():
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    response = httpx2.Response(
        529, json=body, request=httpx2.Request("POST", "https://api.anthropic.com/v1/messages")
    )
    return anthropic.OverloadedError(f"Error code: 529 - {body}", response=response, body=body)


def test_other_errors_get_no_verdict():
    assert verdict(KeyError("total")) is None
    assert verdict(None) is None


def test_an_error_that_breaks_when_printed_does_no_harm():
    class Broken(anthropic.AnthropicError):
        def __str__(self):
            raise RuntimeError

    assert verdict(Broken()) is None


def test_a_claude_error_gets_cause_and_link(overload):
    assert "/causes/overloaded" in verdict(overload)


def test_the_filter_adds_to_the_record_and_lets_all_pass(overload, caplog):
    logger = logging.getLogger("app")
    logger.addFilter(adding := DiagnosticFilter())
    try:
        logger.error("the %s failed", "call", exc_info=overload)
        logger.error("nothing to see")
    finally:
        logger.removeFilter(adding)
    assert "/causes/overloaded" in caplog.messages[0]
    assert caplog.messages[0].startswith("the call failed")
    assert caplog.messages[1] == "nothing to see"


@pytest.mark.slow
def test_an_uncaught_error_is_printed_as_ever_with_the_verdict_below():
    code = (
        "import anthropic, diagnostic; diagnostic.install(); raise anthropic.AnthropicError('Request was"
        " aborted.')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "AnthropicError: Request was aborted." in done.stderr
    assert "/causes/request-aborted" in done.stderr.splitlines()[-1]
