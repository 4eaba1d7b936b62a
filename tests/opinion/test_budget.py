"""At most the daily limit of calls, however many processes ask; if counting fails, nothing is asked."""

import multiprocessing

import pytest
from waiting import PATIENCE_SECONDS

from diagnostic.opinion import budget
from diagnostic.opinion.budget import Budget


def test_the_last_call_is_the_last(tmp_path):
    purse = Budget(str(tmp_path), 2)
    assert [purse.reserve_call() for _ in range(2)] == [None, None]
    assert "daily limit for second opinions is used up" in purse.reserve_call()
    assert "daily limit" in Budget(str(tmp_path), 2).reserve_call()


@pytest.mark.parametrize("calls", [0, -1])
def test_an_operator_can_allow_none(tmp_path, calls):
    assert Budget(str(tmp_path), calls).reserve_call()


def _spend(folder, calls, taken):
    purse = Budget(folder, calls)
    taken.put(sum(purse.reserve_call() is None for _ in range(40)))


def test_processes_share_one_budget(tmp_path):
    context = multiprocessing.get_context("spawn")
    taken = context.Queue()
    people = [context.Process(target=_spend, args=(str(tmp_path), 100, taken)) for _ in range(4)]
    for person in people:
        person.start()
    counts = [taken.get(timeout=PATIENCE_SECONDS) for _ in people]
    for person in people:
        person.join(240)
    assert sum(counts) == 100


def test_a_new_day_has_a_new_budget(tmp_path, monkeypatch):
    purse = Budget(str(tmp_path), 1)
    assert purse.reserve_call() is None
    assert purse.reserve_call()
    monkeypatch.setattr(budget, "_today", lambda: "2999-01-01")
    assert purse.reserve_call() is None


def test_what_cannot_be_counted_is_not_asked(tmp_path):
    purse = Budget(str(tmp_path), 5)
    (tmp_path / "opinions.sqlite3").write_bytes(b"no database at all" * 100)
    assert "cannot be counted" in purse.reserve_call()


def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="calls cannot be counted"):
        Budget(str(tmp_path / "file"), 5)


def test_others_of_the_machine_cannot_read_it(tmp_path):
    Budget(str(tmp_path / "own"), 5)
    assert (tmp_path / "own").stat().st_mode & 0o077 == 0


def test_without_a_folder_it_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    Budget("", 5)
    assert (tmp_path / "error-diagnostic" / "opinions.sqlite3").exists()
