"""From facts to findings: the confidence, which cause comes first, and which causes it explains."""

import pytest

from diagnostic import diagnose
from diagnostic.diagnosis import rulebook


def _first(text):
    return diagnose(text).findings[0].cause.id


def _found(text):
    return [(finding.cause.id, finding.confidence) for finding in diagnose(text).findings]


def _body(status, type_, message):
    return (
        f"anthropic.X: Error code: {status} - {{'type': 'error', 'error': {{'type': '{type_}', 'message':"
        f" {message!r}}}}}"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Connection error.", ("connection-error", "possible")),
        ("anthropic.APIConnectionError: Connection error.", ("connection-error", "possible")),
        (
            (
                "httpx.ConnectError: All connection attempts failed\n\nanthropic.APIConnectionError:"
                " Connection error."
            ),
            ("connection-refused", "possible"),
        ),
        ("anthropic.InternalServerError: <html>", ("service-unavailable", "possible")),
        ("anthropic.GatewayTimeoutError: <html>", ("gateway-timeout", "likely")),
        ("Claude call failed: Connection refused", ("connection-refused", "possible")),
        ("peer closed connection without sending complete message body", ("stream-disconnected", "possible")),
        (_body(400, "invalid_request_error", "a sentence that nobody knows"), ("invalid-request", "likely")),
        (_body(429, "rate_limit_error", "This request would exceed the rate li"), ("rate-limit", "likely")),
        ("anthropic.RateLimitError: Error code: 429", ("rate-limit", "likely")),
        (_body(529, "overloaded_error", "Overloaded"), ("overloaded", "certain")),
        ("AI_RetryError: Failed after 3 attempts. Last error: Overloaded", ("overloaded", "likely")),
        ("AI_APICallError: Request exceeds the maximum size", ("request-too-large", "likely")),
        (
            (
                "Error calling Claude: NotFoundError: 404"
                ' {"type":"error","error":{"type":"not_found_error","message":"Not found"}}'
            ),
            ("endpoint-not-found", "certain"),
        ),
    ],
)
def test_no_more_is_claimed_than_the_text_shows(text, first):
    assert _found(text)[0] == first


@pytest.mark.parametrize(
    "text",
    [
        "Tip: use prompt caching to stay below the input tokens per minute limit of claude-sonnet-4-6.",
        "Claude Code v2.1\n⏺ Bash(curl localhost:3000)\n  ⎿  curl: (7) Connection refused",
        "I asked Claude for a scraper: requests.exceptions.HTTPError: 403 Client Error: Forbidden",
        (
            "from anthropic import APIConnectionError, RateLimitError\ntry:\n    ask()\nexcept"
            " RateLimitError:\n    pass"
        ),
        "IndexError: list index out of range\n# model = claude-sonnet-4-6",
        "MCP error -32001: Request timed out (claude-sonnet-4-6)",
        "API Error: 500 - Something went wrong. Please contact support@example.com",
    ],
)
def test_what_only_speaks_of_claude_is_at_most_possible(text):
    assert [confidence for _, confidence in _found(text) if confidence != "possible"] == []


_KIRO = "The model you've selected is experiencing a high volume of traffic. Try changing the model."


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        ("", [("overloaded", "possible")]),
        ("claude-sonnet-4-6\n", [("overloaded", "likely")]),
        ("GPT-5.2: ", []),  # the app offers other vendors' models, too
        ("model: qwen3-coder-next\n", []),
    ],
)
def test_what_an_app_says_without_the_answer_of_the_api_is_at_most_likely(beside, found):
    assert _found(beside + _KIRO) == found


def test_that_an_app_hides_the_answer_is_said():
    (found,) = diagnose(f"claude-sonnet-4-6\n{_KIRO}").findings
    assert found.confidence_reason == "The app says so in its own words; what the API answered is not shown."


