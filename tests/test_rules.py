"""An invalid rule prevents the start, and the message names file and field."""

import json

import pytest
from rule_factory import EXPLANATION, RULE, write_rule

from diagnostic.rules import RuleError, load_rules

BAD_RULES = {
    "unknown key": dict(extra="colour = 'red'", says="colour"),
    "unknown family": dict(rule=RULE.replace('"streaming"', '"weather"'), says="$.family"),
    "a string where a list is due": dict(rule=RULE.replace('["you"]', '"you"'), says="$.who"),
    "no condition": dict(when="when = []", says="$.when"),
    "an empty condition": dict(when="[[when]]\nlanguage = 'python'", says="$.when[0]"),
    "an unknown condition": dict(when="[[when]]\nwind = 'west'", says="wind"),
    "a pattern that is no RE2": dict(when="[[when]]\ntext = '(?=x)y'", says="$.when[0].text"),
    "a pattern with .*": dict(when="[[when]]\ntext = 'a.*b'", says="list of two patterns"),
    "a long counted gap": dict(when="[[when]]\ntext = 'a.{0,200}b'", says="over 80"),
    "an empty title": dict(rule=RULE.replace("The test fault", ""), says="$.title"),
    "an unknown client": dict(
        when="[[when]]\nclient = 'lite-llm'\nstatus = 500", says="'lite-llm' is not a client"
    ),
    "an unknown error type": dict(when="[[when]]\nerror_type = 'overload_error'", says="'overload_error'"),
    "an impossible status": dict(when="[[when]]\nstatus = 2000", says="$.when[0].status"),
    "an unknown code": dict(when="[[when]]\ncode = 'ECONFUSED'", says="'ECONFUSED'"),
    "an unknown platform": dict(
        when="[[when]]\nplatform = 'mars'\nstatus = 500", says="'mars' is not one of"
    ),
    "a class with a blank": dict(when="[[when]]\nexception = 'Rate Limit'", says="not the name of a class"),
    "a phrase beside a vendor": dict(when="[[when]]\nphrase = 'x'\nvendor = 'anthropic'", says="phrase"),
    "a headline with a broken field": dict(extra="headline = 'a { b'", says="$.headline"),
    "a headline that looks inside a value": dict(extra="headline = 'a {client.name}'", says="plain field"),
    "a headline that formats": dict(extra="headline = 'a {status:>9999999}'", says="plain field"),
    "no range of versions": dict(
        extra="reproduced = { python = 'latest' }", says="$.reproduced.python: 'latest' is not"
    ),
    "no range of versions in a step": dict(
        rule=RULE + '\n[steps.for.versions]\npython = "newest"\n',
        says="steps[do-it].for.versions.python",
    ),
    "an unknown kind of reader": dict(rule=RULE + '\n[steps.for]\nkinds = ["robot"]\n', says="robot"),
    "an unknown action": dict(extra="actions = ['dance']", says="'dance' is not in _shared/actions.toml"),
    "an unknown capture": dict(when="[[when]]\ntext = 'x (?P<colour>red)'", says="colour"),
    "a capture twice in one pattern": dict(
        when="[[when]]\ntext = '(?P<tokens>a)|(?P<tokens>b)'",
        says="duplicate group name",
        extra="headline = '{tokens}'",
    ),
    "a capture twice in one table": dict(
        when="[[when]]\ntext = ['a(?P<tokens>1)', 'b(?P<tokens>2)']",
        says="duplicate group name",
        extra="headline = '{tokens}'",
    ),
    "an unused capture": dict(
        when="[[when]]\ntext = 'x (?P<tokens>1)'", says="does not use the capture tokens"
    ),
    "a headline nothing fills": dict(extra="headline = '{tokens} tokens'", says="nothing captures tokens"),
    "a headline of a table that another table fills": dict(
        when="[[when]]\nheadline = '{tokens} tokens'\ntext = 'x'\n\n[[when]]\ntext = 'y (?P<tokens>1)'",
        says="$.when[0].headline: nothing captures tokens",
    ),
    "own words without words": dict(
        when="[[when]]\ntext = 'x'\nown_words = true", says="$.when[0].own_words: needs words"
    ),
    "a dangling relation": dict(extra="related = ['nobody']", says="'nobody'"),
    "a rule over itself": dict(extra="overrides = ['broken']", says="'broken'"),
    "an alias that is an id": dict(extra="aliases = ['broken']", says="taken"),
    "an insecure source": dict(rule=RULE.replace("https://", "http://"), says="https://"),
    "a missing program": dict(
        rule=RULE.replace('text = "Do the thing."', 'text = "Do."\nblock = "fix"'), says="fix.py"
    ),
    "two kinds of code in a step": dict(
        rule=RULE.replace('text = "Do the thing."', 'text = "Do."\nblock = "fix"\nshell = "ls"'),
        says="one of them",
    ),
    "settings without a file": dict(
        rule=RULE.replace('text = "Do the thing."', 'text = "Do."\nsettings = "a"'), says="settings_file"
    ),
    "a missing heading": dict(explanation=EXPLANATION.replace("## Why\n\nBecause.\n\n", ""), says="headings"),
    "headings in another order": dict(
        explanation="## Why\n\nx\n\n## What\n\nx\n\n## Tell it apart\n\nx\n\n## Prevent\n\nx\n",
        says="headings",
    ),
    "two steps of one id": dict(
        rule=RULE + '\n[[steps]]\nid = "do-it"\ntitle = "Do more"\ntext = "Do."\n',
        says="duplicate step id",
    ),
    "a step with the id of an action": dict(
        rule=RULE.replace('"do-it"', '"action-do-it"'), says="begins with"
    ),
    "an empty section": dict(explanation=EXPLANATION.replace("Because.", ""), says="## Why"),
    "text before the first heading": dict(explanation="Hello\n" + EXPLANATION, says="before"),
}


