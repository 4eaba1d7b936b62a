"""What every bot rests on: bounded work after the acknowledgement, and requests that are taken once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from diagnostic.bots.deferred import Deferred
from diagnostic.bots.seen import Seen


def test_what_there_is_no_room_for_is_refused_at_once_and_taken_later():
    go_on, done, errors = threading.Event(), [], []
    deferred = Deferred(errors.append)

    def work() -> None:
        go_on.wait(10)
        done.append(1)

    taken = [deferred.submit(work) for _ in range(40)]
    assert 2 < taken.count(True) < 40 and taken == sorted(taken, reverse=True)
    go_on.set()
    deferred.wait()
    assert len(done) == taken.count(True) and errors == []
    assert deferred.submit(work)
    deferred.wait()


def test_work_that_breaks_is_reported_and_makes_room():
    errors: list[Exception] = []
    deferred = Deferred(errors.append)
    for _ in range(50):
        while not deferred.submit(lambda: {}["x"]):
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
    seen.forget("a")
    assert seen.claim("a", -1) and seen.claim("a", 60)


def test_nothing_of_a_key_is_on_the_disk(tmp_path):
    Seen(str(tmp_path)).claim("canary-Zq7wX2", 60)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert written and b"canary" not in written


def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="DIAGNOSTIC_BOTS_FOLDER"):
        Seen(str(tmp_path / "file" / "below"))


def test_one_at_a_time_waits_for_the_other(tmp_path):
    both, inside, most = [Seen(str(tmp_path)), Seen(str(tmp_path))], [], []

    def enter(number: int) -> None:
        with both[number % 2].one_at_a_time():
            inside.append(number)
            most.append(len(inside))
            threading.Event().wait(0.02)
            inside.remove(number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(enter, range(6)))
    assert most == [1] * 6
