"""The command line: exit statuses, pipes, terminal width and colour, and no control
characters from a paste.
"""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest
from waiting import PATIENCE_SECONDS

from diagnostic.check import CheckResult, check_rules
from diagnostic.cli import COMMANDS, main
from diagnostic.paths import RULES
from diagnostic.questions import questions_for
from diagnostic.reader import Reader
from diagnostic.rules import load_rules
from diagnostic.rules.schema import json_schema

OVERLOAD = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)
KEY = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@pytest.fixture(name="paste")
def _paste(tmp_path):
    def paste(text):
        path = tmp_path / "error.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return paste


def _run(*args, text="", **environment):
    command = [sys.executable, "-m", "diagnostic", *args]
    data = text if isinstance(text, bytes) else text.encode()
    return subprocess.run(command, input=data, capture_output=True, env=os.environ | environment, timeout=240)


def _run_on_terminal(*args, text, columns=80, **environment):
    """The same with a pseudo-terminal as standard output; what it shows."""
    outer, inner = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color", **environment}
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        if name not in environment:
            env.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "-m", "diagnostic", *args],
        stdin=subprocess.PIPE,
        stdout=inner,
        stderr=inner,
        env=env,
    )
    os.close(inner)
    process.stdin.write(text.encode())
    process.stdin.close()
    shown, deadline = b"", time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and select.select([outer], [], [], PATIENCE_SECONDS)[0]:
        try:
            piece = os.read(outer, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        shown += piece
    os.close(outer)
    assert process.wait(240) == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["explain", "/nowhere/error.txt"], 2),
        (["explain", "--format", "yaml", "x"], 2),
        (["explain", "/dev/null"], 2),
        (["causes", "nobody"], 1),
        (["rules"], 2),
        ([], 2),
        (["fly"], 2),
        (["explain", "missing.log"], 2),
        (["explain", "--format", "json", "--ask", "529"], 2),
        (["doctor", "--limit", "soon"], 2),
        (["scan"], 2),
    ],
)
def test_bad_usage_says_what_is_wrong_and_exits_so(args, status, capsys):
    assert main(args) == status
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    "text", ["KeyError: 'x'", "x", "\x00", b"\xff\xfe\x00", "\ud83d".encode("utf-8", "surrogatepass")]
)
def test_no_match_exits_1_and_says_what_would_tell_more(paste, text, capsys):
    assert main(["explain", "--full", paste(text)]) == 1
    said = capsys.readouterr().out
    assert "No known cause matches" in said
    assert "To narrow it down" in said
    commands = [
        line for ask in questions_for(Reader(), True) for line in ask.commands.get("shell", "").splitlines()
    ]
    assert commands and not [
        line for line in commands if f"   {line}\n" not in said
    ]  # whole lines, so that they can be copied


@pytest.mark.parametrize("text", ["", " \n\t\n", b"\xef\xbb\xbf"])
def test_no_text_is_bad_usage(paste, text, capsys):
    assert main(["explain", paste(text)]) in (1, 2)
    capsys.readouterr()


def test_a_match_exits_0_and_leads_with_the_verdict(paste, capsys):
    assert main(["explain", paste(OVERLOAD)]) == 0
    said = capsys.readouterr().out
    verdict, _, rest = said.partition("Who acts")
    assert "overload" in verdict
    assert "Anthropic" in rest and "Retry" in rest and "Confidence" in rest and "Do this first" in rest


def test_it_reads_a_pipe_with_and_without_a_dash():
    for args in (["explain"], ["explain", "-"]):
        done = _run(*args, text=OVERLOAD)
        assert done.returncode == 0, done.stderr
        assert b"overload" in done.stdout


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_it_reads_what_powershell_writes(encoding, paste, capsys):
    data = ("\ufeff" + OVERLOAD).encode(encoding)
    assert main(["explain", paste(data)]) == 0
    assert "overload" in capsys.readouterr().out
    assert _run("explain", text=data).returncode == 0


def test_json_and_markdown_are_the_answers_of_the_api(paste, capsys, client):
    assert main(["explain", "--format", "json", paste(OVERLOAD)]) == 0
    said = json.loads(capsys.readouterr().out)
    # The server knows its own address; a terminal does not.
    answer = client.post("/api/v1/diagnose", json={"text": OVERLOAD}).text.replace("http://localhost/", "/")
    assert said == json.loads(answer)
    assert main(["explain", "--format", "markdown", paste(OVERLOAD)]) == 0
    markdown = capsys.readouterr().out
    answer = client.post("/api/v1/diagnose", json={"text": OVERLOAD}, headers={"Accept": "text/markdown"})
    assert markdown == answer.text.replace("http://localhost/", "/")


