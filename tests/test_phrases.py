"""Phrases that show a sign of a reader, one for each word that its pattern knows, and some that show none."""

import tomllib
from pathlib import Path

import pytest

from diagnostic.report import status
from diagnostic.report.attribution import bare_status, subject
from diagnostic.report.kind import article, change, instruction, pull_request
from diagnostic.report.own_words import complaint
from diagnostic.report.signs import words

_PHRASES = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text())
_BESIDE = _PHRASES.pop("beside")
_PATTERNS = {
    "voice": words.PATTERNS,
    "change": change._PATTERNS,
    "instruction": instruction._PATTERNS,
    "pull_request": pull_request._PATTERNS,
    "article": article._PATTERNS,
    "complaint": {
        "complaint": complaint._COMPLAINT,
        "by-name": complaint._CLAUDE_BY_NAME,
        "none": complaint._NO_COMPLAINT,
    },
    "status": status._PATTERNS,
    "subject": {
        "own-server": subject._ANSWER_OF_OWN_SERVER,
        "claude": subject._CLAUDE_AS_SUBJECT._any,
        "claude-says": subject._CLAUDE_SAYS,
        "client-output": subject._CLAUDE_CLIENT_OUTPUT,
        "explicit": subject._EXPLICIT._any,
    },
    "bare_status": {"response": bare_status._RESPONSE, "model-words": bare_status._MODEL_WORDS},
}


def _signs(by_reader):
    return [
        pytest.param(_PATTERNS[reader][sign], phrases, id=f"{reader}-{sign}")
        for reader, by_sign in by_reader.items()
        for sign, phrases in by_sign.items()
    ]


@pytest.mark.parametrize(("pattern", "phrases"), _signs(_PHRASES))
def test_a_phrase_shows_its_sign(pattern, phrases):
    assert [phrase for phrase in phrases if not pattern.occurs(phrase.encode())] == []


@pytest.mark.parametrize(("pattern", "phrases"), _signs(_BESIDE))
def test_a_phrase_beside_those_of_a_sign_does_not_show_it(pattern, phrases):
    assert [phrase for phrase in phrases if pattern.occurs(phrase.encode())] == []
