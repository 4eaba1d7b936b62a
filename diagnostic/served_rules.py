"""The rules on disk -> a copy that a server answers with: what is edited there changes nothing until the
server is told.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from diagnostic import paths


class ServedRules:
    """The copy in use; processes that a server forks find it in `paths`, others by a variable of their
    environment.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies: list[Path] = []

    @property
    def has_copy(self) -> bool:
        """Is there a copy in use?"""
        return bool(self._copies)

    def renew(self, is_valid: Callable[[], bool]) -> bool:
        """Copies the rules and uses the copy if it `is_valid`, which a process started now can tell; else
        goes on with the last one.

        Raises OSError if there is no room for a copy.
        """
        before = self._copies[-1] if self._copies else None
        copy = Path(tempfile.mkdtemp(prefix="rules-", dir=self._folder))
        try:
            shutil.copytree(
                paths.ROOT / "rules", copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
            _use(copy)
            if is_valid():
                self._copies.append(copy)
                return True
        except shutil.Error as error:  # files came and went while they were copied
            raise OSError(str(error)) from None
        finally:
            if copy not in self._copies:
                shutil.rmtree(copy, ignore_errors=True)
                _use(before)
        return False

    def forget_old(self) -> None:
        """Removes the copies that no process answers with any more."""
        for copy in self._copies[:-1]:
            shutil.rmtree(copy, ignore_errors=True)
        del self._copies[:-1]


def _use(copy: Path | None) -> None:
    paths.RULES = copy or paths.ROOT / "rules"
    if copy:
        os.environ[paths.RULES_VARIABLE] = str(copy)
    else:
        os.environ.pop(paths.RULES_VARIABLE, None)
