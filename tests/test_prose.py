"""People describe an API error in a sentence, in any language: type, status or wording identify the cause."""

import tomllib
from pathlib import Path

import pytest

from diagnostic import diagnose

_SAID = tomllib.loads((Path(__file__).parent / "prose.toml").read_text())


@pytest.mark.parametrize("text", _SAID["none"])
def test_a_sentence_that_tells_of_no_error_has_no_cause(text):
    assert diagnose(text).findings == ()


@pytest.mark.parametrize(
    ("cause", "text"), [(cause, text) for cause, texts in _SAID.items() if cause != "none" for text in texts]
)
def test_a_sentence_about_an_error_has_its_cause(cause, text):
    assert diagnose(text).findings[0].cause.id == cause
