"""The compiled rules equal their folders, and a damaged file is never used."""

import errno
import os
from pathlib import Path

import msgspec
import pytest
from rule_factory import write_rule

from diagnostic import file_cache
from diagnostic.paths import RULES
from diagnostic.pattern_sets import PatternSet
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
    assert [msgspec.to_builtins(cause, enc_hook=str) for cause in again.causes] == [
        msgspec.to_builtins(cause, enc_hook=str) for cause in read.causes
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


@pytest.fixture(name="cache")
def _cache(monkeypatch, tmp_path):
    monkeypatch.setattr(file_cache, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture(name="source")
def _source(tmp_path):
    path = tmp_path / "source.toml"
    path.write_text("one")
    return path


def test_what_was_built_is_used_until_a_source_changes(cache, source):
    made = []

    def make():
        made.append(source.read_text())
        return made[-1].encode()

    assert [file_cache.cached("name", [source], make) for _ in range(2)] == [b"one", b"one"]
    source.write_text("other")
    assert file_cache.cached("name", [source], make) == b"other"
    assert made == ["one", "other"]
    assert len(list(cache.iterdir())) == 1


def test_a_change_that_keeps_the_size_is_seen(cache, source):
    file_cache.cached("name", [source], lambda: b"one")
    stat = source.stat()
    source.write_text("two")
    os.utime(source, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert file_cache.cached("name", [source], lambda: b"two") == b"two"


@pytest.mark.parametrize("at", [0, 31, 32, 35, 36, -1])
def test_a_damaged_file_is_made_again(cache, source, at):
    file_cache.cached("name", [source], lambda: b"what was made")
    (file,) = cache.iterdir()
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    assert file_cache.cached("name", [source], lambda: b"made again") == b"made again"


def test_without_a_place_to_write_it_is_made_each_time(cache, source):
    cache.write_text("no folder")
    assert file_cache.cached("name", [source], lambda: b"made") == b"made"


def test_the_cached_rules_are_those_of_the_folders(cache):
    first, second = load_rules(RULES), load_rules(RULES)
    assert any(file.name.startswith("rules-") for file in cache.iterdir())
    assert second.conditions == first.conditions == read_rules(RULES).conditions


def test_the_folder_keeps_what_was_written_or_read_last(cache):
    for number in range(file_cache._MAX_FILES):
        place = cache / f"{number}.cache"
        file_cache.write_file(place, b"x")
        os.utime(place, ns=(number, number))
    assert file_cache.read_file(cache / "0.cache") == b"x"
    for number in range(5):
        file_cache.write_file(cache / f"last-{number}.cache", b"x")
    names = {path.name for path in cache.iterdir()}
    assert len(names) == file_cache._MAX_FILES
    assert {"0.cache", "last-0.cache", "last-4.cache", "6.cache"} <= names
    assert not {f"{number}.cache" for number in range(1, 6)} & names


def test_compiled_patterns_that_are_in_use_are_no_old_files(cache):
    PatternSet({"cut": r"\bcut\b"}).compile()
    (file,) = cache.iterdir()
    os.utime(file, ns=(1, 1))
    assert PatternSet({"cut": r"\bcut\b"}).load()
    assert file.stat().st_mtime_ns > 1


def test_a_full_disk_leaves_no_unfinished_file(cache, source, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    assert file_cache.cached("name", [source], lambda: b"one") == b"one"
    assert list(cache.iterdir()) == []
