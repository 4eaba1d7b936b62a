"""What is stored, for how long, and how older databases are migrated."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from waiting import until

from diagnostic import create_app
from diagnostic.cli import main
from diagnostic.intake import MAX_CHARACTERS, Full, Store
from diagnostic.intake import store as store_module
from diagnostic.web import intake


def _age(store, days):
    with store._engine.begin() as connection:
        connection.execute(
            text("UPDATE submissions SET sent_at = :then"), {"then": datetime.now(UTC) - timedelta(days=days)}
        )


def test_what_was_sent_is_read_back_and_its_token_deletes_it(store):
    token = store.add("Error: a thing", "overloaded", "v1")
    (one,) = store.read()
    assert (one.text, one.doubted_cause, one.rules_version) == ("Error: a thing", "overloaded", "v1")
    assert abs(one.sent_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert not store.delete("another token")
    assert store.read()
    assert store.delete(token)
    assert store.read() == []
    assert not store.delete(token)


def test_the_token_itself_is_not_stored(url):
    store = Store(url)
    token = store.add("x", None, "v1")
    with store._engine.begin() as connection:
        row = connection.execute(text("SELECT * FROM submissions")).one()
    assert token not in map(str, row)


def test_what_is_too_old_is_neither_shown_nor_kept(url):
    store = Store(url, days=30)
    store.add("old", None, "v1")
    _age(store, 31)
    assert store.read() == []
    store.add("new", None, "v1")
    with store._engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM submissions")) == 1


def test_what_is_too_old_is_gone_after_a_start(url):
    store = Store(url, days=30)
    store.add("quantum flux of long ago", None, "v1")
    _age(store, 31)
    create_app({"INTAKE_DATABASE_URL": url, "INTAKE_DAYS": 30})
    assert len(Store(url, days=90).read()) == 0


def test_nothing_of_a_deleted_text_stays_in_the_file(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'intake.db'}")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    token = store.add("quantum flux of mine", None, "v1")
    assert store.delete(token)
    assert not any(b"quantum flux" in path.read_bytes() for path in tmp_path.iterdir())


def test_a_lock_that_another_program_holds_ends_in_an_error(postgresql):
    store = Store(postgresql)
    with store._engine.begin() as other:
        other.exec_driver_sql(f"SELECT pg_advisory_xact_lock({store_module._LOCK})")
        with pytest.raises(OperationalError):
            store.add("x", None, "v1")


def test_a_day_takes_so_many_and_no_more_from_many_at_once(url):
    store = Store(url, daily_limit=5)

    def send(number):
        try:
            return store.add(f"text {number}", None, "v1")
        except Full:
            return None

    with ThreadPoolExecutor(8) as pool:
        tokens = [token for token in pool.map(send, range(20)) if token]
    assert len(tokens) == len(store.read()) == 5


def test_what_is_too_long_is_refused(store):
    with pytest.raises(ValueError, match="8000 characters"):
        store.add("x" * (MAX_CHARACTERS + 1), None, "v1")
    assert store.read() == []


def test_a_database_of_a_newer_version_is_refused_in_a_sentence(url, capsys):
    store = Store(url)
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ValueError, match="a newer version"):
        Store(url)
    assert main(["gaps", "--database", url]) == 1
    assert "a newer version" in capsys.readouterr().err


def test_what_is_too_old_goes_even_where_nobody_sends(url, monkeypatch):
    monkeypatch.setattr(intake, "_PURGE_INTERVAL_SECONDS", 0.05)
    create_app({"INTAKE_DATABASE_URL": url})
    store = Store(url)
    store.add("old", None, "v1")
    _age(store, 91)

    def is_there():
        with store._engine.begin() as connection:
            return connection.scalar(text("SELECT count(*) FROM submissions"))

    until(lambda: not is_there(), "it is gone")


def test_an_error_of_the_database_says_nothing_of_a_text(store):
    with pytest.raises(SQLAlchemyError) as failed:
        store.add("canarybird", None, "v" * 5000 if store._engine.name == "postgresql" else object())
    assert "canarybird" not in str(failed.value)


def test_an_older_database_keeps_what_it_has(url):
    """One as the first version of the tables left it."""
    engine = store_module._connect(url)
    config = Config()
    config.set_main_option("script_location", str(Path(store_module.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO submissions (sent_at, text, rules_version, token_digest) VALUES (:now, "
                "'kept', 'v0', 'd')"
            ),
            {"now": datetime.now(UTC)},
        )
    engine.dispose()
    store = Store(url)
    assert [(one.text, one.doubted_cause) for one in store.read()] == [("kept", None)]
    store.add("next", "overloaded", "v1")
    assert [one.text for one in Store(url).read()] == ["kept", "next"]


def test_the_migrations_make_the_tables_that_the_code_uses(store):
    made = inspect(store._engine).get_columns("submissions")
    wanted = store_module.submissions.columns
    assert {(one["name"], one["nullable"]) for one in made} == {(one.name, one.nullable) for one in wanted}


def test_several_processes_may_start_at_once(url):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store(url), range(4)))
    stores[0].add("one", None, "v1")
    assert [one.text for one in stores[3].read()] == ["one"]


@pytest.mark.parametrize(
    "wrong, says",
    [
        ("intake.db", "must be like sqlite"),
        ("nosuch://x", "nosuch"),
        ("sqlite:////proc/none/intake.db", "cannot be used|No such file|Permission"),
        ("postgresql://me:hunter2secret@127.0.0.1:1/none", "cannot be used"),
    ],
)
def test_a_database_that_cannot_be_used_is_named_without_its_password(wrong, says):
    with pytest.raises(ValueError, match=says) as raised:
        Store(wrong)
    assert "hunter2secret" not in str(raised.value)
