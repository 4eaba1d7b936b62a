"""A log holds what programs print: people's own words in it are no errors, and nothing else is left out."""

import pytest

from diagnostic import classify
from diagnostic.diagnosis import diagnose
from diagnostic.groups import counted_cause
from diagnostic.scan.log_rules import log_rules

STAMP = "2026-11-20 10:00:00,123 INFO chat: user 17 wrote: "


@pytest.mark.parametrize(
    "said",
    [
        "Claude keeps telling me that I am rate limited, although I sent three messages.",
        "Since last week Claude Code cannot update itself on two of our machines.",
        "On the Max x5 plan I hit my limit twice before noon, Claude thinks otherwise.",
        "Claude Code 一直在思考，半个小时没有任何反应，也不报错。",
    ],
)
def test_a_logged_message_of_a_person_is_no_error_of_the_program(said, rules):
    entry = f"{STAMP}{said}"
    assert counted_cause(diagnose(entry, rules, is_entry=True))
    assert classify(entry) is None


def test_what_a_program_printed_counts_as_with_all_rules(rules):
    lost, count = [], 0
    for cause in rules.causes.values():
        for example in cause.examples():
            if example.name.startswith(("own-words", "prose", "other-language")):
                continue
            with_all, in_log = (
                (best := counted_cause(diagnose(example.text, some, is_entry=True)))
                and (best.cause.id, best.confidence)
                for some in (rules, log_rules())
            )
            count += with_all is not None
            lost += [(cause.id, example.name, with_all, in_log)] * (with_all != in_log)
    assert lost == []
    assert count > 1000


def test_only_words_of_people_are_left_out(rules):
    kept = set(map(id, log_rules().conditions))
    left_out = [condition for condition in rules.conditions if id(condition) not in kept]
    assert 80 < len(left_out) < 200
    assert {condition.strength for condition in left_out} == {1}
    assert log_rules().patterns is rules.patterns  # nothing more is compiled
