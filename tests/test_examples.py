"""Each example is matched against all rules, in any order: its own cause comes first, with the marked
captures.
"""

import os
import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from diagnostic.check import check_rules
from diagnostic.diagnosis import diagnose
from diagnostic.finding import headlines_of
from diagnostic.paths import RULES
from diagnostic.rules import headline_names, load_rules, read_example
from diagnostic.rules.examples import write_example
from diagnostic.rules.rulebook import build_rulebook

EXAMPLES = sorted(RULES.glob("*/examples/*.txt"))
UNMATCHED = sorted((Path(__file__).parent / "unmatched").glob("*.txt"))


def _name(path):
    return f"{path.parent.parent.name}/{path.stem}" if path.parent.name == "examples" else path.stem


@pytest.fixture(name="shuffled", scope="session")
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
        (finding.cause.id, finding.confidence) for finding in found if finding.confidence != "possible"
    ] == []


@pytest.mark.parametrize("path", UNMATCHED, ids=_name)
def test_a_list_of_what_is_installed_makes_no_claim(path):
    found = diagnose(
        f"### What happens\n```\n{path.read_text()}\n```\n### Versions\nanthropic 0.97.0, openai 2.1.0\n"
    ).findings
    assert [
        (finding.cause.id, finding.confidence) for finding in found if finding.confidence != "possible"
    ] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=_name)
def test_an_example_gives_what_its_first_line_says(path, shuffled):
    example = read_example(path)
    found = diagnose(example.text, shuffled).findings
    assert found, "no rule fits"
    first = found[0]
    if os.environ.get("UPDATE_EXAMPLES"):
        write_example(replace(example, confidence=first.confidence, marked=_mark(example.text, first)))
    assert (first.cause.id, first.confidence) == (
        example.cause,
        example.confidence,
    ), first.hit.condition
    assert _mark(example.text, first) == example.marked


def _mark(text, finding):
    """The example with the values of the headline marked where the evidence stands."""
    named = {name for line in headlines_of(finding.cause, finding.hit) for name in headline_names(line)}
    lines = text.split("\n")
    for name, value in finding.captures.items():
        if name in named and name in finding.hit.captures:
            for span in finding.evidence:
                line = lines[span.line - 1]
                at = line.find(value, span.column - 1)
                if at >= 0 and line[at - 1 : at] != "‹":
                    lines[span.line - 1] = f"{line[:at]}‹{value}›{line[at + len(value) :]}"
                    break
    return "\n".join(lines)


def test_no_rule_is_dead_or_swallows_a_neighbour_and_each_condition_is_needed(rules):
    """`rules check` tries every table on the examples that its `seen` names."""
    result = check_rules(rules)
    assert result.problems == []
    assert {id: dict(hits) for id, hits in result.hits.items() if set(hits) != {id}} == {}
