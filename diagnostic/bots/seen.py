"""Replay protection: which signed requests the processes of a machine have handled, as digests."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from diagnostic.opinion.budget import default_folder

_TABLE = "CREATE TABLE IF NOT EXISTS seen (digest BLOB PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID"
_DELETE_EXPIRED = "DELETE FROM seen WHERE until < ?"
# Vendors wait three seconds for an acknowledgement.
_WRITE_TIMEOUT_SECONDS = 1
_LOCK_TIMEOUT_SECONDS = 30
_LOCK_FILES = 16


class Seen:
    """Claimed keys. A claim expires after its time."""

    def __init__(self, folder: str) -> None:
        """Raises ValueError if the folder is not writable."""
        directory = Path(folder) if folder else default_folder()
        self._folder, self._file = directory, directory / "bots.sqlite3"
        try:
            self._change(_DELETE_EXPIRED, time.time())
        except (OSError, sqlite3.Error) as error:
            raise ValueError(
                f"BOTS_FOLDER (DIAGNOSTIC_BOTS_FOLDER): nothing can be written in {directory}: {error}"
            ) from None

    def claim(self, key: str, seconds: float) -> bool:
        """Claims the key for `seconds`; False if an earlier claim is still valid. Raises sqlite3.Error."""
        now = time.time()
        self._change(_DELETE_EXPIRED, now)
        return self._change("INSERT OR IGNORE INTO seen VALUES (?, ?)", _digest(key), now + seconds) == 1

    def release(self, key: str) -> None:
        """Releases a claim: its task failed, and the request may be sent again."""
        self._change("DELETE FROM seen WHERE digest = ?", _digest(key))

    @contextmanager
    def lock(self, key: str) -> Iterator[None]:
        """Locks the key for one thread of one process; some other keys share its lock. The lock ends with the
        process. Raises sqlite3.OperationalError after half a minute of waiting.
        """
        file = self._folder / f"bots-turns-{_digest(key)[0] % _LOCK_FILES}.sqlite3"
        with closing(sqlite3.connect(file, timeout=_LOCK_TIMEOUT_SECONDS, isolation_level=None)) as db:
            db.execute("BEGIN EXCLUSIVE")
            yield
            db.execute("ROLLBACK")

    def _change(self, statement: str, *values: object) -> int:
        """The number of rows that a statement changed; a corrupt file is replaced."""
        try:
            return self._execute(statement, values)
        except sqlite3.OperationalError:  # locked, full, or read-only
            raise
        except sqlite3.DatabaseError:  # no longer a database
            for end in ("", "-wal", "-shm"):
                self._file.with_name(f"{self._file.name}{end}").unlink(missing_ok=True)
        return self._execute(statement, values)

    def _execute(self, statement: str, values: tuple[object, ...]) -> int:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(self._file, timeout=_WRITE_TIMEOUT_SECONDS, isolation_level=None)) as db:
            # Waiting for the disk would delay all others; what a power failure loses expires in minutes.
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(_TABLE)
            return db.execute(statement, values).rowcount


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=20).digest()
