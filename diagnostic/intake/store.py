"""The database of submissions: SQLite or PostgreSQL, chosen by URL."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

MAX_CHARACTERS = 8_000  # characters per submission
_TOKEN_BYTES = 18
_LOCK = 0x6572726F72  # an arbitrary number for PostgreSQL's advisory lock

metadata = MetaData()
submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sent_at", DateTime(timezone=True), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("doubted_cause", String(64)),
    Column("sentence", Text),
    Column("rules_version", String(64), nullable=False),
    Column("token_digest", String(64), nullable=False, unique=True),
)


@dataclass(frozen=True, slots=True)
class Submission:
    """One redacted text that a person sent. `doubted_cause` is the answer they got, None if none; `sentence`
    is the line that names the error, None in old submissions.
    """

    id: int
    sent_at: datetime  # UTC
    text: str
    doubted_cause: str | None
    rules_version: str
    sentence: str | None = None


class Full(Exception):
    """The daily limit is reached."""


class Store:
    """The submissions of one database; safe to share between threads and processes."""

    def __init__(self, url: str, days: int = 90, daily_limit: int = 500) -> None:
        """Migrates the database. Keeps submissions for `days`, and accepts `daily_limit` a day.

        Raises ValueError, without the URL's password, if the database cannot be used.
        """
        self._days, self._daily_limit = days, daily_limit
        try:
            self._engine = _connect(url)
            with self._engine.begin() as connection:
                _migrate(connection)
        except ModuleNotFoundError as error:
            raise ValueError(f"the driver {error.name} is not installed") from None
        except NoSuchModuleError as error:
            raise ValueError(str(error)) from None
        except CommandError:
            raise ValueError("the database has tables of a newer version than this program") from None
        except ArgumentError:
            raise ValueError("it must be like sqlite:////var/lib/diagnostic/intake.db") from None
        except (OSError, SQLAlchemyError) as error:
            raise ValueError(
                f"the database cannot be used: {getattr(error, 'orig', None) or error}"
            ) from None

    def add(
        self, text: str, doubted_cause: str | None, rules_version: str, sentence: str | None = None
    ) -> str:
        """Stores a redacted text of at most MAX_CHARACTERS characters; returns the token that deletes it.

        Raises Full if today's limit (UTC) is reached, SQLAlchemyError if the database is unavailable.
        """
        if len(text) > MAX_CHARACTERS:
            raise ValueError(f"a submission has at most {MAX_CHARACTERS} characters")
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), datetime.now(UTC)
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        with self._engine.begin() as connection:
            _lock(connection)
            self._delete_old(connection, now)
            sent_today = select(func.count()).select_from(submissions).where(submissions.c.sent_at >= today)
            if connection.execute(sent_today).scalar_one() >= self._daily_limit:
                raise Full
            connection.execute(
                insert(submissions).values(
                    sent_at=now,
                    text=text,
                    doubted_cause=doubted_cause,
                    sentence=sentence,
                    rules_version=rules_version,
                    token_digest=_digest(token),
                )
            )
        return token

    def delete(self, token: str) -> bool:
        """Deletes the submission of this token; False if there is none, or no longer."""
        with self._engine.begin() as connection:
            found = connection.execute(
                delete(submissions).where(submissions.c.token_digest == _digest(token))
            )
        return found.rowcount == 1

    def delete_old(self) -> None:
        """Deletes expired submissions."""
        with self._engine.begin() as connection:
            self._delete_old(connection, datetime.now(UTC))

    def delete_numbers(self, ids: list[int]) -> int:
        """Deletes the submissions with these numbers; returns how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(submissions).where(submissions.c.id.in_(ids))).rowcount

    def read(self) -> list[Submission]:
        """All stored submissions, oldest first."""
        columns = [column for column in submissions.c if column.name != "token_digest"]
        kept = submissions.c.sent_at >= self._oldest(datetime.now(UTC))
        with self._engine.begin() as connection:
            rows = connection.execute(select(*columns).where(kept).order_by(submissions.c.id)).all()
        # SQLite stores no time zone.
        return [Submission(**{**row._mapping, "sent_at": row.sent_at.replace(tzinfo=UTC)}) for row in rows]

    def _delete_old(self, connection: Connection, now: datetime) -> None:
        connection.execute(delete(submissions).where(submissions.c.sent_at < self._oldest(now)))

    def _oldest(self, now: datetime) -> datetime:
        return now - timedelta(days=self._days)


def _digest(token: str) -> str:
    # A token is random, so a plain hash cannot be reversed by guessing.
    return hashlib.sha256(token.encode()).hexdigest()


def _connect(url: str) -> Engine:
    target = make_url(url)
    if target.get_backend_name() == "sqlite":
        if target.database and target.database != ":memory:":
            Path(target.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            target, hide_parameters=True, connect_args={"timeout": 5, "isolation_level": None}
        )
        # Deleted data is overwritten, so that no text remains in the file.
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA secure_delete = ON"))
        # Python's driver begins transactions too late; a write lock from the start makes count and insert
        # atomic.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        return engine
    if target.drivername == "postgresql":
        target = target.set(drivername="postgresql+psycopg")
    return create_engine(
        target,
        hide_parameters=True,
        pool_pre_ping=True,
        # Milliseconds without a network acknowledgement; otherwise a request would wait for hours.
        connect_args={"connect_timeout": 5, "tcp_user_timeout": 5000},
    )


def _lock(connection: Connection) -> None:
    """One writer at a time until the transaction ends; SQLite locks the file at its beginning."""
    if connection.dialect.name == "postgresql":
        # A program that holds the lock must not block people who send a text.
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _migrate(connection: Connection) -> None:
    """Applies the migrations that the database lacks."""
    _lock(connection)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
