"""The command line: exit statuses, formats, widths, other SDK versions, and an unchanged environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostic.cli import main

ROOT = Path(__file__).parents[2]
SITE = Path(sys.modules["rich"].__file__).parents[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--base-url", "gateway.example.com"],
        ["--base-url", "ftp://x"],
        ["--base-url", "http://host:port"],
        ["--limit", "0"],
        ["--limit", "soon"],
        ["--format", "html"],
        ["--unknown"],
    ],
)
def test_bad_usage_ends_with_status_2(arguments, capsys):
    assert main(["doctor", *arguments]) == 2
    assert "diagnostic doctor" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("fault, status", [("ok", 0), ("authentication", 1)])
def test_the_status_says_whether_a_layer_failed(doctor, lab, form, fault, status):
    doctor.point("ok")
    base = f"http://127.0.0.1:{lab.port}/{fault}@run"
    assert doctor.run("--format", form, "--base-url", base)[0] == status


@pytest.mark.parametrize("width", ["30", "60", "200"])
def test_no_fact_is_lost_in_a_narrow_or_a_wide_terminal(doctor, monkeypatch, width):
    doctor.point("tls-untrusted")
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    status, text = doctor.run("--limit", "60")
    assert status == 1
    assert "trusted by nobody" in " ".join(text.split())
    assert "\x1b[3" not in text  # no colour


@pytest.mark.slow
@pytest.mark.parametrize(
    "version, fault, said",
    [
        ("0.125.0", "ok", "All checks passed"),
        ("0.125.0", "cut-json", "stream-malformed-event"),
        ("1.17.0", "drop-mid-stream", "stream-disconnected"),
    ],
)
def test_it_runs_beside_every_sdk_version(lab, version, fault, said):
    python = ROOT / ".lab" / f"py-{version}" / "bin" / "python"
    if not python.exists():
        pytest.skip("make .lab/.python installs the SDK versions")
    code = (
        f"import sys; sys.path += {[str(ROOT), str(SITE)]!r}; from diagnostic.cli import main;"
        " sys.exit(main(['doctor']))"
    )
    environment = {
        name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ
    } | lab.environment(fault, run="old")
    done = subprocess.run([python, "-c", code], env=environment, capture_output=True, text=True, timeout=240)
    assert f"anthropic=={version}" in done.stdout
    assert said in done.stdout
    assert done.returncode == (0 if fault == "ok" else 1)


def test_help_needs_no_sdk():
    code = (
        "import sys; from diagnostic.cli import main\ntry: main(['doctor', '--help'])\nexcept SystemExit:"
        " pass\nprint('anthropic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")
