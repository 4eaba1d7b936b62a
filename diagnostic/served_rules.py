"""A server's private copy of the rules, so that edits on disk take effect only when the server reloads."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from diagnostic import paths


class ServedRules:
    """The copy in use. Forked processes find it in `paths`, others through an environment variable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies: list[Path] = []

    @property
    def has_copy(self) -> bool:
        """Whether a copy is in use."""
        return bool(self._copies)

    def reload(self, is_valid: Callable[[], bool]) -> bool:
        """Copies the rules and switches to the copy if `is_valid`, tested in a new process, accepts it;
        otherwise the last copy stays in use.

        Raises OSError if there is no room for a copy.
        """
        previous = self._copies[-1] if self._copies else None
        copy = Path(tempfile.mkdtemp(prefix="rules-", dir=self._folder))
        try:
            shutil.copytree(
                paths.ROOT / "rules", copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
            _use(copy)
            if is_valid():
                self._copies.append(copy)
                return True
        except shutil.Error as error:  # files changed while they were copied
            raise OSError(str(error)) from None
        finally:
            if copy not in self._copies:
                shutil.rmtree(copy, ignore_errors=True)
                _use(previous)
        return False

    def delete_old(self) -> None:
        """Deletes the copies that no process uses any more."""
        for copy in self._copies[:-1]:
            shutil.rmtree(copy, ignore_errors=True)
        del self._copies[:-1]


def _use(copy: Path | None) -> None:
    paths.RULES = copy or paths.ROOT / "rules"
    if copy:
        os.environ[paths.RULES_VARIABLE] = str(copy)
    else:
        os.environ.pop(paths.RULES_VARIABLE, None)
