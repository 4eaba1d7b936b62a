"""The steps for the SDK version in the text come first, and the page says why; without a version, both are
shown in the rule's order.
"""

import pytest

from diagnostic import diagnose
from diagnostic.rules.ranges import covers, excludes

_CUT = """Traceback (most recent call last):
  File "/app/ask.py", line 9, in <module>
    for event in stream:
  File "/app/lib/python3.12/site-packages/anthropic/_streaming.py", line 68, in __stream__
    for sse in iterator:
  File "/app/lib/python3.12/site-packages/{package}/_transports/default.py", line 118, in \
map_httpcore_exceptions
    raise mapped_exc(message) from exc
{package}.RemoteProtocolError: peer closed connection without sending complete message body (incomplete \
chunked read)
"""
_OVERLOADED = (
    "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}\n"
)
_LIMITED = (
    "Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': 'Slow down'}}\n"
)


def _steps(text):
    return diagnose(text).findings[0].steps


def _reasons(text):
    return diagnose(text).findings[0].order.reasons


@pytest.mark.parametrize(
    "text, first, fitting, last",
    [
        (_CUT.format(package="httpx2"), "catch-and-restart", "class-httpx2", "class-httpx"),
        (_CUT.format(package="httpx"), "catch-and-restart", "class-httpx", "class-httpx2"),
        (_OVERLOADED + "anthropic==2.12.0\n", "back-off", "class-of-529", "no-class-of-529"),
        (_OVERLOADED + "anthropic==0.86.0\n", "back-off", "no-class-of-529", "class-of-529"),
    ],
)
def test_what_repairs_comes_first_and_steps_for_other_versions_last(text, first, fitting, last):
    steps = _steps(text)
    assert (steps[0].id, steps[-1].id) == (first, last)
    assert fitting in [step.id for step in steps[:-1]]
    assert _reasons(text).keys() == {fitting}
    assert _reasons(text)[fitting].startswith("Applies to your SDK version. The text ")


def test_without_a_version_the_steps_for_code_stand_as_the_rule_has_them(rules):
    steps = _steps(_OVERLOADED + "req_011CSHoEeqs5C35K2UUqR7Fy")
    for_code = [step.id for step in rules.causes["overloaded"].steps if "sdk" in step.audience.kinds]
    assert [step.id for step in steps if "sdk" in step.audience.kinds] == for_code
    assert steps[0].id == for_code[0]


def test_a_version_that_no_step_is_bound_to_moves_nothing():
    answers = [_steps(f"{_LIMITED}anthropic=={version}\n") for version in ("2.12.0", "2.14.0")]
    assert [step.id for step in answers[0]] == [step.id for step in answers[1]]


@pytest.mark.parametrize(
    "wanted, seen, all_of_it, none_of_it",
    [
        (">=1.0", "2.12.0", True, False),
        (">=1.0", ">=0.125", False, False),
        ("<1.0", "0.125.0", True, False),
        ("<1.0", "1.0", False, True),
        (">=0.47", "0.46.9", False, True),
        ("<=0.125.0", "0.125.0", True, False),
        (">=1.0,<2", "1.17.0", True, False),
        (">=1.0,<2", ">=2.5", False, True),
        ("none", "1.0", False, True),
    ],
)
def test_ranges_hold_all_some_or_none_of_another(wanted, seen, all_of_it, none_of_it):
    assert (covers(wanted, seen), excludes(wanted, seen)) == (all_of_it, none_of_it)
