"""Nothing is claimed that was not run: the record beside each rule is of the programs that stand there."""

import hashlib

import msgspec
import pytest

from diagnostic.diagnosis import rulebook
from diagnostic.lab.catalogue import FAULTS, GROUPS
from diagnostic.lab.prove import Proof, plan
from diagnostic.lab.run import SDKS
from diagnostic.paths import RULES

WITH_FAULT = [cause for cause in rulebook().causes.values() if cause.faults]


def _proof(cause):
    return msgspec.json.decode((cause.folder / "proof.json").read_bytes(), type=Proof)


def test_no_two_faults_have_one_name():
    names = [fault.name for group in GROUPS for fault in group]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_every_fault_of_a_rule_can_be_played(cause):
    assert set(cause.faults) <= FAULTS.keys()


@pytest.mark.parametrize("cause", WITH_FAULT, ids=lambda cause: cause.id)
def test_the_record_is_of_the_programs_that_stand_there(cause):
    planned = {
        (task.sdk.name, task.fault, task.program.name, task.role): hashlib.blake2b(task.program.read_bytes(), digest_size=8).hexdigest()
        for task in plan(cause)
    }
    recorded = {(run.sdk, run.fault, run.program.rpartition("/")[2], run.role): run.hash for run in _proof(cause).runs}
    assert recorded == planned, "run: python -m diagnostic.lab.prove --update --cause " + cause.id


def test_at_least_sixty_causes_are_proven():
    assert sum(1 for cause in WITH_FAULT if cause.verified) >= 60


def test_the_first_causes_are_proven_on_every_version():
    for id in ("stream-missing-message-stop", "stream-disconnected", "stream-overloaded", "overloaded"):
        verified = rulebook().causes[id].verified
        assert [*verified.python, *verified.typescript] == [sdk.version for sdk in SDKS]


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
            assert "/work/" not in text, path
            assert "verify=False" not in text or path.name == "explanation.md", path
