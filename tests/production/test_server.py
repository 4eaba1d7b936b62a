"""The real server is robust: slow clients occupy no worker, a flood gets fast 503s, a killed worker costs
only its own requests.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import termios
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ports import reserved_port
from running import JSON, OVERLOAD, running
from test_headers import complain
from waiting import is_alive, until

from diagnostic import serve

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SLOW = {
    "nothing": b"",
    "half a header": b"POST /api/v1/diagnose HTTP/1.1\r\nHost: x\r\nX-",
    "half a body": (
        b"POST /api/v1/diagnose HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length:"
        b" 5000\r\n\r\n{"
    ),
    "half a chunk": (
        b"POST /api/v1/diagnose HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n{"
    ),
}


@pytest.fixture(name="server", scope="module")
def _server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("server"), DIAGNOSTIC_METRICS="true") as server:
        yield server


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW.keys())
def test_a_slow_client_holds_no_worker(server, sent):
    slow = [server.connect(sent) for _ in range(200)]
    started = time.monotonic()
    assert [server.diagnose(OVERLOAD).status for _ in range(10)] == [200] * 10
    assert time.monotonic() - started < 9  # after 10 s the slow ones are sent away
    for connection in slow:
        connection.close()


def test_clients_that_hang_up_leave_nothing_behind(server):
    for sent in SLOW.values():
        for _ in range(20):
            server.connect(sent).close()
    until(lambda: server.diagnose(OVERLOAD).status == 200, "it answers")
    assert "Traceback" not in (server.folder / "err").read_text()


def test_a_body_too_large_hears_the_limit(server):
    body = b'{"text": "' + b"x" * (3 << 20) + b'"}'
    for sent in (body, iter([body])):
        answer = server.ask("POST", "/api/v1/diagnose", sent, JSON)
        assert answer.status == 413
        assert "2 MiB" in json.loads(answer.body)["detail"]


def test_headers_and_methods_reach_both_sides_through_the_server(server):
    for method, path, body, status in (
        ("GET", "/", None, 200),
        ("HEAD", "/", None, 200),
        ("GET", "/nothing", None, 404),
        ("SING", "/", None, 405),
        ("POST", "/api/v1/diagnose", b"{", 400),
        ("POST", "/diagnose", b"x" * 3_000_000, 413),
        ("OPTIONS", "*", None, 404),
    ):
        answer = server.ask(method, path, body, JSON)
        assert (answer.status, complain(answer.response.headers)) == (status, []), f"{method} {path}"


def test_what_arrives_in_pieces_and_with_a_coding_is_read_whole(server):
    body = json.dumps({"text": OVERLOAD}).encode()
    answer = server.ask("POST", "/api/v1/diagnose", iter([body[:9], body[9:40], body[40:]]), JSON)
    assert json.loads(answer.body)["matches"][0]["cause"]["id"] == "stream-overloaded"


def test_a_flood_gets_fast_refusals_and_no_time_outs(server):
    def shout(_):
        started = time.monotonic()
        answer = server.diagnose(OVERLOAD * 200)
        return answer, time.monotonic() - started

    before = server.count("diagnostic_refused_total")
    with ThreadPoolExecutor(200) as crowd:
        flood = [crowd.submit(shout, number) for number in range(600)]
        until(lambda: any(one.done() for one in flood), "the flood has come")
        assert server.ask("GET", "/healthz").status == 200
        assert not all(one.done() for one in flood)  # who probes does not wait until it is over
        answers = [one.result() for one in flood]
    assert {answer.status for answer, _ in answers} == {200, 503}
    refused, taken = (
        [(answer, seconds) for answer, seconds in answers if answer.status == status] for status in (503, 200)
    )
    assert all(answer.header("Retry-After") for answer, _ in refused)
    assert all(json.loads(answer.body)["type"].endswith("/problems/overloaded") for answer, _ in refused)
    assert all("default-src" in answer.header("Content-Security-Policy") for answer, _ in refused)
    assert all(answer.header("X-Request-Id") for answer, _ in refused)
    # All machines are slow under 200 people, so what is refused is compared with what is taken.
    of_refusal, of_answer = (statistics.median(seconds for _, seconds in some) for some in (refused, taken))
    assert of_refusal < of_answer
    # On a slow machine, some of them have waited too long in the queue.
    assert server.count("diagnostic_refused_total") - before == len(refused)


LARGE = OVERLOAD * 2_000


def _only(server):
    until(lambda: len(server.helpers()) == 1, "one worker has one process for large texts")
    return server.helpers()[0]


@pytest.fixture(name="single", scope="module")
def _single(tmp_path_factory):
    with running(tmp_path_factory.mktemp("single"), workers=1, DIAGNOSTIC_METRICS="true") as server:
        yield server


def test_a_large_text_gets_the_answer_of_a_small_one_from_a_process_of_its_own(single):
    assert single.helpers() == []
    answer = single.diagnose(LARGE)
    assert answer.status == 200
    assert json.loads(answer.body)["matches"][0]["cause"]["id"] == "stream-overloaded"
    assert complain(answer.response.headers) == []
    assert os.getpriority(os.PRIO_PROCESS, _only(single)) > os.getpriority(
        os.PRIO_PROCESS, single.workers()[0]
    )
    assert _logged(single, answer)["route"] == "/api/v1/diagnose"
    assert single.count("diagnostic_diagnoses_total", cause="stream-overloaded") >= 1


def test_bad_input_that_is_large_is_refused_there_too(single):
    answer = single.ask("POST", "/api/v1/diagnose", b"[" * 100_000, JSON)
    assert answer.status in (400, 422)
    assert (
        single.ask(
            "POST",
            "/diagnose",
            b"text=" + b"%" * 100_000,
            {"Content-Type": "application/x-www-form-urlencoded"},
        ).status
        == 200
    )


def test_small_texts_do_not_wait_for_large_ones(single):
    single.diagnose(LARGE)
    begun = time.monotonic()
    single.diagnose(LARGE)
    of_one = time.monotonic() - begun
    with ThreadPoolExecutor(4) as crowd:
        large = [crowd.submit(single.diagnose, LARGE) for _ in range(4)]
        taken = []
        while not all(one.done() for one in large):
            started = time.monotonic()
            assert single.diagnose(OVERLOAD).status == 200
            taken.append(time.monotonic() - started)
    # A busy machine refuses those that have waited too long.
    assert 200 in {one.result().status for one in large} <= {200, 503}
    assert sorted(taken)[len(taken) // 2] < of_one / 2


def test_the_process_for_large_texts_is_replaced_when_it_dies(single):
    single.diagnose(LARGE)
    first = _only(single)
    os.kill(first, signal.SIGKILL)
    assert single.diagnose(LARGE).status == 200
    assert _only(single) != first


def test_nothing_outlives_a_worker_that_was_killed(single):
    single.diagnose(LARGE)
    orphan, worker = _only(single), single.workers()[0]
    os.kill(worker, signal.SIGKILL)
    until(lambda: not is_alive(orphan), "its process for large texts has ended too")
    until(lambda: single.workers() not in ([], [worker]), "a new worker runs")


def test_metrics_are_summed_over_workers_and_survive_one(server):
    files = {path.name for path in (server.folder / "tmp").rglob("*.db")}
    before = server.count("diagnostic_diagnoses_total", cause="stream-overloaded")
    for _ in range(30):
        assert server.diagnose(OVERLOAD).status == 200
    assert server.count("diagnostic_diagnoses_total", cause="stream-overloaded") == before + 30
    starts = server.starts()
    os.kill(server.workers()[0], signal.SIGKILL)
    until(lambda: server.starts() > starts, "a new worker runs")
    assert server.count("diagnostic_diagnoses_total", cause="stream-overloaded") == before + 30
    server.diagnose("nothing that is known")
    assert server.count("diagnostic_diagnoses_total", cause="none", confidence="none") >= 1
    assert {path.name for path in (server.folder / "tmp").rglob("*.db")} == files  # a new worker adds none


def _logged(server, answer):
    """The line of an answer. Each worker writes its own after it has answered, so lines come in any order."""
    name = answer.header("X-Request-Id")
    until(lambda: any(line["request_id"] == name for line in server.read_log()), "its line is written")
    return next(line for line in server.read_log() if line["request_id"] == name)


def test_the_access_log_names_routes_and_nothing_that_was_sent(server):
    first = _logged(server, server.ask("GET", "/?error=overloaded_error", headers={"X-Request-Id": "mine-1"}))
    assert (first["method"], first["route"], first["status"]) == ("GET", "/", 200)
    assert first["request_id"] == "mine-1"
    assert set(first) == {"time", "method", "route", "status", "bytes", "ms", "request_id"}
    bad = {"X-Request-Id": "bad id; dropped"}
    second = _logged(server, server.ask("SING", "/causes/overloaded", headers=bad))
    assert (second["method"], second["status"]) == ("OTHER", 405)
    assert "bad" not in second["request_id"]


def test_a_killed_worker_costs_only_its_own_requests(server):
    def work(_):
        try:
            return server.diagnose(OVERLOAD).status
        except OSError:
            return 0

    victim = server.workers()[0]
    with ThreadPoolExecutor(4) as people:
        answers = people.map(work, range(200))
        got = [next(answers) for _ in range(50)]
        os.kill(victim, signal.SIGKILL)
        got += answers
    assert set(got) <= {0, 200}
    # What it was answering, and what came to it while it died.
    assert got.count(0) <= 8
    until(lambda: victim not in server.workers() and len(server.workers()) == 2, "another took its place")
    until(lambda: _answers(server), "it answers")


def test_deaths_that_follow_each_other_are_answered_later_and_later(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(serve.time, "monotonic", lambda: now[0])
    crashes = serve.Crashes()
    assert [crashes.pause() for _ in range(7)] == [0, 1, 2, 4, 8, 16, 30]
    now[0] += 60
    assert crashes.pause() == 0


CUT = {
    "a length": b"Content-Length: 500\r\n\r\n{",
    "chunks": b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"tex',
}


@pytest.mark.parametrize("path", ["/api/v1/diagnose", "/diagnose"])
@pytest.mark.parametrize("cut", CUT)
def test_a_body_that_ends_before_its_time_is_told_so(server, path, cut):
    with server.connect(b"POST %s HTTP/1.1\r\nHost: x\r\n" % path.encode() + CUT[cut]) as raw:
        raw.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 "), answer[:200]
    assert b"content-security-policy" in answer.lower()
    if path.startswith("/api/"):
        assert (cut == "a length") == (b"ended before" in answer)


def test_a_port_that_is_taken_is_named_in_one_line(server, tmp_path):
    command = [sys.executable, "-m", "diagnostic", "serve", "--port", str(server.port)]
    second = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False)
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1 and f"port {server.port}" in second.stderr
    assert server.ask("GET", "/readyz").status == 200


def test_a_worker_that_is_killed_again_and_again_never_ends_the_server(server):
    for _ in range(3):
        victim = server.workers()[0]
        os.kill(victim, signal.SIGKILL)
        until(
            lambda victim=victim: victim not in server.workers() and len(server.workers()) == 2,
            "another took its place",
        )
    until(lambda: _answers(server), "it answers")
    assert server.process.poll() is None


def _answers(server):
    try:
        return server.diagnose(OVERLOAD).status == 200
    except OSError:
        return False


def test_a_request_being_answered_is_finished_when_the_server_stops(tmp_path):
    with running(tmp_path, workers=1) as server, ThreadPoolExecutor(1) as person:
        assert server.diagnose(LARGE).status == 200
        reader = _only(server)
        os.kill(reader, signal.SIGSTOP)
        answer = person.submit(server.diagnose, LARGE)
        until(lambda: _has_input(reader), "the text has come to the process that reads it")
        os.kill(server.process.pid, signal.SIGTERM)
        until(lambda: "Shutting down" in (tmp_path / "err").read_text(), "the server stops")
        os.kill(reader, signal.SIGCONT)
        assert answer.result(240).status == 200
        assert server.process.wait(240) == 0
    assert not [*(tmp_path / "tmp").glob("diagnostic-*")]


def _has_input(process):
    with open(f"/proc/{process}/fd/0", "rb") as pipe:
        waiting = fcntl.ioctl(pipe, termios.FIONREAD, bytes(4))
    return int.from_bytes(waiting, sys.byteorder) > 0


@pytest.fixture(name="checkout", scope="module")
def _checkout(tmp_path_factory):
    """A server of the project with rules of its own, and the file of one of them."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "rules", folder / "rules")
    for name in ("diagnostic", "templates", "static", "sdks.toml"):
        (folder / name).symlink_to(ROOT / name)
    with running(folder, workers=1, PYTHONPATH=str(folder)) as server:
        yield server, folder / "rules" / "overloaded" / "rule.toml"


