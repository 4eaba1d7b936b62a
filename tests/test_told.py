"""A person tells in a sentence what Claude did, without a line of output."""

import tomllib
from pathlib import Path

import pytest

from diagnostic import diagnose, told
from diagnostic.paths import RULES
from diagnostic.report.own_words.reported_part import find_reported_part, is_of_claude
from diagnostic.rules import load_rules

_TOLD = tomllib.loads((Path(__file__).parent / "told.toml").read_text())
_PAIRS = [(cause, text) for cause, texts in _TOLD.items() if cause != "none" for text in texts]
_TABLE = tomllib.loads((RULES / "_shared" / "told.toml").read_text())


def _reported(text):
    diagnosis = diagnose(text)
    return find_reported_part(diagnosis.clean, diagnosis.reading)


@pytest.mark.parametrize("text", _TOLD["none"])
def test_words_that_tell_of_nothing_that_claude_did_have_no_cause(text):
    assert diagnose(text).findings == ()


@pytest.mark.parametrize(("cause", "text"), _PAIRS)
def test_what_a_person_tells_is_a_possible_cause(cause, text):
    part = _reported(text)
    assert told.find_cause(part, is_of_claude(part)) == cause
    first = diagnose(text).findings[0]
    assert first.cause.id == cause


def test_each_entry_is_for_a_cause_and_is_told_in_a_text():
    entries, others = told._table()
    assert {entry.cause for entry in entries} <= load_rules().causes.keys()
    told_of = {_first_entry(_reported(text), entries) for _, text in _PAIRS}
    untold = [entry.cause for number, entry in enumerate(entries) if number not in told_of]
    assert untold == []


def _first_entry(text, entries):
    said = told.stemmed(text.lower())
    numbers = (
        number
        for number, entry in enumerate(entries)
        if all(group.occur(said, text.lower()) for group in entry.groups)
        and not entry.unless.occur(said, text.lower())
    )
    return next(numbers, None)


def test_words_that_are_said_of_other_things_count_if_something_of_claude_failed():
    text = "my account was suspended"
    assert told.find_cause(text, is_of_claude=False) is None
    assert told.find_cause(text, is_of_claude=True) == "organization-disabled"
    assert told.find_cause("max_tokens is mandatory, I never had that", False) == "max-tokens-missing"


def test_no_word_of_the_table_is_lost_when_it_is_compared():
    """A lone digit is no word, so a phrase of digits alone would fit every text."""
    entries, others = told._table()
    for phrases in (others, *(group for entry in entries for group in (*entry.groups, entry.unless))):
        assert all(len(phrase.strip()) > 1 for phrase in phrases.stems), phrases


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("How do I raise my limit? Claude says it is reached.", " Claude says it is reached. "),
        ("Claude says it is reached, we could add a wait", "Claude says it is reached"),
        ("Claude says we should wait", "Claude says we should wait"),
        ("怎么提高上限？Claude 提示已达到上限。", "Claude 提示已达到上限"),
        ("¿Cómo subo mi límite? Claude dice que se agotó.", "Claude dice que se agotó"),
        ("Как поднять лимит? Claude пишет, что он исчерпан.", "Claude пишет, что он исчерпан"),
        ("Claude échoue à la moitié", "Claude échoue à la moitié"),
    ],
)
def test_questions_and_what_should_be_are_not_reported(text, reported):
    assert _reported(text).strip(" .") == reported.strip(" .")


def test_a_status_says_less_than_the_words_beside_it():
    found = diagnose(
        "Since we moved to Claude Sonnet 5 every call is a 400, it doesn't want our top_p any more"
    ).findings
    assert [finding.cause.id for finding in found] == ["sampling-params-invalid", "invalid-request"]


def test_a_status_that_only_one_cause_has_says_more_than_words():
    found = diagnose(
        "Claude API gives 529 every time, it says we send too many input tokens a minute"
    ).findings
    assert [finding.cause.id for finding in found] == ["overloaded"]
