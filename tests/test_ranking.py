"""Which of several matching rules comes first, with which confidence, and what it explains; with rules made
for the tests.
"""

import json
import os
import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_factory import write_rule

from diagnostic.diagnosis import diagnose
from diagnostic.rules import load_rules
from diagnostic.rules.rulebook import build_rulebook

_HERE = Path(__file__).parent / "ranking"
_TEXTS = tomllib.loads((_HERE / "texts.toml").read_text()) | {
    path.stem: path.read_text() for path in (_HERE.parent / "reports").glob("*.txt")
}
CLAUDE = (
    "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error',"
    " 'message': 'the test fault'}}"
)


@pytest.fixture(name="own_rules", scope="session")
def _own_rules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    for id, rule in tomllib.loads((_HERE / "rules.toml").read_text()).items():
        write_rule(folder, id, **rule)
    return load_rules(folder)


@pytest.fixture(name="answers", scope="session")
def _answers(own_rules):
    if os.environ.get("UPDATE_RANKING"):
        answers = {name: _answer(text, own_rules) for name, text in sorted(_TEXTS.items())}
        (_HERE / "answers.json").write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
    return json.loads((_HERE / "answers.json").read_text())


def _answer(text, rules):
    """What the rules say, in a short form that a person can check."""
    return [_describe(finding) for finding in diagnose(text, rules).findings]


def _describe(finding):
    known = {"symptoms": list(finding.symptoms), "captures": finding.captures}
    return {
        "cause": f"{finding.cause.id} {finding.confidence}",
        "why": finding.confidence_reason,
        "headline": finding.headline,
        "count": finding.count,
        "evidence": [f"{span.line}:{span.column} {span.text[:60]}" for span in finding.evidence],
    } | {name: value for name, value in known.items() if value}


@pytest.mark.parametrize("name", sorted(_TEXTS))
def test_a_text_gets_the_answer_that_is_written_down(name, own_rules, answers):
    assert _answer(_TEXTS[name], own_rules) == answers[name]


@pytest.fixture(name="find")
def _find(tmp_path):
    """Diagnoses a text with the rules given as id -> (conditions, further keys), in each order."""

    def find(text, **rules):
        for id, (when, *extra) in rules.items():
            write_rule(tmp_path, id.replace("_", "-"), when=when, extra="\n".join(extra))
        book = load_rules(tmp_path)
        answers = []
        for seed in range(4):
            conditions, causes = list(book.conditions), list(book.causes.items())
            random.Random(seed).shuffle(conditions)
            random.Random(seed).shuffle(causes)
            shuffled = build_rulebook(dict(causes), tuple(conditions), book.version)
            answers.append(list(diagnose(text, shuffled).findings))
        assert answers == [answers[0]] * 4, "the order of rules decides"
        return answers[0]

    return find


def _when(**conditions):
    return "[[when]]\n" + "\n".join(f"{name} = {value!r}" for name, value in conditions.items())


STATUS, TYPE, SENTENCE, WORDS = (
    _when(status=529),
    _when(error_type="overloaded_error"),
    _when(text="the test fault"),
    _when(words="test fault"),
)


def test_what_fits_nothing_is_no_match(find):
    assert find(CLAUDE, other=(_when(status=400),)) == []


def test_a_number_in_a_line_number_is_no_status(find):
    assert (
        find(
            '  File "/app/main.py", line 529, in <module>\nanthropic.APIConnectionError: x', status=(STATUS,)
        )
        == []
    )


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        # What another vendor's server wrote, or another program's own exception.
        ("openai.APIConnectionError: the test fault at https://api.openai.com/v1/responses", None),
        ("psycopg2.OperationalError: the test fault", None),
        # A client of another vendor, or a mere mention, may pass on what Claude's API said.
        ("openai.BadRequestError: Error code: 400 - the test fault", "possible"),
        ("gemini: the test fault", "possible"),
        # A form that many services take is nobody's.
        ("{'error': {'message': 'the test fault', 'param': None, 'code': None}}", "likely"),
    ],
)
def test_of_another_vendors_error_only_claudes_own_sentence_is_left(find, text, confidence):
    findings = find(text, sentence=(SENTENCE,), words=(WORDS,), status=(_when(status=400),))
    assert [(finding.cause.id, finding.confidence) for finding in findings] == (
        [("sentence", confidence)] if confidence else []
    )