def test_that_a_person_only_describes_an_error_is_said():
    text = "The run ended early because the API returned model_context_window_exceeded for claude-opus-4-8."
    (found,) = diagnose(text).findings
    assert (found.confidence, found.confidence_reason) == (
        "likely",
        "The text describes this error; it does not show what a program printed.",
    )


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("We're having trouble connecting to the model provider.", "service-unavailable"),
        ("Claude Opus 4.6: Unable to reach the model provider", "service-unavailable"),
        ("Claude Sonnet 4 in Windsurf: Cascade has encountered an internal error.", "internal-server-error"),
        ("The model unexpectedly did not return a response", "stream-empty"),
    ],
)
def test_what_an_app_hides_is_only_possible(text, cause):
    assert _found(text) == [(cause, "possible")]


@pytest.mark.parametrize(
    "text",
    [
        "You've hit your usage limit\nGet Cursor Pro for more Agents use, unlimited Tab, and more.",
        "GPT-5.2 in Windsurf: Model provider is currently unavailable (error ID: 67f0)",
        "Request failed with error: QuotaLimit",
        "Language model unavailable",
        "Gemini 3 Pro in Antigravity: Our servers are experiencing high traffic right now",
        "Cursor: Serialization error in aiserver.v1.StreamUnifiedChatRequestWithTools [internal]",
        "Windsurf: Unknown: an internal error occurred (error ID: 28fe)",
        "Kiro: Extension Signature Verification Failed",
        "Too many free trial accounts used on this machine. Please upgrade to pro.",
    ],
)
def test_an_apps_own_faults_and_other_models_have_no_cause(text):
    assert _found(text) == []


def test_a_machine_code_wins_over_words():
    text = _body(429, "rate_limit_error", "This would exceed 50 requests per minute.").replace(
        "'message'", "'details': {'error_code': 'ramp_limit_exceeded'}, 'message'"
    )
    assert _found(text)[0] == ("rate-limit-acceleration", "certain")


def test_every_error_of_a_paste_comes_once_the_last_one_first():
    text = "\n".join(
        [_body(429, "rate_limit_error", "Rate limited")] * 2
        + [_body(529, "overloaded_error", "Overloaded")] * 3
    )
    found = diagnose(text).findings
    assert [(finding.cause.id, finding.count) for finding in found] == [
        ("overloaded", 3),
        ("rate-limit", 2),
    ]
    assert found[0].confidence == "certain"


def test_a_status_that_was_retried_is_counted():
    line = 'INFO httpx: HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 {}"\n'
    (found,) = diagnose(line.format("529 ") * 3 + line.format("200 OK")).findings
    assert (found.cause.id, found.count) == ("overloaded", 3)


def test_what_the_own_server_answered_beside_an_error_of_claude_is_not_claude_s():
    met = "API Error: 529 Overloaded\nBefore that: 429 Too Many Requests"
    assert [one.cause.id for one in diagnose(met).findings] == ["overloaded", "rate-limit"]
    assert [one.cause.id for one in diagnose(f"{met} from our nginx").findings] == ["overloaded"]


def test_a_short_status_is_counted_with_the_words_before_it_on_its_line():
    for other, count in (("claude-worker-1", 2), ("claude-worker-2", 1)):
        (found,) = diagnose(f"claude-worker-1: HTTP 529\n{other}: HTTP 529\n").findings
        assert (found.cause.id, found.count) == ("overloaded", count)


def test_a_symptom_is_folded_under_its_cause():
    (found,) = diagnose(
        "httpx.ConnectError: [Errno -2] Name or service not known\n\n"
        "The above exception was the direct cause of the following exception:\n\n"
        "anthropic.APIConnectionError: Connection error."
    ).findings
    assert (found.cause.id, found.symptoms) == ("dns-failure", ("connection-error",))


def test_the_log_before_a_traceback_does_not_come_before_it():
    text = (
        'INFO httpx: HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 429 Too Many'
        ' Requests"\nINFO anthropic._base_client: Retrying request to /v1/messages in 0.4 seconds\nTraceback'
        " (most recent call last):\n" + _body(529, "overloaded_error", "Overloaded")
    )
    assert _found(text)[0] == ("overloaded", "certain")


