"""Updating to newer SDKs: the files that are written, and the changes that the report lists."""

import json
import tomllib

from diagnostic.lab import renew
from diagnostic.lab.renew import compare_behaviour, compare_proof, main, moved, write_report
from diagnostic.paths import ROOT

LISTED = {"package": "anthropic", "latest": "2.14.0", "older": ["0.125.0", "1.17.0"]}
TEXT = 'package = "anthropic"\nlatest = "2.14.0"\nolder = ["0.125.0", "1.17.0"]\n'
OLD, NEW = ({"python": {"package": "anthropic", "latest": version}} for version in ("2.14.0", "2.15.0"))


def row(version, raised, requests=3):
    return {
        "sdk": f"anthropic {version}", "fault": "overloaded", "program": "create",
        "raised": raised, "text": "none", "requests": requests,
    }  # fmt: skip


def test_a_newer_minor_version_takes_the_place_of_the_latest():
    assert moved(TEXT, LISTED, "2.15.0") == TEXT.replace("2.14.0", "2.15.0")
    assert moved(TEXT, LISTED, "2.14.0") == TEXT


def test_the_last_release_of_a_major_version_stays():
    assert 'latest = "3.0.0"\nolder = ["0.125.0", "2.14.0"]' in moved(TEXT, LISTED, "3.0.0")


def test_the_same_behaviour_of_a_newer_version_is_no_change():
    assert (
        compare_behaviour([row("2.14.0", "OverloadedError")], [row("2.15.0", "OverloadedError")], OLD, NEW)
        == []
    )


def test_another_error_another_count_and_what_is_not_measured_any_more_are_changes():
    before = [row("2.14.0", "OverloadedError")]
    (line,) = compare_behaviour(before, [row("2.15.0", "APIStatusError")], OLD, NEW)
    assert "OverloadedError" in line and "→ APIStatusError" in line
    assert len(compare_behaviour(before, [row("2.15.0", "OverloadedError", 5)], OLD, NEW)) == 1
    assert "not measured" in compare_behaviour(before, [], OLD, NEW)[0]


def test_a_block_that_no_longer_answers_is_reported():
    def proof(version, ends):
        run = {"step": "back-off", "schedule": "overloaded*4", "block": "b.py", "sdk": f"anthropic {version}"}
        return {"runs": [], "steps": [run | {"naive": {"ends": "raised"}, "fix": {"ends": ends}}]}

    assert compare_proof(proof("2.14.0", "answered"), proof("2.15.0", "answered"), OLD, NEW) == []
    (line,) = compare_proof(proof("2.14.0", "answered"), proof("2.15.0", "raised"), OLD, NEW)
    assert "block answered → plain program raised, block raised" in line
    older_node = (proof("2.14.0 on Node 20.18.0", "answered"), proof("2.15.0 on Node 20.18.0", "raised"))
    (line,) = compare_proof(*older_node, OLD, NEW)
    assert "b.py on Node 20.18.0: " in line


def test_the_report_of_this_tree_names_every_part():
    report = write_report()
    changed = (
        "Changed behaviour",
        "Changed proofs",
        "Changed names",
        "Changed sentences",
        "Changed end of life",
    )
    titles = (*changed, "Harm", "Facts to read again")
    assert all(f"## {title}: " in report for title in titles)


def test_a_move_takes_the_package_lock_along_without_touching_package_json(tmp_path, monkeypatch):
    asked = []
    for name in ("sdks.toml", "pyproject.toml"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    monkeypatch.setattr(renew, "ROOT", tmp_path)
    monkeypatch.setattr(renew, "_SDKS", tmp_path / "sdks.toml")
    monkeypatch.setattr(renew, "pypi_versions", lambda name: ["99.1.0", "99.0.0"])
    monkeypatch.setattr(renew, "npm", lambda *arguments: asked.append(arguments) or "98.2.0\n")
    view = ("view", "@anthropic-ai/sdk", "version")
    assert main(["move", "--dry-run"]) == 0 and asked == [view]
    assert (tmp_path / "sdks.toml").read_text() == (ROOT / "sdks.toml").read_text()
    assert main(["move"]) == 0
    moved_to = tomllib.loads((tmp_path / "sdks.toml").read_text())
    assert (moved_to["python"]["latest"], moved_to["typescript"]["latest"]) == ("99.1.0", "98.2.0")
    assert "anthropic==99.1.0" in (tmp_path / "pyproject.toml").read_text()
    # `install --no-save` leaves the lock as it is; `update` moves it within what package.json allows.
    update = ("update", "--package-lock-only", "--no-audit", "--no-fund", "@anthropic-ai/sdk")
    assert asked == [view, view, update]
    allowed = json.loads((ROOT / "package.json").read_text())["devDependencies"]["@anthropic-ai/sdk"]
    assert allowed == "*"


def test_what_is_no_command_is_refused(capsys):
    assert main(["moves"]) == 2 and "renew move" in capsys.readouterr().err
