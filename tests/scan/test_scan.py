"""`diagnostic scan` counts a log exactly, whatever its layout and wherever it is
split, and shows no secrets.
"""

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic import LAYOUTS, write_log

from diagnostic.log.tally import CauseCounts, Tally, Timeline
from diagnostic.log.times import fill_gaps, read_moment
from diagnostic.scan import reading
from diagnostic.scan.advice import advise
from diagnostic.scan.engines import processes
from diagnostic.scan.html import render_html
from diagnostic.scan.reading import Piece, count_piece
from diagnostic.scan.report import draw_bars, render_json
from diagnostic.scan.running import scan

SIZE = 200_000


@pytest.fixture(name="log", scope="module")
def _log(tmp_path_factory):
    """layout -> (path, what it holds)."""
    folder = tmp_path_factory.mktemp("logs")
    made = {}
    for layout in LAYOUTS:
        path = folder / f"{layout}.log"
        made[layout] = path, write_log(path, layout, SIZE, 0.04)
    return made


def run(*args: str, text: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "diagnostic", "scan", *args]
    return subprocess.run(
        command, input=text, capture_output=True, timeout=240, env={**os.environ, **environment}
    )


def scan_files(names: list[str]) -> Tally:
    with processes(1, is_long=False, is_remote=False) as (pool, in_flight):
        return scan(names, pool, in_flight)


def counts(tally: Tally) -> dict[str, int]:
    return {id: cause.count for id, cause in tally.causes.items()}


def in_ranges(path, borders: list[int]) -> Tally:
    """The file counted in pieces between the borders, as workers do."""
    total = Tally()
    for start, end in zip([0, *borders], [*borders, path.stat().st_size], strict=True):
        total.merge(count_piece(Piece(str(path), start, end, False)))
    return total


@pytest.mark.parametrize(
    "text",
    ["", "all is well\n", "2026-11-20 10:00:00 ERROR psycopg2.OperationalError: connection refused\n",
     "2026-11-20 10:00:00 INFO model claude-sonnet-4-6 answered in 2 s\n", "\x00\xff" * 1000],
)  # fmt: skip
def test_a_log_without_claude_errors_gives_nothing(tmp_path, text):
    path = tmp_path / "other.log"
    path.write_bytes(text.encode("latin-1"))
    assert counts(scan_files([str(path)])) == {}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_counts_hours_first_and_last_are_exact(log, layout):
    path, contents = log[layout]
    tally = scan_files([str(path)])
    assert counts(tally) == dict(contents.causes)
    assert sum(contents.causes.values()) > 20
    # A syslog line prints no year.
    cut = 5 if layout == "syslog" else 0
    for id, cause in tally.causes.items():
        assert dict(cause.times.by_hour()) == {
            hour[cut:]: count for hour, count in contents.hours[id].items()
        }
        assert (cause.first, cause.last) == (contents.first[id][cut:], contents.last[id][cut:])
    assert tally.bytes_read == path.stat().st_size


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(borders=st.lists(st.integers(1, SIZE - 1), min_size=1, max_size=6, unique=True))
def test_wherever_the_file_is_cut_nothing_is_lost_or_counted_twice(log, layout, borders):
    path, contents = log[layout]
    assert counts(in_ranges(path, sorted(borders))) == dict(contents.causes)


def test_a_border_inside_a_traceback_changes_nothing(log):
    path, contents = log["logging"]
    at = path.read_bytes().find(b"Traceback (most recent call last)")
    for border in range(at - 60, at + 200, 7):
        assert counts(in_ranges(path, [border])) == dict(contents.causes)


def test_gzip_standard_input_and_several_files_count_alike(log, tmp_path, monkeypatch):
    path, contents = log["logging"]
    packed = tmp_path / "app.log.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    monkeypatch.setattr(reading, "RANGE_BYTES", 50_000)  # several blocks
    assert counts(scan_files([str(packed)])) == dict(contents.causes)
    twice = {id: 2 * count for id, count in contents.causes.items()}
    assert counts(scan_files([str(path), str(packed)])) == twice
    done = run("-", "--format", "json", text=path.read_bytes())
    assert {cause["id"]: cause["count"] for cause in json.loads(done.stdout)["causes"]} == dict(
        contents.causes
    )


