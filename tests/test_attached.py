"""The error that a report itself states counts; an attached log is background, unless it says more."""

import pytest

from diagnostic.diagnosis import diagnose
from diagnostic.report.unrelated.attached import blank_attached_log

FRAME = r"\n    at run (/$bunfs/root/src/entrypoints/cli.js:1189:685)"
LISTED = {
    "aborted": f'[{{"error":"Error: Request was aborted.{FRAME}","timestamp":"2026-04-02T09:11:40.655Z"}}]',
    "install": (
        '[{"error":"Error: Failed to install new version of claude: npm error code '
        'ENOTEMPTY","timestamp":"2026-04-02T09:11:40.655Z"}]'
    ),
    "key": (
        f'[{{"error":"Error: Could not resolve authentication method. Expected either apiKey or authToken '
        f'to be set.{FRAME}"}}]'
    ),
    "socket": (
        f'[{{"error":"Error: The socket connection was closed unexpectedly{FRAME}"}},{{"error":"Error: '
        f'ECONNRESET"}}]'
    ),
}
ENVIRONMENT = "- Platform: darwin\n- Terminal: iTerm.app\n- Version: 2.1.90\n- Feedback ID: 0a5623a4\n"
SAID = {
    "API Error: 529 Overloaded. This is a server-side issue, usually temporary.": "overloaded",
    "since noon: API Error: 500 Internal server error": "internal-server-error",
    "You've hit your limit · resets 6pm (Europe/Vienna)": "claude-usage-limit",
    "Invalid API key · Please run /login": "invalid-api-key",
    'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: '
    '210000 tokens > 200000 maximum"}}': "prompt-too-long",
}


@pytest.mark.parametrize("listed", LISTED)
@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize(
    "form",
    ["**Bug Description**\n{0}\n\n{1}\n**Errors**\n```json\n{2}\n```\n", "{0}\n\n{1}\n{2}", "{2}\n\n{0}\n"],
)
def test_what_the_report_says_comes_before_the_list_of_logged_errors(form, said, listed):
    found = diagnose(form.format(said, ENVIRONMENT, LISTED[listed])).findings
    assert found[0].cause.id == SAID[said]


@pytest.mark.parametrize(
    "heading",
    [
        "### Debug log",
        "Full log:",
        "**Verbose output**",
        "<summary>claude --debug</summary>",
        "#### MCP logs",
    ],
)
def test_what_the_report_says_comes_before_an_attached_debug_log(heading):
    log = (
        "[DEBUG] Fast mode unavailable\n[ERROR] Error: Request was aborted.\n[ERROR] connect ECONNREFUSED "
        "127.0.0.1:9"
    )
    found = diagnose(f"API Error: 529 Overloaded\n\n{heading}\n{log}\n").findings
    assert found[0].cause.id == "overloaded"


@pytest.mark.parametrize("listed, cause", [("aborted", "request-aborted"), ("key", "missing-api-key")])
@pytest.mark.parametrize("above", ["", ENVIRONMENT, "**Bug Description**\nit does not work any more\n\n"])
def test_the_list_counts_where_the_report_says_nothing(above, listed, cause):
    found = diagnose(f"{above}**Errors**\n{LISTED[listed]}\n").findings
    assert found[0].cause.id == cause


def test_the_list_counts_where_it_names_a_special_case_of_what_the_report_says():
    body = (
        r"{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
        r"\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}"
    )
    found = diagnose(
        f'**Bug Description**\nAPI Error: 400\n\n{ENVIRONMENT}[{{"error":"Error: 400 {body}"}}]'
    ).findings
    assert found[0].cause.id == "prompt-too-long"


def test_places_stay_where_a_log_is_blanked():
    text = f"one line\n{LISTED['aborted']}\nlast line\n".encode()
    rest = blank_attached_log(text)
    assert len(rest) == len(text) and rest.count(b"\n") == text.count(b"\n")
    assert rest.split() == [b"one", b"line", b"last", b"line"]


def test_a_text_without_a_log_is_left_alone():
    assert blank_attached_log(b"API Error: 529 Overloaded\nsee the log of yesterday\n") is None


def test_a_section_ends_before_the_next_heading():
    text = b"API Error: 529 Overloaded\n## Debug log\nECONNRESET\n## Environment\nmacOS\n"
    rest = blank_attached_log(text)
    assert rest.count(b"\n") == text.count(b"\n")
    assert rest.split() == [b"API", b"Error:", b"529", b"Overloaded", b"##", b"Environment", b"macOS"]


@pytest.mark.parametrize(("said", "is_left"), [("twelve bytes", True), ("11 of bytes", False)])
def test_what_is_said_beside_a_log_has_twelve_bytes(said, is_left):
    assert (blank_attached_log(f"{said}\n{LISTED['aborted']}\n".encode()) is not None) == is_left
