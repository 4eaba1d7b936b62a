"""`diagnostic explain --ask`: the user's own key, plain text, and an exit status for scripts."""

import io
import sys

import pytest
from fake_api import OWN_KEY, TEXT

from diagnostic import cli
from diagnostic.lab.healthy import TEXT as ANSWER


@pytest.fixture(name="explain")
def _explain(claude, monkeypatch, capsys):
    def explain(fault, *options, times=None, text=TEXT, key=OWN_KEY):
        claude.point(fault, times)
        if key:
            monkeypatch.setenv("ANTHROPIC_API_KEY", key)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        status = cli.main(["explain", "--ask", *options])
        return status, " ".join(capsys.readouterr().out.split())

    return explain


def test_without_ask_nothing_is_sent(claude, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert cli.main(["explain"]) == 1
    assert claude.lab.asked == []


def test_where_a_rule_fits_nothing_is_sent(explain, claude):
    status, out = explain("ok", text="anthropic.APIConnectionError: Connection error.")
    assert status == 0
    assert "Not verified" not in out
    assert claude.lab.asked == []


def test_the_answer_is_printed_and_marked(explain, claude):
    status, out = explain("ok")
    assert status == 0
    assert ANSWER in out
    assert "Not verified" in out
    assert claude.lab.keys == [OWN_KEY]
    assert "a1B2" not in str(claude.lab.asked)


def test_a_restart_gives_up_what_stands_there(explain):
    status, out = explain("drop-mid-stream", times=1)
    assert status == 0
    assert "Discard the text above." in out
    assert "See: diagnostic causes stream-disconnected. Starting again in" in out
    assert out.endswith(ANSWER)


@pytest.mark.parametrize(
    "fault, cause",
    [
        ("authentication", "invalid-api-key"),
        ("overloaded", "overloaded"),
        ("refusal", "response-refused"),
        ("stall", "stream-idle-timeout"),
    ],
)
def test_its_own_errors_are_diagnosed(explain, fault, cause):
    status, out = explain(fault)
    assert status == 1
    assert f"See: diagnostic causes {cause}." in out
    assert "Traceback" not in out


def test_without_a_key_it_says_so(explain, claude, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    status, out = explain("ok", key=None)
    assert status == 1
    assert "See: diagnostic causes missing-api-key." in out
    assert claude.lab.asked == []


def test_what_claude_writes_cannot_steer_the_terminal(explain, claude):
    claude.lab.says = (
        "red \x1b[31malert\x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \u202eback [bold]no markup[/bold]"
    )
    status, out = explain("says")
    assert status == 0
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]no markup[/bold]" in out


def test_the_model_can_be_chosen(explain, claude, monkeypatch):
    monkeypatch.setenv("DIAGNOSTIC_OPINION_MODEL", "claude-haiku-4-5")
    explain("ok")
    assert claude.lab.asked[0]["model"] == "claude-haiku-4-5"


@pytest.mark.parametrize("kind", ["json", "markdown"])
def test_other_formats_stay_what_they_are(explain, claude, kind, capsys):
    status, _ = explain("ok", "--format", kind)
    assert status == 2
    assert claude.lab.asked == []
