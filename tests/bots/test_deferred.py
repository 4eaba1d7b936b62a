"""The basis of all bots: bounded work after the acknowledgement, and requests that are handled only once."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from unittest.mock import patch

import pytest
from nacl.signing import SigningKey

from diagnostic import create_app
from diagnostic.bots.deferred import Deferred
from diagnostic.bots.seen import Seen


def test_what_there_is_no_room_for_is_refused_at_once_and_taken_later():
    go_on, done, errors = threading.Event(), [], []
    deferred = Deferred(errors.append)

    def work() -> None:
        go_on.wait(240)
        done.append(1)

    taken = [deferred.submit(f"U{number}", work) for number in range(40)]
    assert 2 < taken.count(True) < 40 and taken == sorted(taken, reverse=True)
    go_on.set()
    deferred.wait()
    assert len(done) == taken.count(True) and errors == []
    assert deferred.submit("U1", work)
    deferred.wait()


def test_who_floods_leaves_room_for_others_and_gets_their_own_back():
    go_on = threading.Event()
    deferred = Deferred([].append)

    def ask(who: str) -> bool:
        return deferred.submit(who, lambda: go_on.wait(240))

    assert [ask("flood") for _ in range(40)].count(True) == 8
    assert ask("honest")
    assert not ask("flood")
    assert ask("another")
    go_on.set()
    deferred.wait()
    assert [ask("flood") for _ in range(40)].count(True) == 8
    deferred.wait()


def test_work_that_breaks_is_reported_and_makes_room():
    errors: list[Exception] = []
    deferred = Deferred(errors.append)
    for _ in range(50):
        while not deferred.submit("U1", lambda: {}["x"]):
            deferred.wait()
    deferred.wait()
    assert [type(error) for error in errors] == [KeyError] * 50


def test_of_all_who_claim_a_request_one_gets_it(tmp_path):
    both = [Seen(str(tmp_path)), Seen(str(tmp_path))]
    with ThreadPoolExecutor(8) as pool:
        for key in range(20):
            claims = list(pool.map(lambda number, key=key: both[number % 2].claim(f"{key}", 60), range(8)))
            assert claims.count(True) == 1


def test_a_claim_ends_and_can_be_given_back(tmp_path):
    seen = Seen(str(tmp_path))
    assert seen.claim("a", 60) and not seen.claim("a", 60)
    seen.release("a")
    assert seen.claim("a", -1) and seen.claim("a", 60)


def test_nothing_of_a_key_is_on_the_disk(tmp_path):
    Seen(str(tmp_path)).claim("canary-Zq7wX2", 60)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert written and b"canary" not in written


def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="DIAGNOSTIC_BOTS_FOLDER"):
        Seen(str(tmp_path / "file" / "below"))


def test_what_is_about_something_else_need_not_wait(tmp_path):
    seen, others = Seen(str(tmp_path)), iter(f"octo/x#{number}" for number in range(9))
    with seen.lock("octo/x#1000"):
        for other in others:
            try:
                with patch("diagnostic.bots.seen._LOCK_TIMEOUT_SECONDS", 0), seen.lock(other):
                    return
            except sqlite3.OperationalError:  # by chance with the same turn
                continue
    raise AssertionError("all waited")


@pytest.mark.parametrize("how", ["broken", "lost", "folder lost"])
def test_notes_that_are_gone_are_begun_anew(how, tmp_path):
    folder = tmp_path / "notes"
    seen = Seen(str(folder))
    assert seen.claim("before", 60)
    for path in folder.iterdir():
        path.unlink() if how != "broken" else path.write_bytes(b"not a database" * 600)
    if how == "folder lost":
        folder.rmdir()
    assert seen.claim("a", 60) and not seen.claim("a", 60)
    assert Seen(str(folder)).claim("b", 60)


def test_where_notes_cannot_be_written_a_request_is_refused_soon_and_may_come_again(
    tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr("diagnostic.bots.seen._WRITE_TIMEOUT_SECONDS", 0.1)
    key = SigningKey.generate()
    app = create_app(
        {
            "DISCORD_PUBLIC_KEY": key.verify_key.encode().hex(),
            "PUBLIC_URL": "https://errors.example",
            "BOTS_FOLDER": str(tmp_path),
        }
    )
    moment = str(int(time.time()))
    headers = {
        "X-Signature-Timestamp": moment,
        "X-Signature-Ed25519": key.sign(f'{moment}{{"type": 1}}'.encode()).signature.hex(),
    }
    with closing(sqlite3.connect(tmp_path / "bots.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = app.test_client().post("/bots/discord", data='{"type": 1}', headers=headers)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "BOTS_FOLDER cannot be written" in caplog.text
    assert app.test_client().post("/bots/discord", data='{"type": 1}', headers=headers).json == {"type": 1}


def test_one_at_a_time_waits_for_the_other(tmp_path):
    both, inside, most = [Seen(str(tmp_path)), Seen(str(tmp_path))], [], []

    def enter(number: int) -> None:
        with both[number % 2].lock("octo/x#1"):
            inside.append(number)
            most.append(len(inside))
            threading.Event().wait(0.02)
            inside.remove(number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(enter, range(6)))
    assert most == [1] * 6
