"""What Claude Code lists beside the error that a person saw does not explain it."""

import json

import pytest

from diagnostic.diagnosis import diagnose
from diagnostic.report.unrelated.error_list import blank_beside_the_point

FRAMES = "\n    at generate (/$bunfs/root/src/entrypoints/cli.js:409:9268)"
BESIDE = {
    "update": "Error: Failed to fetch version from https://storage.googleapis.com/latest: ECONNREFUSED",
    "download": "Error: Failed to download binary from https://storage.googleapis.com/a: Request failed with"
    " status code 429",
    "permission": "Error: Insufficient permissions for global npm install.",
    "lock": "Error: NON-FATAL: Lock acquisition failed for /Users/mara/.local/share/claude/versions/2.1.77",
    "telemetry": "Error: 1P event logging: 3 events failed to export (code=ECONNREFUSED, ECONNREFUSED)",
    "export": 'Error: {"message":"Failed to export 3 events (status=403)","line":"7035","name":"Error"}',
    "axios": "AxiosError: timeout of 5000ms exceeded",
    "axios 401": "AxiosError: Request failed with status code 401",
    "axios 500": "AxiosError: Request failed with status code 500",
    "tool": "MaxFileReadTokenExceededError: File content (38086 tokens) exceeds maximum allowed tokens.",
    "file": "Error: ENOENT: no such file or directory, unlink '/tmp/a.output'",
    "keychain": 'Error: Command failed: security find-generic-password -a $USER -w -s "Claude Code"',
    "aborted": "Error: Request was aborted.",
    "name": "Error",
    "parse": 'SyntaxError: JSON Parse error: Unexpected identifier "There"',
}
SEEN = {
    "overloaded": 'Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    "internal-server-error": 'Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal'
    ' server error"},"request_id":"req_011CZ9F8hdfD9c4sbC3vwRCZ"}',
    "connection-error": "Error: Connection error.",
    "oauth-token-invalid": 'Error: 401 {"type":"error","error":{"type":"authentication_error","message":'
    '"OAuth token has expired. Please obtain a new token or refresh your existing token."}}',
    "prompt-too-long": 'Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":'
    '"prompt is too long: 210118 tokens > 200000 maximum"}}',
    "mcp-server-failed": 'Error: MCP server "github" connection timed out after 30000ms',
}
# Of other servers: they explain a failure of the connection, but nothing that the API answered.
OF_OTHERS = {
    "local": "Error: connect ECONNREFUSED 127.0.0.1:3845",
    "statistics": "Error: getaddrinfo ENOTFOUND statsig.anthropic.com",
    "mcp": "McpError: MCP error -32000: Connection closed",
    "mcp server": 'Error: MCP server "figma" connection failed: connect ECONNREFUSED ::1:3845',
    "hang up": "Error: socket hang up",
}
ANSWERS = ("overloaded", "internal-server-error", "oauth-token-invalid", "prompt-too-long")


def _list(*errors):
    listed = [{"error": one + FRAMES, "timestamp": "2026-03-17T19:47:50.814Z"} for one in errors]
    entries = json.dumps(listed, separators=(",", ":"))
    return f"**Bug Description**\nit stopped\n\n**Errors**\n```json\n{entries}\n```\n"


def _bare(*errors):
    return _list(*errors).replace(json.dumps(FRAMES)[1:-1], "")


def _log(*errors):
    lines = ["2026-03-17T19:47:50.814Z [DEBUG] Found 0 hook matchers in settings"]
    lines += [f"2026-03-17T19:48:{at:02}.814Z [ERROR] {one}{FRAMES}" for at, one in enumerate(errors)]
    return "\n".join(lines)


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("cause", SEEN)
@pytest.mark.parametrize("form", [_list, _bare, _log])
def test_the_error_that_was_seen_is_first(form, cause, beside):
    for errors in ([beside, SEEN[cause]], [SEEN[cause], beside, beside]):
        assert diagnose(form(*errors)).findings[0].cause.id == cause


@pytest.mark.parametrize("beside", OF_OTHERS.values(), ids=OF_OTHERS)
@pytest.mark.parametrize("cause", ANSWERS)
@pytest.mark.parametrize("form", [_list, _bare, _log])
def test_what_the_api_answered_is_the_cause(form, cause, beside):
    for errors in ([beside, SEEN[cause]], [SEEN[cause], beside, beside]):
        assert [one.cause.id for one in diagnose(form(*errors)).findings] == [cause]


@pytest.mark.parametrize("form", [_list, _bare, _log])
def test_a_server_that_refused_explains_a_connection_error(form):
    found = diagnose(form(SEEN["connection-error"], OF_OTHERS["local"])).findings
    assert found[0].cause.id == "connection-refused"


@pytest.mark.parametrize(
    "beside", ["axios", "axios 401", "axios 500", "tool", "file", "keychain", "name", "parse"]
)
@pytest.mark.parametrize("form", [_list, _bare])
def test_what_nobody_saw_has_no_cause(form, beside):
    assert not diagnose(form(BESIDE[beside])).findings


@pytest.mark.parametrize("beside", ["lock", "telemetry", "export"])
def test_what_is_harmless_alone_is_named_so(beside):
    found = diagnose(_list(BESIDE[beside], BESIDE["tool"], BESIDE[beside])).findings
    assert [one.cause.id for one in found] == ["claude-code-telemetry"]


def test_an_entry_that_is_cut_off_ends_with_its_lines():
    cut = _list(BESIDE["axios"]).partition('","timestamp"')[0] + "\nAPI Error: 529 Overloaded\n"
    assert diagnose(cut).findings[0].cause.id == "overloaded"


def test_lists_of_other_programs_stay():
    entry = b'[{"error":"AxiosError: Request failed with status code 429","timestamp":"2026-03-17"}]'
    assert blank_beside_the_point(entry) == entry


def test_places_stay():
    text = _log(BESIDE["update"], SEEN["overloaded"], BESIDE["tool"]).encode()
    rest = blank_beside_the_point(text)
    assert len(rest) == len(text) and rest.count(b"\n") == text.count(b"\n")
    assert b"Failed to fetch" not in rest and b"529" in rest and b"hook matchers" in rest


def test_a_harmless_group_is_last_even_if_it_is_the_most_frequent():
    errors = ["[3P telemetry] export failed"] * 5 + [SEEN["overloaded"], SEEN["internal-server-error"]]
    lines = [f"2026-03-17T19:48:{at:02}.814Z [ERROR] anthropic {one}" for at, one in enumerate(errors)]
    groups = diagnose("\n".join(lines)).groups
    assert [one.cause.harmless for one in groups] == [False, False, True]
