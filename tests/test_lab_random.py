"""Random harm trials: what a seed makes, and how a run is judged by what each of its requests met."""

import random

import pytest

from diagnostic.diagnosis import rulebook
from diagnostic.lab.catalogue import FAULTS, STREAM_FAULTS
from diagnostic.lab.harm_random import MEETS, find_harm, met, plan_at_random, random_schedule
from diagnostic.lab.harm_suite import step_blocks
from diagnostic.lab.harm_trials import HarmTrial
from diagnostic.lab.run import Outcome
from diagnostic.lab.schedule import Schedule
from diagnostic.paths import RULES
from diagnostic.proof.record import End

RESTART = RULES / "_shared" / "restart.py"
CONTINUE = RULES / "output-truncated" / "continue-answer.py"
SILENT = Outcome(0, "", "")


def test_each_fault_exists_and_a_request_without_a_stream_meets_none_of_a_stream():
    assert {name for names in MEETS.values() for name in names.split()} <= set(FAULTS)
    for seed in range(200):
        plain = Schedule.parse(random_schedule(random.Random(seed), False))
        assert not STREAM_FAULTS & {part.fault for part in plain.parts}


def test_a_seed_makes_the_same_trials_in_each_run():
    blocks = step_blocks(rulebook().causes.values())
    assert plan_at_random(blocks, 7, 50) == plan_at_random(blocks, 7, 50) != plan_at_random(blocks, 8, 50)
    assert {trial.user_code for _, _, trial in plan_at_random([RESTART], 7, 50)} > {"", "own-bug"}


def test_a_header_of_the_api_decides_whether_a_refusal_lasts():
    assert met("overloaded~x-should-retry=false*1,authentication~x-should-retry=true*1", 3, False) == [
        "lasts", "passes", "whole",
    ]  # fmt: skip
    assert met("reset-before-response~x-should-retry=false*1,drop-mid-stream", 2, True) == ["passes", "cut"]
    assert met("drop-mid-stream", 1, False) == ["whole"]


def end(ends, requests=1, says=None):
    return End(ends, says, requests)


@pytest.mark.parametrize(
    ("block", "schedule", "plain", "fix", "harm"),
    [
        (RESTART, "stream-quota", end("raised"), end("raised", 4), "asks again after request 1"),
        (RESTART, "stream-quota", end("raised"), end("raised"), None),
        (RESTART, "drop-mid-stream*1", end("raised"), end("answered", 2), None),
        (RESTART, "drop-mid-stream", end("raised"), end("cut", 4), "cut without an error"),
        (RESTART, "drop-mid-stream", end("raised"), end("answered", 4), "answered without an error"),
        (RESTART, "ok", end("answered"), end("raised", 1, "ValueError: x"), "raises where a whole answer"),
        (RESTART, "ok", end("answered"), end("cut"), "returns less"),
        (RESTART, "billing", end("raised", 1, "A: x"), end("raised", 1, "B: x"), "raises B for A"),
        (RESTART, "ok", end("answered"), end("stopped"), "does not end"),
        (RESTART, "ok", end("answered"), end("raised", 1, "KeyError: 0"), "fails itself"),
        (CONTINUE, "max-tokens*1,html-200", end("cut"), end("raised", 2), "loses what was paid for"),
        (CONTINUE, "content-list", end("raised"), end("cut"), "cut without an error"),
    ],
)
def test_a_run_is_judged_by_what_its_requests_met(block, schedule, plain, fix, harm):
    found = find_harm(block, HarmTrial(schedule, "once"), plain, fix, SILENT)
    assert found is None if harm is None else harm in found


def test_a_persons_own_error_may_not_be_hidden():
    trial = HarmTrial("ok", "once", user_code="own-bug")
    assert "own error" in find_harm(RESTART, trial, end("answered"), end("answered"), SILENT)
    assert find_harm(RESTART, trial, end("answered"), end("raised"), SILENT) is None
    without_text = HarmTrial("two-tools", "once", user_code="own-bug")
    assert find_harm(RESTART, without_text, end("answered"), end("answered"), SILENT) is None
