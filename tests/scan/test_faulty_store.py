"""A store that refuses, or changes during the scan: unread files are reported, the
rest is counted exactly.
"""

import gzip
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from faulty_store import faulty_store, refusal

from diagnostic.log.tally import Tally
from diagnostic.scan import reading
from diagnostic.scan import scan as command
from diagnostic.scan.running import scan

pytestmark = pytest.mark.slow

LINE = b"2026-11-20T10:00:01Z ERROR anthropic.APIStatusError: Error code: 529 - overloaded_error\n"
QUIET = b"2026-11-20T10:00:02Z INFO job 12345 took 512 ms, 200 OK\n"
# Three pieces of a small range each, the errors all in the second half.
LARGE = QUIET * 3000 + (QUIET + LINE) * 900


def on_threads(*addresses, **options) -> Tally:
    with ThreadPoolExecutor(2) as pool:
        return scan([str(address) for address in addresses], pool, lambda: 4, **options)


def total(tally: Tally) -> int:
    return sum(one.count for one in tally.causes.values())


@pytest.fixture(name="store", scope="module")
def _store():
    with pytest.MonkeyPatch.context() as patch, faulty_store() as store:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", store.url)
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        files = s3fs.S3FileSystem(skip_instance_cache=True)
        files.mkdir("logs")
        files.pipe(
            {"logs/a.log": LINE * 10, "logs/b.log": LINE * 20, "logs/c.log.gz": gzip.compress(LINE * 40)}
        )
        files.pipe({"logs/empty/a": b"", "logs/large/a": LARGE})
        yield store