def test_a_table_that_requires_claude_takes_nothing_from_a_sentence_that_only_this_error_prints(find):
    """Of two equally strong tables, the one with more conditions is shown, and the better one is graded."""
    named = _when(text="the test fault", vendor="anthropic")
    findings = find("Claude says: the test fault", both=(f"{named}\n{SENTENCE}",), one=(named,))
    confidence = {finding.cause.id: finding.confidence for finding in findings}
    assert confidence == {"both": "likely", "one": "possible"}


@pytest.mark.parametrize(
    ("when", "confidence"),
    [
        (SENTENCE, "certain"),
        (STATUS, "likely"),
        (TYPE, "likely"),
        (_when(status=529, error_type="overloaded_error"), "certain"),
        (WORDS, "possible"),
    ],
)
def test_confidence_is_tied_to_evidence(find, when, confidence):
    (finding,) = find(CLAUDE, one=(when,))
    assert finding.confidence == confidence
    assert finding.confidence_reason.endswith((".", "client"))


def test_nothing_is_certain_where_no_claude_client_shows(find):
    (finding,) = find("it said: the test fault", one=(SENTENCE,))
    assert finding.confidence == "likely"
    assert "does not show which client" in finding.confidence_reason


def test_the_stronger_evidence_comes_first(find):
    assert [
        finding.cause.id
        for finding in find(CLAUDE, a_status=(STATUS,), b_sentence=(SENTENCE,), c_words=(WORDS,))
    ] == ["b-sentence", "a-status", "c-words"]


def test_a_rival_as_strong_makes_both_less_sure(find):
    findings = find(CLAUDE, one=(SENTENCE,), two=(_when(text="'message': 'the test"),))
    assert [finding.confidence for finding in findings] == ["likely", "likely"]
    assert "equally strong" in findings[0].confidence_reason


def test_the_special_case_comes_before_the_broader_cause_and_folds_it(find):
    (finding,) = find(
        CLAUDE,
        broad=(_when(status=529, error_type="overloaded_error"),),
        special=(STATUS, 'broader = "broad"'),
    )
    assert (finding.cause.id, finding.symptoms) == ("special", ("broad",))


def test_a_rule_over_another_folds_it_too_and_what_that_one_beats(find):
    (finding,) = find(
        CLAUDE,
        first=(STATUS, 'overrides = ["second"]'),
        second=(TYPE, 'overrides = ["third"]'),
        third=(STATUS,),
    )
    assert (finding.cause.id, finding.symptoms) == ("first", ("second", "third"))


def test_a_cause_explains_only_what_it_overrides_and_what_the_text_shows(find):
    findings = find(
        CLAUDE,
        first=(SENTENCE, 'overrides = ["absent", "third"]'),
        second=(STATUS,),
        third=(TYPE,),
        absent=(_when(status=400),),
    )
    assert [(finding.cause.id, finding.symptoms) for finding in findings] == [
        ("first", ("third",)),
        ("second", ()),
    ]


def test_what_is_harmless_comes_after_every_other_error_and_makes_none_less_certain(find):
    text = f"{CLAUDE}\nthe harmless line"
    findings = find(text, noise=(_when(text="the harmless line"), "harmless = true"), sentence=(SENTENCE,))
    assert [(finding.cause.id, finding.confidence) for finding in findings][0] == ("sentence", "certain")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("claude\nthe harmless line: timed out", ["noise"]),  # its own words
        ("claude\nthe harmless line\nthe other line: timed out", ["noise"]),  # of either table
        ("claude: timed out\nthe harmless line", ["words", "noise"]),
    ],
)
def test_what_is_harmless_explains_the_words_of_its_own_lines_only(find, text, ids):
    findings = find(
        text,
        noise=(
            _when(text="the harmless line") + "\n" + _when(text="the other line"),
            'harmless = true\noverrides = ["words"]',
        ),
        words=(_when(text="timed out"),),
    )
    assert [finding.cause.id for finding in findings] == ids


def test_a_rule_that_does_not_fit_beats_nothing(find):
    (finding,) = find(CLAUDE, special=(_when(status=400), 'broader = "broad"'), broad=(STATUS,))
    assert (finding.cause.id, finding.symptoms) == ("broad", ())


