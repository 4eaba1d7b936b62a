"""The words that a pattern needs: one too many would lose a match without a word."""

import re

import pytest
import re2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.rules.conditions import OPTIONS
from diagnostic.rules.words import required_words


def _patterns(rules):
    return sorted(
        {
            pattern.source
            for condition in rules.conditions
            for pattern in (*condition.text, *condition.api_message)
        }
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "ab|longer",  # one way is too short to be looked for
        "(?:longer)?",
        "(?:longer)*",
        "(?:longer){0,3}",
        "(?:longer|)",
        r"\p{Greek}longer",  # what is not read here
        "[[:alpha:]]longer",
        "(longer",
        "größer",
        ".",
        "",
    ],
)
def test_where_nothing_is_sure_nothing_is_asked_for(pattern):
    assert required_words(pattern) == ()


@pytest.mark.parametrize(
    "pattern, words",
    [
        ("Prompt\\s*is\\s*too\\s*long", [{"prompt"}, {"long"}, {"too"}]),
        ("over(?:loaded|flow)?ing", [{"overloadeding", "overflowing", "overing"}]),
        ("x(?:foo\\d+bar)y", [{"foo"}, {"bar"}]),  # not "xfoo", and not "bary"
        ("a+bcd", [{"bcd"}]),
        ("abc{2}def", [{"def"}]),
        ("[Rr]ate[_ ]limit", [{"rate_limit", "rate limit"}]),
        ("[^a]bcd[e-g]hij", [{"hij"}, {"bcd"}]),
        ("(?:abc|def)(?:\\d+)ghi", [{"ghi"}, {"abc", "def"}]),
        ("(?:one\\d+|\\w+three)", [{"one", "three"}]),
        ("(?i)(?P<model>claude-\\w+)", [{"claude-"}]),
        ("\\bstatus\\.code\\b", [{"status.code"}]),
        ("\\x{41}BC\\x44", [{"abcd"}]),
        ("abc\\ndef", [{"abc\ndef"}]),
        ("café\\w+longer", [{"longer"}, {"caf"}]),
    ],
)
def test_what_every_match_holds_is_asked_for(pattern, words):
    assert sorted(map(sorted, required_words(pattern))) == sorted(map(sorted, words))


def test_every_condition_with_text_asks_for_a_word(rules):
    sure = {source: bool(required_words(source)) for source in _patterns(rules)}
    wordless = [
        condition.cause
        for condition in rules.conditions
        if (condition.text or condition.api_message)
        and not any(sure[pattern.source] for pattern in condition.text + condition.api_message)
    ]
    assert wordless == []


def test_no_example_that_a_pattern_matches_lacks_its_words(rules):
    texts = [example.text.encode() for cause in rules.causes.values() for example in cause.examples()]
    tried = 0
    for source in _patterns(rules):
        find, needed = re2.compile(source.encode(), OPTIONS), required_words(source)
        for text in texts:
            if found := find.search(text):
                tried += 1
                said = found.group().decode().casefold()
                assert all(any(word in said for word in words) for words in needed), (source, said)
    assert tried > 1_000


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_no_text_made_from_a_pattern_lacks_its_words(rules, data):
    source = data.draw(st.sampled_from(_patterns(rules)))
    # Python says \u where RE2 says \x{}, and knows a flag only at the start.
    python = re.compile(
        re.sub(r"\\x\{(\w{4})\}", r"\\u\1", source).replace("(?m)", ""), re.IGNORECASE | re.MULTILINE
    )
    text = data.draw(st.from_regex(python, fullmatch=True)).encode("utf-8", "replace")
    if re2.compile(source.encode(), OPTIONS).search(text):
        said = text.decode("utf-8", "ignore").casefold()
        assert all(any(word in said for word in words) for words in required_words(source)), source