@pytest.fixture(name="fault")
def _fault(store):
    """Sets the fault of this test."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    store.asked.clear()
    yield lambda fault: setattr(store, "fault", fault)
    store.fault = lambda request: None


DENIED = (403, refusal("AccessDenied", "Access Denied"))
GONE = (404, refusal("NoSuchKey", "The specified key does not exist."))


@pytest.mark.parametrize(
    "name, left, answer, reason",
    [
        ("b.log", 50, DENIED, "Access Denied"),
        ("c.log.gz", 30, DENIED, "Access Denied"),
        ("b.log", 50, GONE, "The specified key does not exist."),
        ("c.log.gz", 30, GONE, "The specified key does not exist."),
    ],
)
def test_what_a_store_keeps_back_is_named_and_the_rest_counts(fault, name, left, answer, reason):
    fault(lambda request: answer if request.path.startswith(f"/logs/{name}") else None)
    tally = on_threads("s3://logs/*.*")
    assert (total(tally), tally.problems) == (left, {f"s3://logs/{name}": reason})


def test_a_store_that_is_busy_for_a_while_loses_nothing(fault):
    busy = (503, refusal("SlowDown", "Please reduce your request rate."))
    fault(lambda request: busy if request.number == 1 else None)
    tally = on_threads("s3://logs/*.*")
    assert (total(tally), tally.problems) == (70, {})


@pytest.mark.parametrize(
    "address, answer, says",
    [
        ("s3://logs/*.*", DENIED, "s3://logs/*.*: Access Denied"),
        ("s3://logs/a.log", DENIED, "s3://logs/a.log: Forbidden"),
        ("s3://logs/missing.log", None, "s3://logs/missing.log: there is no such file"),
        ("s3://nowhere/a.log", None, "s3://nowhere/a.log: The specified bucket does not exist"),
    ],
)
def test_an_address_that_leads_to_nothing_is_refused_with_its_reason(fault, address, answer, says):
    fault(lambda request: answer)
    done = CliRunner().invoke(command, [address], standalone_mode=False)
    assert (done.return_value, done.stderr) == (2, f"diagnostic scan: {says}\n")


def test_an_empty_object_is_a_file_without_errors(fault):
    done = CliRunner().invoke(command, ["s3://logs/empty/a", "--format", "json"], standalone_mode=False)
    assert (done.return_value, json.loads(done.stdout)["events"]) == (1, 0)


# The last one: when only the range of the last piece is left to read.
@pytest.mark.parametrize("at", [2, 3, 5, 8])
@pytest.mark.parametrize("put", [LINE * 9, (QUIET + LINE) * 4000], ids=["smaller", "larger"])
def test_an_object_that_is_replaced_while_it_is_read_is_named(fault, store, monkeypatch, put, at):
    monkeypatch.setattr(reading, "REMOTE_RANGE_BYTES", 100_000)
    import boto3

    other = boto3.client("s3", endpoint_url=store.url)
    other.put_object(Bucket="logs", Key="large/a", Body=LARGE)
    store.asked.clear()
    whole = on_threads("s3://logs/large/a")
    assert (total(whole), whole.problems) == (900, {})
    # Of each of three pieces the beginning, its range, and the beginning again.
    assert sum(bool(request.range) for request in store.asked) == 9
    reads = []

    def replace(request):
        if request.method == "GET" and request.range:
            reads.append(request)
            if len(reads) == at:
                store.fault = lambda request: None
                other.put_object(Bucket="logs", Key="large/a", Body=put)

    fault(replace)
    with ThreadPoolExecutor(1) as pool:
        tally = scan(["s3://logs/large/a"], pool, lambda: 1)
    assert list(tally.problems) == ["s3://logs/large/a"]


@contextmanager
def web_server(data: bytes, ranges: bool, size: bool) -> Iterator[str]:
    """Serves `data` with or without parts of it and its size; /missing is not there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            first, last = 0, len(data)
            if wanted := ranges and self.headers.get("Range"):
                begin, _, end = wanted.removeprefix("bytes=").partition("-")
                first, last = int(begin), min(int(end or len(data)) + 1, len(data))
            self.send_response(404 if self.path == "/missing" else 206 if wanted else 200)
            if wanted:
                self.send_header("Content-Range", f"bytes {first}-{last - 1}/{len(data)}")
            if size:
                self.send_header("Content-Length", str(last - first))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data[first:last])

        do_HEAD = do_GET

        def log_message(self, *arguments: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


@pytest.mark.parametrize("ranges, size", [(True, True), (False, True), (False, False)])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_web_server_counts_exactly_with_and_without_ranges_and_size(monkeypatch, ranges, size, pack):
    monkeypatch.setattr(reading, "REMOTE_RANGE_BYTES", 100_000)
    with web_server(pack(LARGE), ranges, size) as url:
        tally = on_threads(f"{url}/a.log")
    assert (total(tally), tally.bytes_read, tally.problems) == (900, len(LARGE), {})


@pytest.mark.parametrize(
    "path, says", [("/missing", "the server answers 404"), (None, "Connect call failed")]
)
def test_why_a_web_address_cannot_be_read_is_said_once(path, says):
    with web_server(LARGE, True, True) as url:
        address = f"{url}{path}" if path else "http://127.0.0.1:1/a.log"
        done = CliRunner().invoke(command, [address], standalone_mode=False)
    assert done.return_value == 2 and says in done.stderr and done.stderr.count(address) == 1


def _cut(path: Path) -> None:
    os.truncate(path, 150_000)


def _rotate(path: Path) -> None:
    path.rename(path.with_suffix(".1"))
    path.write_bytes((LINE + QUIET) * 4000)


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(LINE * 1000)


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "change, reason",
    [(_cut, "shorter"), (_rotate, "was replaced"), (_remove, "No such file"), (_append, None)],
)
def test_a_log_that_changes_while_it_is_read_is_named_unless_it_only_grows(
    monkeypatch, tmp_path, change, reason
):
    monkeypatch.setattr(reading, "RANGE_BYTES", 100_000)
    path = tmp_path / "app.log"
    path.write_bytes(LARGE)
    done = []

    def progress(read):
        done.append(read)
        if len(done) == 1:
            change(path)

    with ThreadPoolExecutor(1) as pool:
        tally = scan([str(path)], pool, lambda: 1, progress=progress)
    if reason:
        assert list(tally.problems) == [str(path)] and reason in tally.problems[str(path)]
    else:
        assert (total(tally), tally.problems) == (900, {})