def test_models_and_request_ids_are_shown_and_keys_are_not():
    key = "sk-ant-api03-" + "Ab1" * 20
    line = (
        f"2026-11-20 10:00:00 ERROR x-api-key: {key} model=claude-opus-4-6 529 {{'type': 'error', 'error':"
        " {'type': 'overloaded_error', 'message': 'Overloaded'}, 'request_id':"
        " 'req_011CLabLabLabLabLabLab'}\n"
    )
    for form in ("text", "json", "html"):
        said = run("-", "--format", form, text=line.encode()).stdout.decode()
        assert "claude-opus-4-6" in said
        assert "req_011CLabLabLabLabLabLab" in said
        assert key[:20] not in said


def test_what_a_log_puts_in_a_captured_place_is_text_in_the_report():
    line = (
        "2026-11-20 10:00:00 ERROR model=claude-<script>alert(1)</script>-4 overloaded_error Error code: 529"
        " \x1b[31m\n"
    )
    for form in ("text", "html"):
        said = run("-", "--format", form, text=line.encode()).stdout.decode()
        assert "<script" not in said
        assert "\x1b" not in said


def test_the_html_report_needs_nothing_else(log):
    page = render_html(scan_files([str(log["logging"][0])]))
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    assert "<svg" in page
    assert page.count("<rect") == page.count("</title></rect>")


@pytest.mark.parametrize(
    "arguments, says",
    [(["no-such.log"], "no-such.log"), (["."], "."), ([], "FILE"), (["--workers", "no", "-"], "--workers")],
)
def test_bad_usage_says_what_is_wrong(arguments, says):
    done = run(*arguments)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_truncated_gzip_is_named(tmp_path):
    path = tmp_path / "cut.log.gz"
    path.write_bytes(gzip.compress(os.urandom(200_000))[:50_000])
    done = run(str(path))
    assert done.returncode == 2
    assert "cut.log.gz" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_the_exit_status_says_whether_errors_were_found(log):
    assert run(str(log["logging"][0])).returncode == 0
    assert run("-", text=b"all is well\n").returncode == 1


@pytest.mark.parametrize(
    "line, moment",
    [
        (b"2026-11-20 10:11:12,123 ERROR x", "2026-11-20 10:11:12"),
        (b"[2026/11/20 10:11:12] ERROR x", "2026-11-20 10:11:12"),
        (b"Nov  3 10:11:12 host app[1]: x", "11-03 10:11:12"),
        (b'10.0.0.1 - - [03/Nov/2026:10:11:12 +0000] "POST /v1/messages" 529', "2026-11-03 10:11:12"),
        (b'{"level":50,"time":1795000000000,"msg":"2020-01-01 00:00:00"}', "2026-11-18 11:06:40"),
        (b'{"log":"at 2020-01-01 00:00 it began","time":"2026-11-20T10:11:12.5Z"}', "2026-11-20 10:11:12"),
    ],
)
def test_the_time_of_an_entry_is_its_own(line, moment):
    assert read_moment(line) == moment


def test_no_time_is_no_moment():
    assert read_moment(b"overloaded_error") is None


def test_hours_without_errors_are_gaps():
    hours = {"2026-11-20 10:00": 4, "2026-11-20 13:00": 8}
    assert list(fill_gaps(hours).values()) == [4, 0, 0, 8]
    assert draw_bars(hours) == "▄  █"
    assert list(fill_gaps({"2026-01-01 10:00": 1, "2026-03-01 10:00": 2}))[:2] == ["2026-01-01", "2026-01-02"]


def _tally(**causes: Counter) -> Tally:
    tally = Tally()
    for id, hours in causes.items():
        tally.causes[id.replace("_", "-")] = CauseCounts(count=hours.total(), times=Timeline(counts=hours))
    return tally


@pytest.mark.parametrize(
    "tally, says",
    [
        (_tally(overloaded=Counter({"2026-11-20 10:00": 9})), "lower your concurrency or put a queue"),
        (_tally(overloaded=Counter({"2026-11-20 10:00": 1, "2026-11-21 10:00": 1})), "spread out"),
        (_tally(stream_overloaded=Counter({"2026-11-20 10:00": 2})), "inside a stream"),
        (_tally(rate_limit_input_tokens=Counter({"2026-11-20 10:00": 2})), "cache the stable prefix"),
        (_tally(credit_balance_too_low=Counter({"2026-11-20 10:00": 1})), "act: your account owner"),
        (_tally(stream_missing_message_stop=Counter({"2026-11-20 10:00": 2})), "without message_stop"),
    ],
)
def test_the_advice_follows_from_the_numbers(tally, says):
    assert any(says in sentence for sentence in advise(tally))


def test_no_error_no_advice():
    assert advise(Tally()) == []
    assert json.loads(render_json(Tally()))["causes"] == []
