"""Nothing is claimed that was not run: the record beside each rule is of the programs that stand there."""

import dataclasses
import shutil

import pytest

from diagnostic.diagnosis import rulebook
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.plan import plan
from diagnostic.lab.proof import hash_of, is_missing, read_proof
from diagnostic.lab.sdks import SDKS
from diagnostic.paths import RULES
from diagnostic.render.phrases import say_proof
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
    planned = {
        (task.sdk.name, task.fault, task.program_name, task.role): hash_of(task.program)
        for task in plan(cause)
    }
    recorded = {(run.sdk, run.fault, run.program, run.role): run.hash for run in read_proof(cause).runs}
    assert recorded == planned, "run: python -m diagnostic.lab.prove --update --cause " + cause.id


def test_a_program_that_changed_since_its_proof_is_due_again(tmp_path):
    cause = rulebook().causes["connect-timeout"]
    changed = dataclasses.replace(cause, folder=shutil.copytree(cause.folder, tmp_path / cause.id))
    with (changed.folder / "connect-limit.py").open("a") as program:
        program.write("# changed\n")
    assert {task.program.name for task in plan(changed) if is_missing(task)} == {"connect-limit.py"}


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_every_cause_with_a_fault_is_reproduced_on_every_version_listed(cause):
    assert cause.met, "not reproduced anywhere"
    assert [*cause.met.python, *cause.met.typescript] == listed(cause)


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_every_cause_with_a_fault_is_fixed_on_every_version_listed_or_says_that_it_is_not(cause):
    if cause.verified is None:
        assert "cannot be shown" in say_proof(cause)
    else:
        assert [*cause.verified.python, *cause.verified.typescript] == listed(cause)


@pytest.mark.parametrize("cause", [cause for cause in WITH_FAULT if cause.fix], ids=lambda cause: cause.id)
def test_a_page_says_survived_only_where_a_program_met_the_fault_itself_and_answered(cause):
    met_it = [run for run in read_proof(cause).runs if run.role == "survives" and run.ends == "answered"]
    assert ("survived it" in say_proof(cause)) is bool(met_it)


def test_at_least_sixty_causes_are_proven_and_most_of_them_by_a_program_alone():
    assert sum(1 for cause in WITH_FAULT if cause.verified) >= 60
    assert sum(1 for cause in WITH_FAULT if cause.fix == "survives") >= 60


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