def test_all_conditions_of_a_table_must_hold_and_any_table_is_enough(find):
    assert find(CLAUDE, both=(_when(status=529, text="another fault"),)) == []
    assert [finding.cause.id for finding in find(CLAUDE, either=(_when(status=400) + "\n" + STATUS,))] == [
        "either"
    ]


def test_all_of_a_list_of_patterns_must_occur_in_any_order(find):
    findings = find(
        CLAUDE,
        one=(_when(text=["the test fault", "Error code"]),),
        two=(_when(text=["the test fault", "nowhere"]),),
    )
    assert [finding.cause.id for finding in findings] == ["one"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("no answer here\nclaude said nothing", []),
        ("claude: no answer", ["one"]),
        ("no answer\nno answer from claude\n", ["one"]),
        ("no\nanswer from claude", ["one"]),  # a blank may be a wrapped line
        ("claude: no answer\nno answer at all", ["one"]),
    ],
)
def test_a_list_in_one_line_holds_only_there_in_any_order(find, text, ids):
    table = _when(words=["no answer", "claude"]) + "\nin_one_line = true"
    assert [finding.cause.id for finding in find(text, one=(table,))] == ids


def test_unless_keeps_a_rule_away(find):
    assert find(CLAUDE, one=("[[when]]\ntext = 'the test fault'\nunless = 'overloaded_error'",)) == []


def test_an_unknown_fact_satisfies_nothing(find):
    assert find("the test fault", one=("[[when]]\ntext = 'the test fault'\nphase = 'mid-stream'",)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("\n".join([CLAUDE] * 3), 3),
        # The longest piece of evidence counts, wherever it is, and a short one with what is before it.
        (f"the test fault\nthe test fault\n{CLAUDE}", 3),
        (f"HTTP 529\nHTTP 529\n{CLAUDE}", 1),
    ],
)
def test_repeats_are_counted(find, text, count):
    (finding,) = find(text, one=(_when(text="the test fault") + "\nstatus = 529",))
    assert finding.count == count


def test_the_innermost_exception_comes_first_of_those_as_strong(find):
    text = (
        "httpx.ReadError: inner fault\n\nThe above exception was the direct cause of the following"
        " exception:\n\nTraceback (most recent call last):\nanthropic.APIConnectionError: outer fault\n"
    )
    findings = find(text, a_outer=(_when(text="outer fault"),), b_inner=(_when(text="inner fault"),))
    assert [finding.cause.id for finding in findings] == ["b-inner", "a-outer"]


INNOCENT = st.sampled_from(
    ["", "INFO started", "2026-01-01 00:00:00,000 INFO app - ready", "step 3 of 7 done",
    "loss=0.123 epoch=4", "GET /health 200 OK",
     "Listening on port 8000", "{\"event\": \"tick\", \"n\": 529000}", "-----", "Bye.", "const x = 1;", "é ü "
         "🙂"]
)  # fmt: skip
SOME = [
    (
        "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
        " 'Overloaded'}}"
    ),
    (
        "anthropic.InternalServerError: Error code: 529 - {'type': 'error', 'error': {'type':"
        " 'overloaded_error', 'message': 'Overloaded'}}"
    ),
    (
        "httpx2.RemoteProtocolError: peer closed connection without sending complete message body (incomplete"
        " chunked read)\nanthropic==2.12.0"
    ),
    (
        "APIConnectionTimeoutError: Request timed out.\n    at Anthropic.makeRequest"
        " (/app/node_modules/@anthropic-ai/sdk/client.js:302:19)"
    ),
    (
        '429 {"type":"error","error":{"type":"rate_limit_error","message":"Rate'
        ' limited"},"request_id":"req_011CQEmvqRZcuYTHLTEZdNrL"}'
    ),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SOME), st.lists(INNOCENT, max_size=5), st.lists(INNOCENT, max_size=5))
def test_innocent_lines_before_and_after_do_not_change_the_first_cause(error, before, after):
    alone = diagnose(error).findings[0].cause.id
    found = diagnose("\n".join([*before, error, *after])).findings
    assert found and found[0].cause.id == alone


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.sampled_from([*SOME, *"{}[]'\"\\\n:= ", "Error", "529", "Traceback (most recent call last):"]),
            max_size=30,
        ).map("".join),
    )
)
def test_any_text_gets_an_answer(text):
    diagnosis = diagnose(text)
    assert bool(diagnosis.findings) != bool(diagnosis.unmatched)
