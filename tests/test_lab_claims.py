"""Claims and harm: what proves nothing is refused, and what spoils something is caught."""

import asyncio
import json
from pathlib import Path

import pytest
from lab_client import ask

from diagnostic.diagnosis import rulebook
from diagnostic.lab.blocks import Trial, run_block
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.claims import find_problem, plan_scenarios
from diagnostic.lab.fault import Request
from diagnostic.lab.harm import (
    HISTORIES,
    SUITE,
    Harmless,
    find_harm,
    find_harm_of_check,
    shows_only,
    trials,
)
from diagnostic.lab.healthy import MODELS
from diagnostic.lab.run import Outcome, Runner
from diagnostic.lab.schedule import Part, Schedule
from diagnostic.lab.sdks import LATEST
from diagnostic.lab.server import Lab
from diagnostic.paths import RULES
from diagnostic.proof.record import End, StepRun

ANSWERED, RAISED, CUT = (End(ends, None, 1) for ends in ("answered", "raised", "cut"))
SILENT = Outcome(0, "", "")


def problem_of(naive, fix, claim="answers", outcome=SILENT, prints=None):
    scenario = next(
        one for one in plan_scenarios(rulebook().causes["overloaded"]) if one.claim.fix == "answers"
    )
    object.__setattr__(scenario, "claim", type(scenario.claim)("overloaded*4", "raises", claim))
    run = StepRun("back-off", "overloaded*4", "b.py", "0", "anthropic 2.14.0", "529", naive, fix, prints)
    return find_problem(scenario, run, outcome)


def test_a_schedule_that_the_plain_program_survives_is_refused():
    assert "proves nothing" in problem_of(ANSWERED, ANSWERED)


def test_a_fix_that_ends_short_or_raises_does_not_answer():
    assert "instead of answering" in problem_of(RAISED, CUT)
    assert "instead of answering" in problem_of(RAISED, RAISED)
    assert problem_of(RAISED, ANSWERED) is None


def test_a_fix_that_asks_without_bound_is_refused():
    for ends in ("answered", "raised"):
        assert "nothing bounds it" in problem_of(RAISED, End(ends, None, 51))


def test_an_error_that_the_plain_program_raises_as_early_proves_nothing():
    same = Outcome(1, "", "OverloadedError: 529")
    assert "proves nothing" in problem_of(RAISED, RAISED, "raises OverloadedError", same)
    assert problem_of(End("raised", None, 3), RAISED, "raises OverloadedError", same) is None
    assert "instead of raising" in problem_of(End("raised", None, 3), RAISED, "raises Another", same)


def test_a_check_that_prints_nothing_of_what_it_says_is_refused():
    assert "printed no" in problem_of(RAISED, RAISED, "prints ECONNREFUSED")
    assert problem_of(RAISED, RAISED, "prints ECONNREFUSED", prints="ECONNREFUSED") is None


@pytest.mark.parametrize(
    "wants, naive, fix, outcome, harm",
    [
        ("answer", ANSWERED, End("answered", None, 2), SILENT, "asks 2 times"),
        ("answer", ANSWERED, CUT, SILENT, "cut where the plain client answers"),
        ("answer", ANSWERED, ANSWERED, SILENT, None),
        ("error", RAISED, ANSWERED, SILENT, "where an error is due"),
        ("error", RAISED, RAISED, Outcome(1, "", "RuntimeError: gave up"), "hides the real error"),
        ("error", RAISED, RAISED, Outcome(1, "", "the real one"), None),
        ("error", RAISED, End("raised", None, 6), Outcome(1, "", "the real one"), "asks 6 times"),
        ("loud", CUT, CUT, SILENT, "passes a cut answer on as whole"),
        ("loud", CUT, ANSWERED, SILENT, "passes a cut answer on as whole"),
        ("loud", CUT, RAISED, SILENT, None),
        ("once", RAISED, End("answered", None, 4), SILENT, "asks 4 times"),
        ("once", RAISED, End("stopped", None, 1), SILENT, "does not end"),
        ("kept", CUT, CUT, Outcome(0, 'LAB-RESULT {"text": "Hel"}', ""), "hides 'refusal'"),
        ("kept", CUT, CUT, Outcome(0, '{"stop_reason": "refusal"}', ""), None),
        ("kept", CUT, RAISED, SILENT, None),
        ("same error", End("raised", "anthropic.APIStatusError: x", 1), RAISED, SILENT, "APIStatusError"),
        ("accepted", RAISED, RAISED, SILENT, "does not put right"),
        ("accepted", RAISED, ANSWERED, SILENT, None),
    ],
)
def test_what_spoils_something_is_caught(wants, naive, fix, outcome, harm):
    says = {"error": "the real one", "kept": "refusal"}.get(wants, "")
    found = find_harm(Harmless("x", wants, says), naive, fix, outcome, 0, 0)
    assert found is None if harm is None else harm in found


