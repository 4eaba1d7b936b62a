"""Every example is tried against all rules: its own folder comes first, with the captures it marks, in any order of rules."""

import os
import random
from pathlib import Path

import pytest

from diagnostic.check import check_rules
from diagnostic.diagnosis import diagnose
from diagnostic.paths import RULES
from diagnostic.rules import headline_names, load_rules, without_marks
from diagnostic.rules.rulebook import build_rulebook

EXAMPLES = sorted(RULES.glob("*/examples/*.txt"))
UNMATCHED = sorted((Path(__file__).parent / "unmatched").glob("*.txt"))


def _name(path):
    return f"{path.parent.parent.name}/{path.stem}" if path.parent.name == "examples" else path.stem


@pytest.fixture(name="shuffled", scope="module")
def _shuffled():
    rules = load_rules()
    conditions, causes = list(rules.conditions), list(rules.causes.items())
    random.shuffle(conditions)
    random.shuffle(causes)
    return build_rulebook(dict(causes), tuple(conditions), rules.version)


@pytest.mark.parametrize("path", UNMATCHED, ids=_name)
def test_an_error_of_other_software_is_not_claimed(path, shuffled):
    found = diagnose(path.read_text(), shuffled).findings
    assert [
        (finding.cause.id, finding.match.confidence)
        for finding in found
        if finding.match.confidence != "possible"
    ] == []


@pytest.mark.parametrize("path", UNMATCHED, ids=_name)
def test_a_list_of_what_is_installed_makes_no_claim(path):
    found = diagnose(
        f"### What happens\n```\n{path.read_text()}\n```\n### Versions\nanthropic 0.97.0, openai 2.1.0\n"
    ).findings
    assert [
        (finding.cause.id, finding.match.confidence)
        for finding in found
        if finding.match.confidence != "possible"
    ] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=_name)
def test_an_example_gives_its_own_cause_first(path, shuffled):
    marked = path.read_text()
    found = diagnose(without_marks(marked), shuffled).findings
    assert found, "no rule fits"
    assert found[0].cause.id == path.parent.parent.name, found[0].match.fit.condition
    shown = _mark(without_marks(marked), found[0])
    if os.environ.get("UPDATE_EXAMPLES"):
        path.write_text(shown)
    else:
        assert shown == marked


def _mark(text, finding):
    """The example with the values of the headline marked where the evidence stands."""
    named = set(headline_names(finding.cause.headline or ""))
    lines = text.split("\n")
    for name, value in finding.captures.items():
        if name in named and name in finding.match.fit.captures:
            for span in finding.evidence:
                line = lines[span.line - 1]
                at = line.find(value, span.column - 1)
                if at >= 0 and line[at - 1 : at] != "‹":
                    lines[span.line - 1] = f"{line[:at]}‹{value}›{line[at + len(value) :]}"
                    break
    return "\n".join(lines)


def test_every_cause_has_examples(rules):
    assert [id for id, cause in rules.causes.items() if not cause.examples()] == []


def test_no_rule_is_dead_and_none_swallows_a_neighbour(rules):
    result = check_rules(rules)
    assert {id for id in rules.causes if not result.hits[id][id]} == set()
    assert {id: dict(hits) for id, hits in result.hits.items() if set(hits) != {id}} == {}


def test_every_headline_is_filled_by_some_example(rules):
    unfilled = {id for id, cause in rules.causes.items() if cause.headline}
    for path in EXAMPLES:
        found = diagnose(without_marks(path.read_text()), rules).findings
        if found and found[0].headline != found[0].cause.title:
            unfilled.discard(found[0].cause.id)
    assert unfilled == set()


def test_a_lost_condition_would_be_seen(rules):
    """Without the rule's own conditions its examples find something else: the examples do test the rules."""
    id = "stream-disconnected"
    others = tuple(condition for condition in rules.conditions if condition.cause != id)
    poorer = build_rulebook(rules.causes, others, rules.version)
    example = without_marks(next(iter(rules.causes[id].examples().values())))
    assert all(finding.cause.id != id for finding in diagnose(example, poorer).findings)