def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m diagnostic causes | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=240
    )
    assert (done.stderr, done.stdout.count("\n")) == ("", 1)


def test_causes_lists_all_and_shows_one_by_id_or_alias(rules, capsys):
    assert main(["causes"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == list(rules.causes)
    assert main(["causes", "--format", "json"]) == 0
    assert [cause["id"] for cause in json.loads(capsys.readouterr().out)] == list(rules.causes)
    alias, id = next(iter(rules.aliases.items()))
    for name in (id, alias):
        for form in ("text", "markdown", "json"):
            assert main(["causes", name, "--format", form]) == 0
            assert rules.causes[id].title in capsys.readouterr().out


def test_rules_check_names_each_problem(monkeypatch, capsys):
    monkeypatch.setattr(
        "diagnostic.check.check_rules",
        lambda book, only: CheckResult(2, 3, ["rules/x/examples/a.txt: nothing comes first"], {}),
    )
    assert main(["rules", "check"]) == 1
    said = capsys.readouterr()
    assert "rules/x/examples/a.txt" in said.err
    assert "2 causes, 3 examples, 1 problem" in said.out


def test_rules_check_names_file_and_field_of_a_faulty_rule(monkeypatch, tmp_path, capsys):
    from rule_factory import write_rule

    from diagnostic.rules import load_rules

    write_rule(tmp_path, "broken", extra="colour = 'red'")
    monkeypatch.setattr("diagnostic.rules.load_rules", lambda: load_rules(tmp_path))
    assert main(["rules", "check"]) == 1
    said = capsys.readouterr().err
    assert "broken" in said and "colour" in said


def test_there_is_colour_on_a_terminal_and_nowhere_else():
    assert "\x1b[" in _run_on_terminal("explain", text=OVERLOAD)
    assert b"\x1b" not in _run("explain", text=OVERLOAD).stdout
    assert "\x1b[3" not in _run_on_terminal("explain", text=OVERLOAD, NO_COLOR="1")
    assert "\x1b[" not in _run_on_terminal("explain", text=OVERLOAD, TERM="dumb")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_keep_to_the_width_of_the_terminal(columns, rules):
    shown = _run_on_terminal("explain", text=f"{OVERLOAD} {'long ' * 100}", columns=columns, NO_COLOR="1")
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    # Code and addresses stay whole, so that they can be copied and clicked; the terminal breaks them by
    # itself.
    whole = "".join(
        snippet.change
        for step in rules.causes["stream-overloaded"].steps
        for snippet in step.snippets.values()
    )
    long = [line.strip() for line in plain.splitlines() if len(line) > columns]
    assert [line for line in long if line not in whole and "http" not in line] == []


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_code_is_shown_in_the_language_asked_for(paste, language, capsys):
    for extent in ([], ["--full"]):
        assert (
            main(["explain", "--language", language, *extent, paste("529 overloaded_error anthropic")]) == 0
        )
        said = capsys.readouterr().out
        assert ("with_options(max_retries=" in said) == (language == "python")
        assert ("maxRetries: 8" in said) == (language == "typescript")


def test_the_answer_fits_one_screen_unless_all_is_asked_for(paste, capsys):
    assert main(["explain", paste(OVERLOAD)]) == 0
    brief = capsys.readouterr().out
    assert main(["explain", "--full", paste(OVERLOAD)]) == 0
    assert brief.count("\n") <= 24 < capsys.readouterr().out.count("\n")


def test_a_link_in_the_first_step_is_shown_as_words_and_address(paste, capsys):
    text = "n8n: Your credit balance is too low to access the Anthropic API."
    assert main(["explain", paste(text)]) == 0
    said = capsys.readouterr().out
    assert "billing (https://" in said and "](" not in said


def test_nothing_of_a_paste_can_steer_the_terminal(paste, capsys):
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\u202c\u200b\x08\x7f\x85\ufeff\x1b]8;;http://evil.example\x1b\\"
    text = f"{evil}{OVERLOAD[:-2]} {evil}'}}}}\n{evil}"
    for options in (["--full"], [], ["--format", "markdown"], ["--format", "json"]):
        main(["explain", *options, paste(text)])
        said = capsys.readouterr().out
        assert CONTROLS.findall(said.replace("\n", "")) == [], options


def test_no_key_comes_out_of_any_form(paste, capsys):
    for form in ("text", "markdown", "json"):
        main(["explain", "--format", form, paste(f"{OVERLOAD}\nx-api-key: {KEY}\n")])
        said = capsys.readouterr()
        assert KEY[13:21] not in said.out + said.err


def test_a_file_of_a_long_log_says_that_it_was_cut(paste, capsys):
    assert main(["explain", paste(f"{OVERLOAD}\n" * 10_000)]) == 0
    assert "first 64 KiB and the last 192 KiB" in capsys.readouterr().out


def test_a_directory_and_a_forbidden_file_are_named(tmp_path, capsys):
    assert main(["explain", str(tmp_path)]) == 2
    assert "directory" in capsys.readouterr().err.lower()


def test_explain_starts_without_flask_and_quickly(paste):
    check = (
        "import sys, time; begun = time.process_time(); from diagnostic.cli import main\nstatus ="
        f" main(['explain', '--format', 'json', {paste(OVERLOAD)!r}])\nprint([name for name in ('flask',"
        " 'werkzeug', 'jinja2', 'anthropic', 'granian', 'pygments', 'markdown_it', 'rich') if name in"
        " sys.modules], file=sys.stderr)\nprint(time.process_time() - begun, file=sys.stderr);"
        " sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=240)
    loaded, seconds = done.stderr.splitlines()
    assert done.returncode == 0
    assert loaded == "[]"
    assert float(seconds) < 5


@pytest.mark.parametrize("text", ["529", "overloaded_error", "Error code: 529 - Overloaded", "a/b\x00"])
def test_explain_takes_the_text_itself(text, capsys):
    assert main(["explain", "--format", "json", text]) in (0, 1)
    assert json.loads(capsys.readouterr().out)["rules_version"]


def test_a_mistyped_command_or_cause_gets_a_suggestion(capsys):
    assert main(["expalin"]) == 2
    assert main(["causes", "overloded"]) == 1
    said = capsys.readouterr().err
    assert "'explain'" in said and "overloaded" in said


def test_one_help_describes_every_command(capsys):
    assert main(["--help"]) == 0
    help = capsys.readouterr().out
    for name in COMMANDS:
        assert f"\n  {name} " in help
        assert main([name, "--help"]) == 0
        described = capsys.readouterr().out.partition("\n\n")[2].lstrip()
        assert described[0].isupper()


def test_the_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("diagnostic, version 0.")


def test_a_mark_that_the_terminal_lacks_stops_no_answer(tmp_path):
    process = subprocess.run(
        [sys.executable, "-m", "diagnostic", "explain", "--format", "markdown", "529 überlastet → 过载"],
        capture_output=True, timeout=240, env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert b"UnicodeEncodeError" not in process.stderr
    assert process.stdout


def test_a_new_rule_passes_all_checks_and_is_never_overwritten(tmp_path, capsys):
    assert main(["rules", "new", "my-cause", "--folder", str(tmp_path)]) == 0
    result = check_rules(load_rules(tmp_path))
    assert (result.causes, result.problems) == (1, [])
    assert main(["rules", "new", "my-cause", "--folder", str(tmp_path)]) == 1
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("id", ["My Cause", "../out", "a_b", ""])
def test_a_new_rule_needs_an_id(id, tmp_path, capsys):
    assert main(["rules", "new", id, "--folder", str(tmp_path)]) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_schema_for_editors_is_the_one_the_loader_uses():
    assert (RULES / "rule.schema.json").read_bytes() == json_schema()


def test_explain_gives_the_steps_for_the_client_that_is_named(paste, capsys):
    text = paste(
        "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}"
    )
    assert main(["explain", "--full", text]) == 0
    said = capsys.readouterr().out
    assert main(["explain", "--full", "--client", "n8n", text]) == 0
    assert "Retry On Fail" in capsys.readouterr().out and "Retry On Fail" not in said


@pytest.mark.parametrize(
    ("id", "near"), [("n8", "n8n"), ("Claude Code", "claude-code"), ("???", "librechat")]
)
def test_a_client_that_does_not_exist_is_bad_usage_and_those_like_it_are_named(id, near, capsys):
    assert main(["explain", "--client", id, "529"]) == 2
    assert near in capsys.readouterr().err
