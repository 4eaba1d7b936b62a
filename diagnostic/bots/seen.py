"""Which signed requests were handled before, for all processes of a machine: digests and times only."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from diagnostic.opinion.budget import default_folder

_TABLE = "CREATE TABLE IF NOT EXISTS seen (digest BLOB PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID"
_FORGET_OLD = "DELETE FROM seen WHERE until < ?"
# Vendors wait three seconds for an acknowledgement.
_NOTE_SECONDS = 1
_WAIT_SECONDS = 30
_TURNS = 16


class Seen:
    """Claimed keys. A claim expires after its time."""

    def __init__(self, folder: str) -> None:
        """Raises ValueError if the folder is not writable."""
        place = Path(folder) if folder else default_folder()
        self._folder, self._file = place, place / "bots.sqlite3"
        try:
            self._change(_FORGET_OLD, time.time())
        except (OSError, sqlite3.Error) as error:
            raise ValueError(
                f"BOTS_FOLDER (DIAGNOSTIC_BOTS_FOLDER): nothing can be written in {place}: {error}"
            ) from None

    def claim(self, key: str, seconds: float) -> bool:
        """Claims the key; False if it was claimed within `seconds`. Raises sqlite3.Error if unknown."""
        now = time.time()
        self._change(_FORGET_OLD, now)
        return self._change("INSERT OR IGNORE INTO seen VALUES (?, ?)", _digest(key), now + seconds) == 1

    def forget(self, key: str) -> None:
        """Releases a claim: its task failed, and the request may be sent again."""
        self._change("DELETE FROM seen WHERE digest = ?", _digest(key))

    @contextmanager
    def one_at_a_time(self, key: str) -> Iterator[None]:
        """Locks the key against all processes and threads, and with it a few other keys. The lock ends with
        its process. Raises sqlite3.OperationalError after half a minute of waiting.
        """
        file = self._folder / f"bots-turns-{_digest(key)[0] % _TURNS}.sqlite3"
        with closing(sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None)) as db:
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
        with closing(sqlite3.connect(self._file, timeout=_NOTE_SECONDS, isolation_level=None)) as db:
            # Waiting for the disk would delay all others; what a power failure loses expires in minutes.
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(_TABLE)
            return db.execute(statement, values).rowcount


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=20).digest()