@pytest.mark.parametrize("name", BAD_RULES)
def test_a_bad_rule_is_refused_with_file_and_field(tmp_path, name):
    bad = dict(BAD_RULES[name])
    says = bad.pop("says")
    write_rule(tmp_path, "broken", **bad)
    with pytest.raises(RuleError) as error:
        load_rules(tmp_path)
    assert "broken" in str(error.value)
    assert says in str(error.value)


def test_a_circle_of_precedence_is_refused(tmp_path):
    write_rule(tmp_path, "one", extra="overrides = ['two']")
    write_rule(tmp_path, "two", extra="broader = 'one'")
    with pytest.raises(RuleError, match="circle"):
        load_rules(tmp_path)


def test_a_missing_explanation_is_refused(tmp_path):
    (write_rule(tmp_path, "broken") / "explanation.md").unlink()
    with pytest.raises(RuleError, match="missing"):
        load_rules(tmp_path)


def test_a_block_is_shown_as_its_file_stands(tmp_path):
    folder = write_rule(tmp_path, "fine", rule=RULE.replace('"Do the thing."', '"Do."\nblock = "fix"'))
    (folder / "fix.py").write_text("if True:\n    go()\n")
    snippet = load_rules(tmp_path).causes["fine"].steps[0].snippets["python"]
    assert (snippet.file, snippet.change) == ("fix.py", "if True:\n    go()\n")


def test_an_empty_folder_is_no_rulebook(tmp_path):
    with pytest.raises(RuleError, match="no rules"):
        load_rules(tmp_path)


def test_the_version_changes_with_any_file_of_a_rule(tmp_path):
    folder = write_rule(tmp_path, "fine")
    before = load_rules(tmp_path).version
    (folder / "explanation.md").write_text(EXPLANATION.replace("Because.", "Therefore."))
    assert load_rules(tmp_path).version != before


def test_what_was_proven_is_read_from_the_record(tmp_path):
    folder = write_rule(tmp_path, "fine")
    assert load_rules(tmp_path).causes["fine"].verified is None
    record = {"verified": {"python": ["2.12.0"], "typescript": [], "faults": ["drop"]}, "runs": []}
    (folder / "proof.json").write_text(json.dumps(record))
    assert load_rules(tmp_path).causes["fine"].verified.python == ("2.12.0",)


def test_a_rule_of_more_than_twelve_tables_says_why(rules):
    long = [cause for cause in rules.causes.values() if len(cause.seen) > 12]
    texts = {cause.id: (cause.folder / "rule.toml").read_text() for cause in long}
    assert texts and [id for id, text in texts.items() if "# More than twelve tables: " not in text] == []
