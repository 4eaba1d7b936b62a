"""A lake of many formats is counted exactly: by processes and by a cluster, from disk and from a store, with
a killed worker and a truncated file.
"""

import asyncio
import gzip
import json
import os
import signal
import socket
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pandas
import pytest
import zstandard
from click.testing import CliRunner
from faulty_store import empty_store
from lake import PACKERS, records, write_json_lines, write_lake, write_parquet
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as prometheus_text
from synthetic import write_log

from diagnostic import scan_frame
from diagnostic.log.tally import Tally
from diagnostic.scan import engines, running
from diagnostic.scan import scan as command
from diagnostic.scan.engines import processes
from diagnostic.scan.running import scan
from diagnostic.scan.selection import Selection, parse_limit, parse_zone
from diagnostic.scan.storage import find_files

pytestmark = pytest.mark.slow

FILES, SIZE = 25, 40_000


@pytest.fixture(name="lake", scope="module")
def _lake(tmp_path_factory):
    """A folder, and the errors in it by cause."""
    folder = tmp_path_factory.mktemp("lake")
    return folder, write_lake(folder, FILES, SIZE)


@pytest.fixture(name="store", scope="module")
def _store(lake, tmp_path_factory):
    """The same files in a bucket of a server that speaks S3."""
    folder, causes = lake
    with pytest.MonkeyPatch.context() as patch, empty_store() as (host, port):
        settings = {
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        }  # fmt: skip
        for name, value in settings.items():
            patch.setenv(name, value)
        import s3fs

        files = s3fs.S3FileSystem(skip_instance_cache=True)
        files.mkdir("logs")
        files.put([str(path) for path in sorted(folder.iterdir())], "logs/day/")
        yield "s3://logs/day/*.log*", causes


@pytest.fixture(name="cluster", scope="module")
def _cluster():
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield cluster, client


def counts(tally: Tally) -> Counter[str]:
    return Counter({id: one.count for id, one in tally.causes.items()})


def on_threads(names, **options) -> Tally:
    with ThreadPoolExecutor(2) as pool:
        return scan(list(map(str, names)), pool, lambda: 4, **options)


def test_every_form_on_disk_counts_exactly(lake):
    folder, causes = lake
    with processes(2, is_long=False, is_remote=False) as (pool, in_flight):
        tally = scan([f"{folder}/*.log*"], pool, in_flight)
    assert counts(tally) == causes
    assert (tally.files, tally.problems) == (FILES, {})


def test_a_store_counts_like_the_disk(store):
    address, causes = store
    with processes(2, is_long=False, is_remote=True) as (pool, in_flight):
        tally = scan([address], pool, in_flight)
    assert counts(tally) == causes
    assert tally.files == FILES


def test_a_cluster_with_a_killed_worker_and_a_cut_file_loses_nothing_else(lake, store, cluster, tmp_path):
    address, causes = store
    _, client = cluster
    contents = write_log(tmp_path / "log", "logging", 300_000, 0.05)
    whole = (tmp_path / "log").read_bytes()
    cut = gzip.compress(whole)[: len(gzip.compress(whole)) // 2]
    path = tmp_path / "cut.log.gz"
    path.write_bytes(cut)
    readable = zlib.decompressobj(31).decompress(cut)
    (tmp_path / "readable.log").write_bytes(readable)
    left = counts(on_threads([tmp_path / "readable.log"]))
    assert 0 < left.total() < contents.causes.total()

    done, killed = [], []
    victim = next(iter(client.run(os.getpid).values()))

    def progress(read):
        done.append(read)
        if len(done) == 4:
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    tally = scan([address, str(path)], client.get_executor(pure=False), lambda: 4, progress=progress)
    assert killed
    assert counts(tally) == causes + left
    assert list(tally.problems) == [str(path)]
    assert "damaged" in tally.problems[str(path)]
    assert sum(done) == sum(file.size for file in find_files([address, str(path)]))


def test_the_command_reaches_a_scheduler_and_says_what_it_lacks(lake, cluster):
    folder, causes = lake
    running, _ = cluster
    said = CliRunner().invoke(
        command, ["--scheduler", running.scheduler_address, "--format", "json", f"{folder}/*.log*"]
    )
    assert {one["id"]: one["count"] for one in json.loads(said.stdout)["causes"]} == causes
    refused = CliRunner().invoke(command, ["--scheduler", "tcp://x:1", "--engine", "processes", "-"])
    assert refused.exit_code == 2 and "--scheduler" in refused.output


@pytest.mark.parametrize("address", ["nonsense:port", "", "tls://127.0.0.1:1", "http://127.0.0.1:8786"])
def test_what_is_not_the_address_of_a_scheduler_is_refused_in_one_line(tmp_path, address):
    (tmp_path / "log").write_text("529")
    arguments = ["--scheduler", address, str(tmp_path / "log")]
    odd = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert odd.return_value == 2 and "not the address of a scheduler" in odd.output


def test_a_scheduler_that_takes_a_connection_and_says_nothing_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "_ANSWER_SECONDS", 1.0)
    (tmp_path / "log").write_text("529")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        arguments = ["--scheduler", f"tcp://127.0.0.1:{silent.getsockname()[1]}", str(tmp_path / "log")]
        said = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert said.return_value == 2 and "does not answer" in said.output


