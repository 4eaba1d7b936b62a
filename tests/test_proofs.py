"""Every claim was run: the record beside each rule is of the current programs."""

import shutil

import msgspec
import pytest

from diagnostic.diagnosis import rulebook
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.claims import Scenario, depends_on_node, plan_scenarios, shows_expected
from diagnostic.lab.harm_suite import step_blocks, trials
from diagnostic.lab.plan import hash_of, plan
from diagnostic.lab.proof import read_proof, recorded_run
from diagnostic.lab.prove import _select_runs
from diagnostic.lab.sdks import OLDEST_NODE, SDKS
from diagnostic.paths import RULES
from diagnostic.proof import describe_step, read_harm, read_steps
from diagnostic.rules.ranges import fits

WITH_FAULT = [cause for cause in rulebook().causes.values() if cause.faults]


def listed(cause):
    """The SDK versions on which the rule says that it can occur."""
    return [sdk.version for sdk in SDKS if fits(sdk.version, cause.reproduced.get(sdk.language))]


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_every_fault_of_a_rule_can_be_played(cause):
    assert set(cause.faults) <= FAULTS.keys()


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_the_record_is_of_the_programs_that_stand_there(cause):
    planned = {(task.sdk.name, task.fault, task.program.name): hash_of(task.program) for task in plan(cause)}
    recorded = {(run.sdk, run.fault, run.program): run.hash for run in read_proof(cause).runs}
    assert recorded == planned, "run: python -m diagnostic.lab.prove --update --cause " + cause.id


def test_a_block_that_changed_since_its_proof_is_due_again(tmp_path):
    cause = rulebook().causes["stream-tool-json-invalid"]
    changed = msgspec.structs.replace(cause, folder=shutil.copytree(cause.folder, tmp_path / cause.id))
    with (changed.folder / "tool-input.py").open("a") as block:
        block.write("# changed\n")
    due = {one.block.name for one in plan_scenarios(changed) if recorded_run(one) is None}
    assert due == {"tool-input.py"}


def due_steps(cause):
    return [one for one in _select_runs([cause], only_changed=True) if isinstance(one, Scenario)]


def test_a_fault_or_a_failing_program_that_changed_makes_its_steps_due_again(tmp_path):
    cause = rulebook().causes["endpoint-not-found"]
    changed = msgspec.structs.replace(cause, folder=shutil.copytree(cause.folder, tmp_path / cause.id))
    due = due_steps(changed)
    assert due == []
    with (changed.folder / "fails.ts").open("a") as program:
        program.write("// changed\n")
    due = due_steps(changed)
    assert {one.block.name for one in due} == {"set-base-url.ts"}
    record = changed.folder / "proof.json"
    record.write_text(record.read_text().replace("404 for a path", "404 for another path"))
    assert all(recorded_run(one) is None for one in plan_scenarios(changed))


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_every_cause_with_a_fault_is_reproduced_on_every_version_listed(cause):
    assert cause.reproduced_on, "not reproduced anywhere"
    assert [*cause.reproduced_on.python, *cause.reproduced_on.typescript] == listed(cause)


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_the_record_is_of_the_blocks_that_stand_there(cause):
    planned = {scenario.record_key for scenario in plan_scenarios(cause)}
    recorded = {run.key for run in read_steps(cause.folder)}
    assert recorded == planned, "run: python -m diagnostic.lab.prove --update --cause " + cause.id


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_each_claim_of_a_fix_has_a_control_that_fails(cause):
    """Without the block the program raises, or ends short; with it the whole answer comes, or the error
    that the step names.
    """
    for scenario in plan_scenarios(cause):
        run = next(run for run in read_steps(cause.folder) if scenario.record_key[:4] == run.key[:4])
        if scenario.claim.fix.startswith("prints "):
            assert run.prints and shows_expected(scenario.claim, run.prints)
        else:
            assert run.naive.ends in ("raised", "cut"), run
            assert run.fix.ends == ("answered" if scenario.claim.fix == "answers" else "raised"), run


def test_no_fix_does_harm_and_each_was_tried_as_it_stands():
    tried = {(run.block, run.hash) for run in read_harm()}
    blocks = step_blocks(rulebook().causes.values())
    assert {(f"{block.parent.name}/{block.name}", hash_of(block)) for block in blocks} <= tried
    on_oldest = {(run.block, run.hash) for run in read_harm() if run.sdk == OLDEST_NODE.name}
    assert {
        (f"{block.parent.name}/{block.name}", hash_of(block))
        for block in blocks
        if any(depends_on_node(block, trial.schedule) for trial in trials(block))
    } == on_oldest
    assert [run for run in read_harm() if run.harm] == []


def test_a_step_says_what_was_run_or_that_nothing_was():
    cause = rulebook().causes["overloaded"]
    sentences = {step.id: describe_step(cause, step) for step in cause.steps}
    assert "gave up after 3 requests, this went on to the answer with 5" in sentences["back-off"]
    limit = rulebook().causes["max-tokens-too-large"]
    said = next(describe_step(limit, step) for step in limit.steps if step.id == "ask-the-model")
    assert "the plain program failed, this went on to the answer with 2 requests." in said
    assert "2.14.0" in sentences["back-off"] or "anthropic" in sentences["back-off"]
    assert sentences["in-streams"].endswith(f", {OLDEST_NODE.version} on Node {OLDEST_NODE.node}.")
    unproven = msgspec.structs.replace(cause, folder=cause.folder / "nowhere")
    assert describe_step(unproven, cause.steps[0]) == "Not run against a fault."


def test_most_causes_have_programs_in_both_languages():
    both = [
        cause
        for cause in rulebook().causes.values()
        if {"python", "typescript"} <= {language for step in cause.steps for language in step.snippets}
    ]
    assert len(both) >= 85


def test_no_program_names_a_place_of_its_author():
    for path in RULES.rglob("*"):
        if path.suffix in (".py", ".ts", ".md", ".toml"):
            text = path.read_text()
            assert str(RULES.parent) not in text, path
            assert "verify=False" not in text or path.name == "explanation.md", path