@pytest.mark.parametrize(
    "wants, fix, outcome, harm",
    [
        ("answer", CUT, SILENT, None),
        ("answer", RAISED, SILENT, "raises where the plain client answers"),
        ("answer", End("cut", None, 3), SILENT, "asks 3 times"),
        ("kept", CUT, SILENT, None),
        ("error", CUT, SILENT, "hides the real error"),
        ("error", CUT, Outcome(0, "the real one", ""), None),
        ("once", End("stopped", None, 1), SILENT, "does not end"),
    ],
)
def test_a_check_may_print_an_error_but_not_hide_it_nor_ask_more_often(wants, fix, outcome, harm):
    says = "the real one" if wants == "error" else ""
    found = find_harm_of_check(Harmless("x", wants, says), ANSWERED, fix, outcome, 0)
    assert found is None if harm is None else harm in found


def test_a_block_of_a_check_is_known_by_its_step_and_a_fix_is_not_one():
    assert shows_only(RULES / "_shared" / "cause-chain.ts")
    assert shows_only(RULES / "rate-limit-input-tokens" / "count-before.py")
    assert not shows_only(RULES / "_shared" / "restart.py")


def test_a_block_that_waits_less_than_it_is_told_is_caught():
    told = Harmless("rate-limit~retry-after=300*1", "answer")
    assert "waits 1 s" in find_harm(told, ANSWERED, ANSWERED, Outcome(0, "", "", (1.0,)), 300, 0)


def test_the_streaming_fixes_meet_the_whole_suite():
    for name in ("restart.py", "restart_async.py", "restart.ts", "resume.py", "resume.ts"):
        assert trials(RULES / "_shared" / name) == list(SUITE), name


def test_a_block_that_only_prepares_a_request_is_tried_on_a_healthy_one():
    prepares = trials(Path(RULES / "roles-must-alternate" / "merge-turns.py"))
    assert [one.schedule for one in prepares if one.wants == "answer"] == ["ok", "overloaded*1"]


def test_a_block_for_histories_meets_hidden_defects_also_with_answers_as_the_sdk_gave_them():
    meets = trials(RULES / "tool-result-missing" / "answer-tool-calls.py")
    assert {one.own_side for one in meets if one.wants == "accepted"} == {"", "sdk-objects"}
    meets = trials(RULES / "tool-result-missing" / "answer-tool-calls.ts")
    assert {one.own_side for one in meets if one.wants == "accepted"} == {""}


def test_the_api_of_the_lab_refuses_every_history_with_a_hidden_defect():
    for history in HISTORIES:
        check = FAULTS[history["fault"]].check
        body = json.dumps({"model": MODELS[0], "max_tokens": 9, **history["request"]}).encode()
        assert check(Request("POST", "/v1/messages", {}, body)), history["says"]


def test_a_schedule_is_one_fault_after_the_other():
    schedule = Schedule.parse("rate-limit~retry-after=300*1, stream-overloaded*2@run")
    assert [part and part.fault for part in map(schedule.part, range(4))] == [
        "rate-limit",
        "stream-overloaded",
        "stream-overloaded",
        None,
    ]
    assert schedule.run == "run" and schedule.passes == 3
    assert schedule.parts[0] == Part("rate-limit", (("retry-after", "300"),), 1)
    assert Schedule.parse("stall").part(99) and Schedule.parse("stall").passes is None
    assert Schedule.parse("overloaded+2") == Schedule.parse("overloaded*2")


@pytest.mark.parametrize(
    "text", ["", "Overloaded*4", "overloaded*", "overloaded*-1", "overloaded~x*1", "a,,b"]
)
def test_what_is_no_schedule_is_refused_by_name(text):
    with pytest.raises(ValueError, match="is not a fault with a number"):
        Schedule.parse(text)


def test_a_schedule_says_in_words_what_is_played():
    titles = {"overloaded": "529 overloaded_error", "stall": "silence"}
    assert Schedule.parse("overloaded*4").in_words(titles) == "529 overloaded_error, four times in a row"
    assert (
        Schedule.parse("overloaded*1,stall").in_words(titles)
        == "529 overloaded_error, once, then silence, every time"
    )


def test_headers_of_a_schedule_replace_those_of_the_fault_and_then_the_api_is_healthy():
    async def talk():
        async with Lab() as lab:
            segment = "rate-limit~retry-after=300~x-should-retry=false*1"
            return [(await ask(lab.port, segment))[0] for _ in range(2)]

    refused, answered = asyncio.run(talk())
    assert refused.startswith(b"HTTP/1.1 429") and refused.count(b"retry-after: ") == 1
    assert b"retry-after: 300\r\n" in refused and b"x-should-retry: false\r\n" in refused
    assert answered.startswith(b"HTTP/1.1 200") and b"retry-after" not in answered


@pytest.mark.slow
@pytest.mark.parametrize("name", ["deadline.py", "deadline_async.py", "deadline.ts"])
def test_the_deadline_of_a_stream_ends_pings_without_end(name, tmp_path):
    text = (RULES / "stream-idle-timeout" / name).read_text()
    shorter = text.replace("600_000", "2_000").replace("600", "2")
    assert shorter != text
    (tmp_path / name).write_text(shorter)
    sdk = LATEST["typescript" if name.endswith(".ts") else "python"]

    async def play(schedule):
        async with Lab() as lab, Runner(sdk) as runner:
            return (await run_block(lab, runner, tmp_path / name, Trial(schedule), "run"))[0].ends

    assert asyncio.run(play("pings-only")) == "raised"
    assert asyncio.run(play("ok")) == "answered"
