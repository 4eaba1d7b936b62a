"""The rules on disk -> a copy that a server answers with: what is edited there changes nothing until the server is told."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from diagnostic.paths import RULES, RULES_VARIABLE


class ServedRules:
    """The copy in use; the processes that a server starts find it by a variable of their environment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies: list[Path] = []

    @property
    def has_copy(self) -> bool:
        """Is there a copy in use?"""
        return bool(self._copies)

    def renew(self, is_valid: Callable[[], bool]) -> bool:
        """Copies the rules and uses the copy if it `is_valid`, which a process started now can tell; else goes on with the last one.

        Raises OSError where there is no room for a copy.
        """
        before = os.environ.get(RULES_VARIABLE)
        copy = Path(tempfile.mkdtemp(prefix="rules-", dir=self._folder))
        try:
            shutil.copytree(RULES, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
            os.environ[RULES_VARIABLE] = str(copy)
            if is_valid():
                self._copies.append(copy)
                return True
        except shutil.Error as error:  # files came and went while they were copied
            raise OSError(str(error)) from None
        finally:
            if copy not in self._copies:
                shutil.rmtree(copy, ignore_errors=True)
                _restore(before)
        return False

    def forget_old(self) -> None:
        """Removes the copies that no process answers with any more."""
        for copy in self._copies[:-1]:
            shutil.rmtree(copy, ignore_errors=True)
        del self._copies[:-1]


def _restore(before: str | None) -> None:
    if before is None:
        os.environ.pop(RULES_VARIABLE, None)
    else:
        os.environ[RULES_VARIABLE] = before