@pytest.mark.parametrize("workers, is_silent", [(0, False), (1, True)])
def test_a_cluster_on_which_nothing_runs_any_more_ends_the_scan(tmp_path, monkeypatch, workers, is_silent):
    from distributed import Client, LocalCluster

    monkeypatch.setattr(engines, "_ANSWER_SECONDS", 1.0 if is_silent else 60.0)
    monkeypatch.setattr(engines, "_WORKER_SECONDS", 0.5)
    monkeypatch.setattr(running, "_HEALTH_CHECK_SECONDS", 0.4)
    path = tmp_path / "log"
    path.write_text("529")
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        capacity = engines._Capacity(client)
        if is_silent:
            monkeypatch.setattr(client.scheduler, "ncores", lambda: asyncio.sleep(60), raising=False)
        with pytest.raises(running.StoppedError, match="no longer answers" if is_silent else "had no worker"):
            scan([str(path)], client.get_executor(pure=False), capacity.in_flight)


@pytest.mark.parametrize("form", PACKERS)
def test_a_cut_file_is_named_and_what_came_before_counts(form, tmp_path):
    contents = write_log(tmp_path / "log", "logging", 200_000, 0.05)
    packed = PACKERS[form]((tmp_path / "log").read_bytes())
    path = tmp_path / f"log.{form}"
    path.write_bytes(packed[: -len(packed) // 10])
    tally = on_threads([path])
    assert list(tally.problems) == [str(path)]
    assert counts(tally).total() < contents.causes.total()
    if form in ("gz", "zst"):  # the others hold one block larger than this
        assert counts(tally).total() > 0
    path.write_bytes(packed)
    assert (counts(on_threads([path])), on_threads([path]).problems) == (contents.causes, {})


def test_what_a_file_is_its_bytes_say_and_not_its_name(tmp_path):
    contents = write_log(tmp_path / "log", "logging", 60_000, 0.05)
    data = (tmp_path / "log").read_bytes()
    (tmp_path / "packed.log").write_bytes(gzip.compress(data))
    (tmp_path / "plain.log.gz").write_bytes(data)
    half = len(data) // 2
    frames = zstandard.ZstdCompressor().compress(data[:half]) + zstandard.ZstdCompressor().compress(
        data[half:]
    )
    (tmp_path / "two-frames.log").write_bytes(frames)
    for name in ("packed.log", "plain.log.gz", "two-frames.log"):
        assert counts(on_threads([tmp_path / name])) == contents.causes, name


FIELD = Selection(field="error.message")


@pytest.fixture(name="rows_and_causes", scope="module")
def _rows_and_causes():
    return records(600, 0.1)


@pytest.fixture(name="tables", scope="module")
def _tables(tmp_path_factory, rows_and_causes):
    rows, _ = rows_and_causes
    folder = tmp_path_factory.mktemp("tables")
    write_json_lines(folder / "rows.jsonl", rows)
    write_parquet(folder / "rows.parquet", rows)
    return folder


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.parquet"])
def test_only_the_field_counts_with_the_time_and_host_of_its_record(tables, rows_and_causes, name):
    _, causes = rows_and_causes
    tally = on_threads([tables / name], selection=FIELD)
    assert counts(tally) == causes
    hosts = Counter()
    for one in tally.causes.values():
        hosts += one.hosts.counts
        assert one.first >= "2026-11-20 00:00:00" and one.times.counts.total() == one.count
    assert set(hosts) == {"api-0", "api-1", "api-2"} and hosts.total() == causes.total()


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.parquet"])
def test_a_span_of_time_counts_what_was_written_in_it(tables, rows_and_causes, name):
    _, causes = rows_and_causes
    now = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    zone = parse_zone("Asia/Kolkata")  # five and a half hours ahead
    in_utc = Selection(
        "error.message", None, parse_limit("1h", None, now), parse_limit("2026-11-20 01:00", None, now)
    )
    there = Selection(
        "error.message",
        None,
        parse_limit("2026-11-20 06:00", zone, now),
        parse_limit("2026-11-20T01:00:00+00:00", zone, now),
        zone,
    )
    first, second = (on_threads([tables / name], selection=one) for one in (in_utc, there))
    assert 0 < counts(first).total() < causes.total()
    assert counts(first) == counts(second)
    assert all("2026-11-20 00:30:00" <= one.first < one.last[:20] + "~" for one in first.causes.values())
    assert all(one.first >= "2026-11-20 06:00:00" for one in second.causes.values())


def test_a_field_that_is_not_there_is_said(tables):
    assert on_threads([tables / "rows.jsonl"], selection=Selection(field="messages")).without_field > 0
    missing = on_threads([tables / "rows.parquet"], selection=Selection(field="messages"))
    assert "no column 'messages'" in missing.problems[str(tables / "rows.parquet")]
    unnamed = on_threads([tables / "rows.parquet"])
    assert "--field" in unnamed.problems[str(tables / "rows.parquet")]


def test_a_cut_parquet_file_is_named(tables, tmp_path):
    (tmp_path / "cut.parquet").write_bytes((tables / "rows.parquet").read_bytes()[:-900])
    assert (
        "damaged"
        in on_threads([tmp_path / "cut.parquet"], selection=FIELD).problems[str(tmp_path / "cut.parquet")]
    )


@pytest.mark.parametrize(
    "since, until, held",
    [
        ("", "", [None, "11-20 10:00:00"]),
        ("2026-11-20 09:00:00", "", ["2026-11-20 09:00:00", "11-20 10:00:00"]),
        (
            "2026-12-30 00:00:00",
            "2027-01-02 00:00:00",
            ["12-31 10:00:00", "01-01 10:00:00", "2027-01-01 23:59:59"],
        ),
    ],
)
def test_a_span_holds_its_moments_with_and_without_a_year(since, until, held):
    selection = Selection(since=since, until=until)
    assert all(selection.includes(moment) for moment in held)
    if until:
        assert not any(
            map(selection.includes, (None, "2026-12-29 23:59:59", "2027-01-02 00:00:00", "06-01 10:00:00"))
        )


@pytest.mark.parametrize("said", ["yesterday", "2026-13-01", "6x", ""])
def test_a_limit_that_is_no_time_is_refused(said):
    with pytest.raises(ValueError, match="is not a time"):
        parse_limit(said, None, datetime.now(UTC))


def test_the_metrics_are_read_by_both_parsers(lake):
    folder, causes = lake
    said = CliRunner().invoke(command, ["--format", "openmetrics", f"{folder}/*.log"]).stdout
    assert said.endswith("# EOF\n")
    for parser in (open_metrics, prometheus_text):
        families = {family.name: family for family in parser(said)}
        samples = families["diagnostic_scan_errors"].samples
        found = {sample.labels["cause"]: sample.value for sample in samples}
        assert found and found.keys() <= causes.keys()
        assert families["diagnostic_scan_damaged_files"].samples[0].value == 0


@pytest.mark.parametrize("is_spread", [False, True])
def test_a_data_frame_counts_like_its_rows(rows_and_causes, is_spread):
    rows, causes = rows_and_causes
    rows = [*rows, {**rows[0], "error": {"message": None}}]
    frame = pandas.DataFrame(
        {
            "when": [row["timestamp"] for row in rows],
            "hostname": [row["hostname"] for row in rows],
            "message": [row["error"]["message"] for row in rows],
        }
    )
    if is_spread:
        import dask.dataframe

        frame = dask.dataframe.from_pandas(frame, npartitions=3)
    answer = scan_frame(frame, "message", time="when")
    assert {one.id: one.count for one in answer.causes} == causes
    assert all(one.minutes and one.hosts for one in answer.causes)


def test_the_scheduler_holds_no_more_tasks_than_are_under_way(lake):
    folder, _ = lake
    given, under_way = [], []

    class Counting(ThreadPoolExecutor):
        def submit(self, *arguments):
            # Not counted by callbacks: they run after whoever waits for the task has been told of its end.
            under_way.append(1 + sum(not one.done() for one in given))
            given.append(super().submit(*arguments))
            return given[-1]

    with Counting(2) as pool:
        scan([f"{folder}/000*"], pool, lambda: 3)
    assert len(given) >= 10 and max(under_way) <= 3


def test_without_dask_or_a_store_the_extra_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    (tmp_path / "log").write_text("x\n")
    for arguments in (["--engine", "dask", str(tmp_path / "log")], ["s3://logs/x"]):
        said = CliRunner().invoke(command, arguments, standalone_mode=False)
        assert said.return_value == 2
        assert ".[scan-cluster]" in said.stderr
