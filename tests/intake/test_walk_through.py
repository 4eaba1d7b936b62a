"""The walk-through of /docs/intake, followed to the letter: from a gap to a rule that matches."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rule_factory import write_rule

from diagnostic.intake import Store
from diagnostic.paths import RULES, RULES_VARIABLE, TEMPLATES

PAGE = (TEMPLATES / "docs" / "intake.md").read_text().partition("## From a gap to a rule")[2]
BLOCK = re.compile(r"((?:^    .*\n|^\n(?=    ))+)", re.MULTILINE)
DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")


def blocks(text: str) -> list[str]:
    return [re.sub("(?m)^    ", "", block).strip("\n") for block in BLOCK.findall(text)]


def commands() -> list[tuple[str, str]]:
    """Each command, and what the page says it prints."""
    shown = "\n".join(block for block in blocks(PAGE) if block.startswith("$ "))
    parts = re.split(r"(?m)^\$ diagnostic (.*)\n", shown)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def files() -> dict[str, str]:
    """What the page tells to write, by path."""
    return {
        path: blocks(after)[0]
        for path, after in re.findall(r"into `(rules/[^`]+)`:\n\n((?:    .*\n|\n)+)", PAGE)
    }


@pytest.fixture(name="checkout")
def _checkout(tmp_path):
    """A checkout with few rules, and a store with the texts that the page shows."""
    rules = tmp_path / "rules"
    write_rule(rules, "invalid-request", "[[when]]\nstatus = [400]\nseen = ['bare']")
    (rules / "invalid-request/examples/bare.txt").write_text(
        "#= invalid-request likely\nanthropic.BadRequestError: Error code: 400 - {}\n"
    )
    for name in ("_clients", "_vendors", "_shared", "_facts"):
        if (RULES / name).exists():
            shutil.copytree(RULES / name, rules / name)
    store = Store(f"sqlite:///{tmp_path / 'intake.db'}")
    first, second = re.findall(r"(?m)^    (anthropic\.BadRequestError.*)$", PAGE)
    for text in (first, second, first):
        store.add(text, "invalid-request", "v1")
    return tmp_path


def run(command: str, checkout: Path) -> str:
    environment = {
        **os.environ,
        RULES_VARIABLE: str(checkout / "rules"),
        "DIAGNOSTIC_INTAKE_DATABASE_URL": f"sqlite:///{checkout / 'intake.db'}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "diagnostic", *command.split()],
        capture_output=True, text=True, timeout=240, cwd=checkout, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def without_days(text: str) -> str:
    return DAY.sub("DAY", text).strip("\n")


def test_a_gap_becomes_a_known_rule_by_the_commands_of_the_page(checkout):
    steps = commands()
    assert [command.split()[0] for command, _ in steps] == ["gaps", "gaps", "rules", "rules", "gaps", "gaps"]
    for command, shown in steps:
        if command.startswith("rules check"):
            for path, text in files().items():
                assert "TODO" in (checkout / path).read_text()
                (checkout / path).write_text(f"{text}\n")
        assert without_days(run(command, checkout)) == without_days(shown), command
    assert len(files()) == 2


def test_no_draft_has_landed():
    unfinished = [path for path in RULES.glob("*/*") if path.is_file() and "TODO" in path.read_text()]
    assert unfinished == []