def test_what_a_tool_said_is_not_the_apis_error():
    text = (
        "⏺ Bash(pytest)\n  ⎿  psycopg2.OperationalError: Connection refused\n⏺ The database is down.\n"
        '  ⎿  API Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}'
    )
    assert _found(text) == [("internal-server-error", "certain")]


def test_a_bug_reports_background_log_does_not_come_before_what_it_reports():
    log = (
        '[{"error":"Error: Request was aborted.\\n    at _'
        ' (/$bunfs/root/src/entrypoints/cli.js:1206:12459)","timestamp":"2026-11-18T12:45:23.600Z"}]'
    )
    report = (
        "**Bug Description**\n{said}\n\n**Environment Info**\n- Version:"
        " 2.1.78\n\n**Errors**\n```json\n{log}\n```"
    )
    said = (
        '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}'
        ',"request_id":"req_011CLabLabLabLabLabLab"}'
    )
    assert _first(report.format(said=said, log=log)) == "overloaded"
    assert _first(report.format(said="It stops in the middle of the work.", log=log)) == "request-aborted"


def test_an_error_event_that_a_client_could_not_validate_is_the_event():
    text = (
        "TypeValidationError [AI_TypeValidationError]: Type validation failed: Value:"
        ' {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}.\nError message:'
        ' [{"code":"invalid_union_discriminator","options":["message_start","ping"],"path":["type"]}]'
    )
    assert _first(text) in ("overloaded", "stream-overloaded")


def test_a_sentence_broken_by_a_terminal_is_still_found():
    text = "BadRequestError: 400 Your credit\n   balance is\ttoo\nlow to access the Anthropic API."
    assert _found(text)[0][0] == "credit-balance-too-low"


@pytest.mark.parametrize(("version", "first"), [("1.2.0", "upgrade"), ("2.12.0", "ask-again")])
def test_steps_for_the_version_at_hand_come_first_and_for_others_last(version, first):
    text = (
        'File "/x/site-packages/anthropic/lib/bedrock/_stream_decoder.py"\n'
        f"ValueError: Bad response code, expected 200: {{'status_code': 400}}\nanthropic=={version}"
    )
    finding = diagnose(text).findings[0]
    steps = finding.steps
    assert steps[0].id == first
    assert ("upgrade" in finding.order.reasons) == (first == "upgrade")
    assert (steps[-1].id == "upgrade") == (first != "upgrade")


@pytest.mark.parametrize("told_first", [True, False])
def test_of_a_letter_the_error_that_it_quotes_is_the_answer_not_one_that_it_tells_of(told_first):
    told = "We saw some 529 overloaded errors last week, but they are gone."
    quoted = (
        'The window shows: {"type":"error","error":{"type":"invalid_request_error","message":"Your credit'
        ' balance is too low to access the Anthropic API."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}'
    )
    letter = "\n\n".join((told, quoted) if told_first else (quoted, told))
    diagnosis = diagnose(letter)
    assert diagnosis.findings[0].cause.id == "credit-balance-too-low"
    assert diagnosis.report.status is None


def test_a_status_told_behind_the_body_is_another_error_s():
    body = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
    assert diagnose(f"{body} since noon, before that 401 errors").report.status is None


@pytest.mark.parametrize(
    "printed",
    [
        "503 Service Unavailable ",
        "Request failed with status code 503\n",
        "The relay that we use returned 503\n",
        "An upstream error of the relay: 503 ",
        "Every call of ours fails with 503 - ",
    ],
)
def test_a_status_that_a_program_printed_stays_whatever_the_type_says(printed):
    text = printed + '{"type":"error","error":{"type":"invalid_request_error","message":"x"}}'
    assert diagnose(text).report.status == 503


def test_what_the_set_of_patterns_finds_counts_only_if_it_is_in_the_text(monkeypatch):
    patterns = rulebook().patterns
    monkeypatch.setattr(patterns, "find", lambda data: frozenset(patterns.sources))
    assert diagnose("Nothing at all happened.").findings == ()
