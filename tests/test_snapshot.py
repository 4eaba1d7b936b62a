"""The rules are kept as they were read; whoever changes one never meets the old one."""

import os
import shutil
import sys

import msgspec
import pytest
from rule_factory import write_rule

from diagnostic.paths import RULES
from diagnostic.rules import RuleError, load_rules
from diagnostic.rules.rulebook import _read_rules
from diagnostic.rules.snapshot import find_snapshot, keep_snapshot


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    for id in ("one", "other"):
        write_rule(tmp_path / "rules", id)
        (tmp_path / "rules" / id / "proof.json").write_text("{}")
    return tmp_path / "rules"


def _kept(folder):
    (file,) = (folder / "__pycache__").iterdir()
    return file


def test_rules_that_were_kept_are_the_rules_that_were_read():
    read = _read_rules(RULES)
    packed = msgspec.msgpack.encode(read, enc_hook=str)
    again = msgspec.msgpack.decode(packed, type=type(read), dec_hook=lambda kind, value: kind(value))
    assert again.conditions == read.conditions and again.version == read.version
    for one, other in zip(again.causes, read.causes, strict=True):
        assert {name: getattr(one, name) for name in vars(one)} == {
            name: getattr(other, name) for name in vars(other)
        }


def test_a_second_start_reads_one_file(folder, monkeypatch):
    first = load_rules(folder)
    monkeypatch.setattr("diagnostic.rules.rulebook.read_folder", lambda path: pytest.fail("read again"))
    second = load_rules(folder)
    assert second.version == first.version and second.conditions == first.conditions


@pytest.mark.parametrize(
    "name, old, new",
    [
        ("one/rule.toml", "title", "# a comment\ntitle"),
        ("one/explanation.md", "## What\n", "## What\nNew. "),
        ("other/proof.json", "{", "{ "),
    ],
)
def test_a_changed_file_is_read_at_the_next_start(folder, name, old, new):
    before = load_rules(folder)
    path = folder / name
    path.write_text(path.read_text().replace(old, new, 1))
    assert load_rules(folder).version != before.version


def test_a_change_that_keeps_size_and_is_a_nanosecond_later_is_seen(folder):
    load_rules(folder)
    path = folder / "one" / "rule.toml"
    stat = path.stat()
    path.write_text(path.read_text().replace("streaming", "stringent"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert find_snapshot(folder) is None


def test_a_fault_is_never_hidden_by_what_was_kept(folder):
    load_rules(folder)
    (folder / "one" / "rule.toml").write_text("title = 1")
    with pytest.raises(RuleError):
        load_rules(folder)


def test_a_removed_cause_is_gone(folder):
    load_rules(folder)
    shutil.rmtree(folder / "other")
    assert list(load_rules(folder).causes) == ["one"]


def test_a_moved_folder_names_its_new_place(folder, tmp_path):
    load_rules(folder)
    moved = folder.rename(tmp_path / "moved")
    assert load_rules(moved).causes["one"].folder == moved / "one"


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\x82", b"rubbish" * 100])
def test_a_damaged_file_is_made_anew(folder, damage):
    load_rules(folder)
    file = _kept(folder)
    whole = file.read_bytes()
    file.write_bytes(damage)
    load_rules(folder)
    assert file.read_bytes() == whole


def test_half_a_file_is_never_left_nor_a_second_one(folder):
    load_rules(folder)
    keep_snapshot(folder, _read_rules(folder))
    assert [path.suffix for path in (folder / "__pycache__").iterdir()] == [".msgpack"]


def test_nothing_is_written_where_python_writes_no_bytecode(folder, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    load_rules(folder)
    assert not (folder / "__pycache__").exists()


def test_a_folder_that_cannot_be_written_is_read_at_each_start(folder, monkeypatch):
    (folder / "__pycache__").write_text("a file where the folder would be")
    assert load_rules(folder).version == load_rules(folder).version
