"""The built wheel works alone: it carries the rules, templates and static files, diagnoses, and serves."""

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from diagnostic.rules import compiled
from diagnostic.rules.rulebook import read_rules

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
DATA = ("rules", "templates", "static", "sdks.toml")
_SERVE = """
import json, re
from diagnostic import create_app
from diagnostic.paths import RULES

client = create_app().test_client()
home = client.get("/")
print(json.dumps({
    "rules": str(RULES),
    "home": home.status_code,
    "static": [client.get(path).status_code for path in re.findall(r'"(/static/[^"]+)"', home.text)],
    "answer": client.post("/api/v1/diagnose", json={"text": "APIStatusError: 529 \
overloaded"}).get_json()["matches"][0]["cause"]["id"],
}))
"""


def _run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_exactly_the_files_under_version_control(wheel):
    tracked = _run(
        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *DATA, cwd=ROOT
    ).split("\0")
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name.partition("_data/")[2]: archive.read(name)
            for name in archive.namelist()
            if "/_data/" in name
        }
    present = {name: (ROOT / name).read_bytes() for name in tracked if name and (ROOT / name).is_file()}
    rules = compiled.decode(carried.pop(f"rules/{compiled.NAME}"), ROOT / "rules")
    assert rules.version == read_rules(ROOT / "rules").version
    assert set(carried) ^ set(present) == set()
    assert [name for name in present if carried[name] != present[name]] == []


def test_an_empty_environment_diagnoses_and_serves_with_it(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--disable-pip-version-check",
        wheel,
        cwd=tmp_path,
    )
    shown = subprocess.run(
        [tmp_path / "env" / "bin" / "diagnostic", "explain"],
        input="APIStatusError: 529 overloaded", capture_output=True, text=True, cwd=tmp_path, timeout=240,
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    assert "overload" in shown.stdout
    served = json.loads(_run(python, "-I", "-c", _SERVE, cwd=tmp_path))
    assert served["rules"].startswith(str(tmp_path))
    assert (served["home"], set(served["static"]), served["answer"]) == (200, {200}, "overloaded")
