"""Facts that become outdated: each has a source and a date, pages take them from one file, and old ones give
a warning.
"""

import re
from datetime import date, timedelta

import anthropic
import pytest
from anthropic._constants import DEFAULT_TIMEOUT
from anthropic._data import DEPRECATED_MODELS
from click.testing import CliRunner

from diagnostic.cli.rules import rules
from diagnostic.paths import RULES
from diagnostic.rules import RuleError, dated
from diagnostic.rules.dated import FILE, FRESH, DatedFact, fill_in, find_old, read_dated
from diagnostic.world.models import end_of_life

FACTS = read_dated(RULES)
PAGES = {path: path.read_text() for path in (*RULES.glob("*/rule.toml"), *RULES.glob("*/explanation.md"))}
TODAY = date(2026, 11, 28)


def fact(days: int) -> DatedFact:
    return DatedFact("32 MB", "https://example.com/limits", TODAY - timedelta(days=days))


def test_a_fact_is_warned_of_from_the_ninety_first_day_on():
    assert find_old({"body": fact(FRESH.days)}, TODAY) == []
    assert find_old({"body": fact(FRESH.days + 1)}, TODAY) == [
        "body was read 91 days ago: read https://example.com/limits again"
    ]


@pytest.mark.slow
def test_rules_check_prints_the_warning_and_still_passes(monkeypatch):
    old = DatedFact("32 MB", "https://example.com/limits", date.today() - timedelta(days=200))
    monkeypatch.setattr(dated, "read_dated", lambda folder: FACTS | {"body": old})
    run = CliRunner().invoke(rules, ["check", "overloaded"], standalone_mode=False)
    assert "warning: body was read 200 days ago: read https://example.com/limits again" in run.stderr
    assert run.return_value == 0


@pytest.mark.slow
def test_rules_check_says_nothing_of_facts_that_are_fresh(monkeypatch):
    monkeypatch.setattr(dated, "FRESH", timedelta(days=100_000))
    run = CliRunner().invoke(rules, ["check", "overloaded"], standalone_mode=False)
    assert "warning" not in run.stderr and run.return_value == 0


def test_every_fact_is_used_and_has_a_source():
    text = "".join(PAGES.values())
    assert FACTS
    for name, one in FACTS.items():
        assert f"{{{{{name}}}}}" in text, name
        assert one.source.startswith("https://") and one.value.strip()


@pytest.mark.parametrize(
    "path",
    [path for path, text in PAGES.items() if any(f"{{{{{name}}}}}" in text for name in FACTS)],
    ids=lambda path: str(path.relative_to(RULES)),
)
def test_a_page_that_names_a_fact_does_not_write_its_value_by_hand(path):
    named = set(re.findall(r"\{\{([\w-]+)\}\}", PAGES[path])) & FACTS.keys()  # or pieces of patterns
    by_hand = {name for name in named if re.search(rf"\b{re.escape(FACTS[name].value)}\b", PAGES[path])}
    assert by_hand - {"pdf-pages-small-window", "images-small-window"} == set()


def test_a_name_without_a_fact_is_refused_with_its_file(tmp_path):
    page = tmp_path / "my-cause" / "explanation.md"
    (tmp_path / "_facts").mkdir()
    (tmp_path / FILE).write_text(
        '[limit]\nvalue = "9 MB"\nsource = "https://example.com"\nread = 2026-11-28\n'
    )
    assert fill_in("At most {{limit}}.", page) == "At most 9 MB."
    with pytest.raises(RuleError, match="there is no fact 'limits'"):
        fill_in("At most {{limits}}.", page)


@pytest.mark.parametrize("line", ["", 'read = "yesterday"', 'read = 2026-11-28\nauthor = "me"'])
def test_a_fact_without_a_day_or_with_more_is_refused(line, tmp_path):
    (tmp_path / "_facts").mkdir()
    (tmp_path / FILE).write_text(f'[limit]\nvalue = "9 MB"\nsource = "https://example.com"\n{line}\n')
    with pytest.raises(RuleError):
        read_dated(tmp_path)


def test_what_the_newest_sdk_holds_is_what_the_facts_say():
    def day(model: str) -> str:
        month, number, year = re.fullmatch(r"(\w+) (\d+)\w\w, (\d+)", DEPRECATED_MODELS[model]).groups()
        months = (
            "January February March April May June July August September October November December".split()
        )
        return date(int(year), months.index(month) + 1, int(number)).isoformat()

    assert {model: end_of_life(model) for model in DEPRECATED_MODELS} == {
        model: day(model) for model in DEPRECATED_MODELS
    }
    assert FACTS["retires-sonnet-4-5"].value == end_of_life("claude-sonnet-4-5")
    assert FACTS["retires-opus-4-5"].value == end_of_life("claude-opus-4-5")
    assert DEFAULT_TIMEOUT.connect == 5.0 and FACTS["connect-seconds"].value == "five"
    most = int(FACTS["most-without-stream"].value.replace(",", ""))
    client = anthropic.Anthropic(api_key="none")
    assert client._calculate_nonstreaming_timeout(most, None)
    with pytest.raises(ValueError, match="Streaming is required"):
        client._calculate_nonstreaming_timeout(most + 1, None)