@pytest.fixture(name="rule")
def _rule(checkout):
    """The file, which is again as it was after the test."""
    _, file = checkout
    sound = file.read_text()
    yield file
    file.write_text(sound)


def _edit(rule, is_sound):
    text = rule.read_text()
    rule.write_text(text + "\n# changed\n" if is_sound else text.replace("title", "titel", 1))


@pytest.mark.parametrize("is_sound", [False, True], ids=["faulty", "sound"])
def test_rules_edited_on_disk_change_no_answer_of_any_process(checkout, rule, is_sound):
    def versions():
        answers = [server.diagnose(text) for text in (OVERLOAD, OVERLOAD * 1000)]
        return {json.loads(answer.body)["rules_version"] for answer in answers}

    server, _ = checkout
    started_with, starts = {json.loads(server.diagnose(OVERLOAD).body)["rules_version"]}, server.starts()
    for helper in server.helpers():
        os.kill(helper, signal.SIGKILL)
    _edit(rule, is_sound)
    assert versions() == started_with  # the process for large texts starts after the edit
    victim = server.workers()[0]
    os.kill(victim, signal.SIGKILL)
    until(lambda: server.starts() == starts + 1 and _answers(server), "another worker took its place")
    assert server.workers() != [victim]
    assert versions() == started_with
    assert len([*(server.folder / "tmp").glob("diagnostic-rules-*/rules-*")]) == 1


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="only Linux says what listens")
def test_a_new_worker_is_known_to_be_ready_by_its_socket():
    """By which a rolling restart knows when the old one may go: not by a time."""
    with reserved_port() as port:
        assert serve._count_listeners(port) == 0
        with socket.create_server(("127.0.0.1", port), reuse_port=True) as one:
            assert serve._count_listeners(port) == 1
            with socket.create_server(("127.0.0.1", port), reuse_port=True):
                assert serve._count_listeners(port) == 2
            one.close()
        assert serve._count_listeners(port) == 0


def test_new_rules_come_without_a_gap_and_faulty_ones_are_refused(checkout, rule):
    server, _ = checkout
    sound, errors = rule.read_text(), server.folder / "err"
    version, old = server.ask("GET", "/readyz").body, server.workers()
    _edit(rule, is_sound=False)
    server.process.send_signal(signal.SIGHUP)
    until(lambda: "keeping the current workers" in errors.read_text(), "the reload is refused")
    assert "overloaded" in errors.read_text()
    assert server.workers() == old

    rule.write_text(sound)
    _edit(rule, is_sound=True)
    server.process.send_signal(signal.SIGHUP)
    statuses = []
    until(
        lambda: statuses.append(server.diagnose(OVERLOAD).status) or not set(server.workers()) & set(old),
        "the old worker is gone",
    )
    assert set(statuses) == {200}
    assert server.ask("GET", "/readyz").body != version


def test_a_faulty_setting_stops_the_start_and_is_named(tmp_path):
    with (
        pytest.raises(RuntimeError, match="DIAGNOSTIC_ACCESS_LOG"),
        running(tmp_path, DIAGNOSTIC_ACCESS_LOG="no"),
    ):
        pass
