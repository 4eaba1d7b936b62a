"""The container recipe is complete; also checked where no container engine is available."""

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILD = (ROOT / "Dockerfile").read_text().split("\nFROM ")[1]
COPIED = [
    name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", BUILD, re.MULTILINE) for name in line.split()
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def needed():
    """What a wheel is made from, by what pyproject.toml says."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    hooks = [hook["path"] for hook in wheel["hooks"].values()]
    return {
        *wheel["packages"],
        *wheel["force-include"],
        *hooks,
        PROJECT["project"]["readme"],
        "pyproject.toml",
    }


def test_all_that_a_wheel_is_made_from_is_copied():
    assert needed() - set(COPIED) == set()


@pytest.mark.parametrize("name", COPIED)
def test_what_is_copied_is_there_and_reaches_the_engine(name):
    assert (ROOT / name).exists()
    rules = (ROOT / ".dockerignore").read_text().split()
    last = [rule for rule in rules if fnmatch.fnmatch(name, rule.removeprefix("!"))][-1]
    assert last.startswith("!"), f"{last} keeps {name} from the engine"
