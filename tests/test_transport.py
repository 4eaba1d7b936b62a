"""HTTP clients of all languages report missing or interrupted responses differently;
the cause is the same.
"""

import tomllib
from pathlib import Path

import pytest

from diagnostic import diagnose

_SAID = tomllib.loads((Path(__file__).parent / "transport.toml").read_text())
_ELSEWHERE = _SAID.pop("elsewhere")
_CASES = [(cause, sentence) for cause, sentences in _SAID.items() for sentence in sentences]
_CLAUDE = ("https://api.anthropic.com/v1/messages", "api.anthropic.com")
_ANOTHER = ("https://orders.example.com/v2/orders", "orders.example.com")


def _asked(sentence, url, host):
    """The sentence as it is printed of a request to this address."""
    return (
        sentence.replace("/v1/messages", url.partition(host)[2]).replace("{url}", url).replace("{host}", host)
    )


@pytest.mark.parametrize("text", _ELSEWHERE)
def test_another_service_failed_in_a_program_named_for_claude(text):
    assert {finding.confidence for finding in diagnose(text).findings} <= {"possible"}


@pytest.mark.parametrize(("cause", "sentence"), _CASES)
def test_a_failed_request_to_another_host_is_never_more_than_possible(cause, sentence):
    findings = diagnose(_asked(sentence, *_ANOTHER)).findings
    assert {finding.confidence for finding in findings} <= {"possible"}


@pytest.mark.parametrize(("cause", "sentence"), _CASES)
def test_a_failed_request_to_the_api_has_its_cause(cause, sentence):
    assert diagnose(_asked(sentence, *_CLAUDE)).findings[0].cause.id == cause
