"""Which signed requests were taken already, for all processes of a machine: digests and times, no text."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from diagnostic.opinion.budget import default_folder

_TABLE = "CREATE TABLE IF NOT EXISTS seen (digest BLOB PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID"
_WAIT_SECONDS = 30


class Seen:
    """Keys that were claimed. A claim expires after its time."""

    def __init__(self, folder: str) -> None:
        """Raises ValueError if nothing can be written in the folder."""
        place = Path(folder) if folder else default_folder()
        self._file, self._turns = place / "bots.sqlite3", place / "bots-turns.sqlite3"
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(self._open()) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute(_TABLE)
                db.execute("DELETE FROM seen WHERE until < ?", (time.time(),))
        except (OSError, sqlite3.Error) as error:
            raise ValueError(
                f"BOTS_FOLDER (DIAGNOSTIC_BOTS_FOLDER): nothing can be written in {place}: {error}"
            ) from None

    def claim(self, key: str, seconds: float) -> bool:
        """Whether nobody claimed the key in the last `seconds`. Raises sqlite3.Error if that is unknown."""
        now = time.time()
        with closing(self._open()) as db:
            db.execute("DELETE FROM seen WHERE until < ?", (now,))
            taken = db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (_digest(key), now + seconds))
            return taken.rowcount == 1

    def forget(self, key: str) -> None:
        """Gives a claim back: what it was for failed, and may be sent again."""
        with closing(self._open()) as db:
            db.execute("DELETE FROM seen WHERE digest = ?", (_digest(key),))

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Holds all other processes and threads out; a process that dies holds nobody up."""
        with closing(sqlite3.connect(self._turns, timeout=_WAIT_SECONDS, isolation_level=None)) as db:
            db.execute("BEGIN EXCLUSIVE")
            yield
            db.execute("ROLLBACK")

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file, timeout=5, isolation_level=None)
        # Waiting for the disk would hold up all others; what a power cut loses expires in minutes.
        db.execute("PRAGMA synchronous = OFF")
        return db


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=20).digest()
