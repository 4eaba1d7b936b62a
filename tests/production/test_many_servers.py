"""Several servers of one site share limits and budget in a real store, answer without it, and can run two
versions of the rules side by side.
"""

import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import redis
from ports import reserved_port
from running import OVERLOAD, running
from waiting import PATIENCE_SECONDS, until

from diagnostic import create_app
from diagnostic.opinion import budget
from diagnostic.opinion.budget import SharedBudget

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STORE = shutil.which("valkey-server") or shutil.which("redis-server")
# For a store that works: on a busy machine it may be late, and would count as unavailable.
PATIENT = "?socket_timeout=60&socket_connect_timeout=60"


@pytest.fixture(name="store")
def _store(tmp_path):
    """A store of its own for each test: its address and its process."""
    if not STORE:
        pytest.skip("needs redis-server or valkey-server")
    with reserved_port() as port:
        process = subprocess.Popen(
            [STORE, "--port", str(port), "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
        )
        until(lambda: _answers(port) or process.poll() is not None, "the store answers")
        yield f"redis://127.0.0.1:{port}", process
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait(240)


def _answers(port):
    try:
        return redis.Redis(port=port).ping()
    except redis.RedisError:
        return False


def _site(address, **more):
    settings = {
        "RATELIMIT_ENABLED": True,
        "RATELIMIT_DEFAULT": "5 per hour",
        "RATELIMIT_STORAGE_URI": address,
    }
    return create_app({**settings, **more}).test_client()


def _ask(client):
    return client.post("/api/v1/diagnose", json={"text": "529"}).status_code


def test_two_servers_share_one_limit(store):
    first, second = _site(store[0] + PATIENT), _site(store[0] + PATIENT)
    assert [_ask(client) for client in (first, second) * 4] == [200] * 5 + [429] * 3


def test_a_store_that_dies_stops_no_answer(store):
    address, process = store
    client = _site(address + PATIENT)
    assert [_ask(client) for _ in range(5)] == [200] * 5
    process.kill()
    process.wait(240)
    assert _ask(client) == 200  # counted by itself from here on


def test_a_store_that_hangs_holds_up_an_answer_for_a_moment_at_most(store):
    address, process = store
    client = _site(address)
    assert _ask(client) == 200
    process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert [_ask(client) for _ in range(3)] == [200] * 3
    assert time.monotonic() - began < 60


def _take_its_keys(store):
    for key in list(store.scan_iter()):
        store.delete(key)
        store.lpush(key, "x")


FAULTS = {
    "holds another type": _take_its_keys,
    "full": lambda store: store.config_set("maxmemory", "1"),
    "read-only": lambda store: store.replicaof("127.0.0.1", "1"),
    "password": lambda store: (
        store.config_set("requirepass", "x"),
        store.client_kill_filter(_type="normal"),
    ),
    "busy": lambda store: store.client_pause(60_000),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_store_that_refuses_stops_no_answer_and_spends_no_budget(store, fault):
    address = store[0] + (PATIENT.replace("60", "1.5") if fault == "busy" else PATIENT)
    client, purse = _site(address), SharedBudget(address, 5)
    assert (_ask(client), purse.reserve_call()) == (200, None)
    FAULTS[fault](redis.Redis.from_url(store[0]))
    began = time.monotonic()
    # Counted by itself from here on: the same limit once more.
    assert [_ask(client) for _ in range(6)] == [200] * 5 + [429]
    assert time.monotonic() - began < 30  # the busy one says nothing for a minute
    assert "cannot be counted" in purse.reserve_call()


def test_a_store_that_forgets_counts_anew(store):
    client, purse = _site(store[0] + PATIENT), SharedBudget(store[0] + PATIENT, 1)
    for _ in range(2):
        assert [_ask(client) for _ in range(6)] == [200] * 5 + [429]
        assert [purse.reserve_call() is None for _ in range(2)] == [True, False]
        redis.Redis.from_url(store[0]).flushall()


@contextmanager
def _slow(address, seconds):
    """The address of the same store behind a line that delays each message, and how many came."""
    port, came = int(address.rpartition(":")[2]), []

    def pump(source, target, pause):
        with suppress(OSError):
            while data := source.recv(65536):
                came.append(data) if pause else None
                time.sleep(pause)
                target.sendall(data)

    def accept():
        with suppress(OSError):
            while True:
                near, _ = door.accept()
                far = socket.create_connection(("127.0.0.1", port))
                for pair in ((near, far, seconds), (far, near, 0)):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=accept, daemon=True).start()
        yield f"redis://127.0.0.1:{door.getsockname()[1]}", came


def test_a_slow_store_holds_up_one_answer_and_not_each(store):
    with _slow(store[0], 0.4) as (address, came):
        client = _site(address, RATELIMIT_DEFAULT="20 per hour")
        assert [_ask(client) for _ in range(21)] == [200] * 20 + [429]
        # The first answer asks it; the later ones now and then, after 1 s, 2 s, 4 s, ...
        assert 1 <= len(came) <= 10


def _spend(address, calls, taken):
    purse = SharedBudget(address, calls)
    taken.put(sum(purse.reserve_call() is None for _ in range(40)))


def test_machines_share_one_budget(store):
    context = multiprocessing.get_context("spawn")
    taken = context.Queue()
    machines = [context.Process(target=_spend, args=(store[0] + PATIENT, 100, taken)) for _ in range(4)]
    for machine in machines:
        machine.start()
    counts = [taken.get(timeout=PATIENCE_SECONDS) for _ in machines]
    for machine in machines:
        machine.join(240)
    assert sum(counts) == 100


def test_a_new_day_has_a_new_shared_budget_and_no_count_stays_for_ever(store, monkeypatch):
    purse = SharedBudget(store[0] + PATIENT, 1)
    assert (purse.reserve_call(), "daily limit" in purse.reserve_call()) == (None, True)
    monkeypatch.setattr(budget, "_today", lambda: "2999-01-01")
    assert purse.reserve_call() is None
    kept = redis.Redis.from_url(store[0])
    assert kept.dbsize() == 2 and all(0 < kept.ttl(key) <= 2 * 24 * 3600 for key in kept.scan_iter())


def test_what_the_store_cannot_count_is_not_asked(store):
    address, process = store
    purse = SharedBudget(address, 5)
    process.kill()
    process.wait(240)
    assert "cannot be counted" in purse.reserve_call()


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1", "nowhere://x"])
def test_a_store_that_is_away_stops_the_start_and_is_named(address):
    with pytest.raises(ValueError, match="DIAGNOSTIC_OPINION_STORAGE_URI"):
        create_app({"OPINION_ENABLED": True, "OPINION_API_KEY": "x", "OPINION_STORAGE_URI": address})


def test_two_versions_stand_side_by_side_and_one_of_them_drains(store, tmp_path):
    """A rollout: one server has the new rules already, and the old one stops while requests come."""
    changed = tmp_path / "new"
    changed.mkdir()
    shutil.copytree(ROOT / "rules", changed / "rules")
    for name in ("diagnostic", "templates", "static", "sdks.toml"):
        (changed / name).symlink_to(ROOT / name)
    with (changed / "rules" / "overloaded" / "rule.toml").open("a") as rule:
        rule.write("\n# changed\n")
    limits = {
        "DIAGNOSTIC_RATELIMIT_ENABLED": "true",
        "DIAGNOSTIC_RATELIMIT_DEFAULT": "40 per hour",
        "DIAGNOSTIC_RATELIMIT_STORAGE_URI": store[0] + PATIENT,
    }
    (tmp_path / "old").mkdir()
    with ExitStack() as site:
        old = site.enter_context(running(tmp_path / "old", workers=1, **limits))
        new = site.enter_context(running(changed, workers=1, PYTHONPATH=str(changed), **limits))
        answers = [json.loads(server.diagnose(OVERLOAD).body) for server in (old, new) * 3]
        versions = [answer["rules_version"] for answer in answers]
        assert len(set(versions[::2])) == len(set(versions[1::2])) == 1 and versions[0] != versions[1]
        for server, version in ((old, versions[0]), (new, versions[1])):
            assert version in server.ask("GET", "/readyz").body.decode()
        assert {answer["matches"][0]["cause"]["id"] for answer in answers} == {"stream-overloaded"}

        os.kill(old.process.pid, signal.SIGTERM)
        assert {new.diagnose(OVERLOAD).status for _ in range(10)} == {200}
        assert old.process.wait(240) == 0
        left = [new.diagnose(OVERLOAD).status for _ in range(40)]
        assert left.count(200) == 40 - 16 and left.count(429) == 16  # 16 of the 40 were spent by both
