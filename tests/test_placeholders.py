"""Pattern parts that several rules share are defined once; an unknown name stops the load."""

import pytest

from diagnostic.paths import RULES, read_toml
from diagnostic.rules import RuleError
from diagnostic.rules.placeholders import PIECES, fill_pattern


@pytest.fixture(name="rule")
def _rule(tmp_path):
    (tmp_path / "_shared").mkdir()
    (tmp_path / PIECES).write_text("host = '\\bapi\\.example\\b'")
    return tmp_path / "a-cause" / "rule.toml"


@pytest.mark.parametrize("written", ["{{hosts}} refused", "{{ host}}", "{{host} refused"])
def test_a_name_that_is_not_there_is_an_error_that_says_it(rule, written):
    with pytest.raises(RuleError, match="there is no"):
        fill_pattern(written, rule)


def test_a_name_stands_for_its_piece_wherever_it_is(rule):
    assert fill_pattern("{{host}} no|no {{host}}", rule) == r"\bapi\.example\b no|no \bapi\.example\b"
    assert fill_pattern(r"a{2}\{\{x", rule) == r"a{2}\{\{x"


@pytest.mark.parametrize("name", read_toml(RULES / PIECES))
def test_each_piece_is_used_by_several_rules(name):
    used = [path for path in RULES.glob("*/rule.toml") if f"{{{{{name}}}}}" in path.read_text()]
    assert len(used) > 1, name
