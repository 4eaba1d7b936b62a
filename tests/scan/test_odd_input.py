"""Input that could be missed, or cost a whole file, is counted or reported."""

import gzip
import json
import os
import time
from datetime import datetime, timedelta

import click
import pytest
from click.testing import CliRunner

from diagnostic.diagnosis import rulebook
from diagnostic.log.tally import Tally
from diagnostic.log.times import read_moment
from diagnostic.scan import scan
from diagnostic.scan.fields import find_field, read_record
from diagnostic.scan.selection import Selection

LINE = "2026-11-20T10:00:01Z ERROR anthropic.APIStatusError: Error code: 529 - overloaded_error\n"


def count(*arguments, text=b""):
    done = CliRunner().invoke(scan, [*arguments, "--format", "json", "--workers", "1"], input=text)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return sum(one["count"] for one in json.loads(done.stdout)["causes"]) if done.stdout else done.stderr


def test_compressed_standard_input_counts():
    assert count("-", text=gzip.compress(LINE.encode())) == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_counts(tmp_path, encoding):
    path = tmp_path / "a.log"
    path.write_bytes(("\ufeff" + LINE).encode(encoding))
    assert count(str(path)) == 1


def test_a_pipe_is_named(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "standard input" in count(str(tmp_path / "pipe"))


def test_a_limit_with_an_offset_is_compared_in_its_zone(tmp_path):
    path = tmp_path / "a.log"
    path.write_text(LINE)
    assert (
        count(str(path), "--since", "2026-11-20T12:00:01+02:00", "--until", "2026-11-20T12:00:02+02:00") == 1
    )


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", ":Europe/Berlin", "XYZ-3", ""])
@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"])
def test_so_long_ago_fits_times_of_this_machine_with_and_without_offset(tmp_path, monkeypatch, zone, form):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        now = datetime.now().astimezone()
        path = tmp_path / "a.log"
        path.write_text(
            "".join(
                f"{now - timedelta(minutes=ago):{form}} {LINE.partition(' ')[2]}" for ago in (180, 90, 30, 1)
            )
        )
        assert [count(str(path), "--since", ago) for ago in ("1h", "2h", "4h")] == [2, 3, 4]
        assert count(str(path), "--since", "2h", "--until", "1h") == 1
    finally:
        monkeypatch.undo()
        time.tzset()


def test_one_record_nested_too_deeply_costs_itself_alone():
    assert read_record(b'{"m":"x","n":' + b"[" * 5000 + b"]" * 5000 + b"}", Selection(field="m")) is None


@pytest.mark.parametrize("name", ["²", "9" * 5000])
def test_a_name_that_is_no_index_finds_nothing(name):
    assert find_field(["x"], name) is None


@pytest.mark.parametrize("digits", ["", "123", "123456", "123456789"])
def test_epoch_times_of_any_unit_are_read(digits):
    assert read_moment(f'{{"ts":1763632800{digits}}}'.encode()) == "2025-11-20 10:00:00"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("length, is_long", [(60_000, False), (70_000, True)])
def test_lines_longer_than_what_is_read_of_one_are_told(tmp_path, pack, length, is_long):
    path = tmp_path / "a.log"
    path.write_bytes(pack(LINE.encode() * 2 + b"x" * length + b" " + LINE.encode()))
    done = CliRunner().invoke(scan, [str(path), "--format", "json"])
    assert json.loads(done.stdout)["has_long_lines"] is is_long
    assert ("longer than 64 KiB" in CliRunner().invoke(scan, [str(path)]).stdout) is is_long


def test_workers_with_other_rules_are_told_in_every_format_and_in_the_exit_status(tmp_path, monkeypatch):
    path = tmp_path / "a.log"
    path.write_text(LINE)
    counted = Tally(rules=frozenset(("other", rulebook().version)))
    monkeypatch.setattr("diagnostic.scan._count", lambda *arguments: counted)
    for form in ("text", "json", "html", "openmetrics"):
        done = CliRunner().invoke(scan, [str(path), "--format", form], standalone_mode=False)
        assert done.return_value == 2 and "different rules (other instead" in done.stderr
    monkeypatch.undo()
    assert CliRunner().invoke(scan, [str(path)], standalone_mode=False).return_value == 0


@pytest.mark.parametrize("option", ["--since", "--until", "--time-zone", "--scheduler"])
def test_an_option_that_is_empty_is_refused_as_a_variable_that_is_not_set(tmp_path, option):
    path = tmp_path / "a.log"
    path.write_text(LINE)
    done = CliRunner().invoke(scan, [str(path), option, ""], standalone_mode=False)
    assert done.return_value == 2 or isinstance(done.exception, click.UsageError)
    assert not done.stdout


@pytest.mark.parametrize(
    "options, zone",
    [
        ([], None),
        (["--time-zone", "Europe/Berlin"], "Europe/Berlin"),
        (["--since", "2026-11-20T00:00+02:00"], "UTC+02:00"),
    ],
)
def test_every_report_says_of_which_zone_its_times_are(tmp_path, options, zone):
    path = tmp_path / "a.log"
    path.write_text(LINE)
    said = {
        form: CliRunner().invoke(scan, [str(path), *options, "--format", form]).stdout
        for form in ("text", "json", "html")
    }
    assert json.loads(said["json"])["time_zone"] == zone
    assert ("Times are in" in said["text"]) == bool(zone)
    assert f"Times are {f'of {zone}' if zone else 'as the log prints them'}." in said["html"]
