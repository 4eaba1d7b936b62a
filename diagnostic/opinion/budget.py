"""Limits the calls of a day (UTC), counted by all processes of a machine in a file, or by several machines in
a shared store.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from diagnostic.paths import install_command

_SPENT = "The daily limit for second opinions is used up. It resets at midnight UTC."
_UNKNOWN = "Today's calls cannot be counted, so no request was sent."
_STORE_SECONDS = 2.0  # a store that takes longer counts as unavailable
_KEPT_SECONDS = 2 * 24 * 3600
_TABLE = "CREATE TABLE IF NOT EXISTS asked (day TEXT PRIMARY KEY, calls INTEGER NOT NULL)"
# A single statement, so that two processes cannot both take the last call.
_COUNT = "INSERT INTO asked VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET calls = calls + 1 WHERE calls < ?"


class Budget:
    """A daily limit of calls. A call counts when it starts, because an interrupted one may be billed."""

    def __init__(self, folder: str, calls: int) -> None:
        """Raises ValueError if the folder is not writable."""
        directory = Path(folder) if folder else default_folder()
        self._file, self._calls = directory / "opinions.sqlite3", calls
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(self._open()) as db:
                db.execute(_TABLE)
                # A write, so that a read-only file fails now and not at the first question.
                db.execute("DELETE FROM asked WHERE day < ?", (_today(),))
        except (OSError, sqlite3.Error) as error:
            raise ValueError(f"calls cannot be counted in {directory}: {error}") from None

    def reserve_call(self) -> str | None:
        """Counts one call; returns why none is left, or None. If counting fails, no call is allowed."""
        try:
            with closing(self._open()) as db:
                return (
                    None
                    if self._calls > 0 and db.execute(_COUNT, (_today(), self._calls)).rowcount == 1
                    else _SPENT
                )
        except sqlite3.Error:
            return _UNKNOWN

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=5, isolation_level=None)


class SharedBudget:
    """A daily limit for several machines, counted in Redis or Valkey."""

    def __init__(self, address: str, calls: int) -> None:
        """Raises ValueError if the store is unusable."""
        try:
            import redis
        except ImportError:
            raise ValueError(f"a shared budget needs the extra: {install_command('limits')}") from None
        self._failures, self._calls = (redis.RedisError, OSError), calls
        try:
            self._store = redis.Redis.from_url(
                address, socket_timeout=_STORE_SECONDS, socket_connect_timeout=_STORE_SECONDS
            )
            self._store.ping()
        except self._failures as error:
            raise ValueError(f"calls cannot be counted in the store: {error}") from None

    def reserve_call(self) -> str | None:
        """Counts one call; returns why none is left, or None. If counting fails, no call is allowed."""
        key = f"error-diagnostic:asked:{_today()}"
        try:
            # One transaction, so that each key expires; INCR gives each caller its own number.
            transaction = self._store.pipeline()
            transaction.incr(key)
            transaction.expire(key, _KEPT_SECONDS)
            calls, _ = transaction.execute()
        except self._failures:
            return _UNKNOWN
        return None if calls <= self._calls else _SPENT


def default_folder() -> Path:
    """The user's folder for data that programs must keep."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "error-diagnostic"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
