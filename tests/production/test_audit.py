"""A check of the dependencies that could not run is not reported as passed."""

import json
import subprocess

import audit
import pytest

KNOWN = {"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
SOUND = {"name": "b", "version": "1", "vulns": []}
UNASKED = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (1)"}


@pytest.mark.parametrize(
    "packages, in_ci, locally, says",
    [
        ([KNOWN, SOUND], 1, 1, "a 1: X-1, fixed in 2"),
        ([SOUND], 0, 0, "1 packages audited, 0 with known weaknesses, 0 not audited"),
        ([UNASKED], 0, 1, "NOT AUDITED: 1 packages"),
        ([SOUND, UNASKED, KNOWN], 1, 1, "NOT AUDITED: 1 packages"),
        (None, 0, 1, "NOT AUDITED: pip-audit gave no answer"),
    ],
)
def test_each_outcome_is_called_by_its_name(monkeypatch, capsys, packages, in_ci, locally, says):
    said = "" if packages is None else json.dumps({"dependencies": packages})
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, said, "no route")
    )
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.delenv("CI", raising=False)
    assert audit.main() == locally
    capsys.readouterr()
    monkeypatch.setenv("CI", "true")
    assert audit.main() == in_ci
    said = capsys.readouterr().out
    assert says in said
    assert ("::warning title=NOT AUDITED::" in said) == ("NOT AUDITED: " in said)
