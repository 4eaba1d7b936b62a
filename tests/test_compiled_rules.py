"""The compiled form of the rules says what their folders say, and a damaged one is never used."""

import dataclasses

import pytest
from rule_factory import write_rule

from diagnostic.paths import RULES
from diagnostic.rules import compiled, load_rules
from diagnostic.rules.rulebook import read_rules


@pytest.fixture(name="folder")
def _folder(tmp_path):
    for id in ("one", "other"):
        write_rule(tmp_path / "rules", id)
    return tmp_path / "rules"


def test_the_compiled_rules_are_the_rules_that_were_read():
    read = read_rules(RULES)
    again = compiled.decode(compiled.encode(read), RULES)
    assert (again.conditions, again.version) == (read.conditions, read.version)
    assert [dataclasses.asdict(cause) for cause in again.causes] == [
        dataclasses.asdict(cause) for cause in read.causes
    ]


def test_a_start_reads_the_compiled_form_alone(folder, monkeypatch):
    first = load_rules(folder)
    (folder / compiled.NAME).write_bytes(compiled.encode(read_rules(folder)))
    monkeypatch.setattr("diagnostic.rules.rulebook.read_folder", lambda path: pytest.fail("read again"))
    assert load_rules(folder).conditions == first.conditions


@pytest.mark.parametrize("at", [0, 31, 32, 200, -1])
def test_one_flipped_bit_leads_back_to_the_folders(folder, at):
    data = bytearray(compiled.encode(read_rules(folder)))
    data[at] ^= 1
    (folder / compiled.NAME).write_bytes(data)
    assert compiled.read(folder) is None
    assert list(load_rules(folder).causes) == ["one", "other"]


@pytest.mark.parametrize("data", [b"", b"\x00", b"rubbish" * 100])
def test_rubbish_leads_back_to_the_folders(folder, data):
    (folder / compiled.NAME).write_bytes(data)
    assert list(load_rules(folder).causes) == ["one", "other"]


def test_the_form_of_another_release_is_not_read(folder, monkeypatch):
    (folder / compiled.NAME).write_bytes(compiled.encode(read_rules(folder)))
    monkeypatch.setattr(compiled, "FORMAT", "another")
    assert compiled.read(folder) is None


def test_loading_writes_nothing(folder):
    before = sorted(path for path in folder.rglob("*"))
    load_rules(folder)
    assert sorted(path for path in folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["one/rule.toml", "one/explanation.md"])
def test_the_version_changes_with_a_file_of_a_rule(folder, name):
    before = load_rules(folder).version
    path = folder / name
    path.write_text(path.read_text().replace("It broke", "It tore").replace("The test", "A test"))
    assert load_rules(folder).version != before
