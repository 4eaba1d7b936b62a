"""A text that explains, requests or tabulates errors shows none; a log and a report show one."""

import pytest
from voices import BODY, LONG_LOG, first_cause

from diagnostic.diagnosis import diagnose


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        (
            "credit-balance-too-low",
            '{\n  "busy": "Claude is busy now",\n  "credit": "Your credit balance is too low to access the '
            'Anthropic API"\n}',
        ),
        ("overloaded", f"Sample response:\n```json\n{BODY}\n```\nAll errors of the API have this shape."),
        ("overloaded", f"It was `{BODY}` from Claude, and the problem is solved since the update."),
        ("overloaded", f"### Overloaded\n**Causes:** many.\n**Fix:** wait.\n**Example error:**\n{BODY}"),
        (
            "overloaded",
            f"Errors of the Claude API\n\nThe overloaded one\n\nHere is the shape of it:\n\n{BODY}\n\n"
            "What does it mean?\n\nAll are busy. Wait, then retry. Use a queue and check the status page.",
        ),
        ("overloaded", f"## What changed\n\nThe bot waits.\n\n## Test plan\n\nAPI Error: 529 {BODY}"),
        (
            "overloaded",
            f"If all are busy, the chat will typically look like this:\n\nAPI Error: 529 {BODY}\n\n"
            "Wait, then retry.",
        ),
        ("overloaded", f"**Describe the solution you'd like**\nA class for it is what it needs.\n\n{BODY}"),
    ],
)
def test_what_no_short_text_shows_a_log_does(cause, text):
    assert diagnose(text).findings == ()
    assert first_cause(f"{text}\n{LONG_LOG}") == cause


def test_a_single_text_with_the_words_of_an_error_is_no_table_of_them():
    assert (
        first_cause('{\n  "note": "Your credit balance is too low to access the Anthropic API"\n}')
        == "credit-balance-too-low"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Retry button for 529\n\nWhenever Anthropic takes a break I type it again. A button would be nice.",
        'ERRORS = {\n    "prompt is too long": "This chat is too long for Claude.",\n}',
        '"""Waits for Claude.\n\nanthropic.RateLimitError: 429 {"type":"error"}\n"""\nbusy = load()',
        '{\n  "claude_busy": "Claude is busy now",\n  "claude_credit": "Your credit balance is too low"\n}',
        f"It was `{BODY}` from Claude, and the problem is solved since the update.",
        "### Overloaded\n**Causes:** many requests.\n**Example error:**\n```json\n"
        f"{BODY}\n```\n**Fix:** wait.",
        "### 400 Bad Request\n**Causes:**\n- a wrong field\n**Example error:**\n```json\n{\n"
        '  "type": "error",\n  "error": {\n    "type": "invalid_request_error",\n    "message": '
        '"messages: roles must alternate between \\"user\\" and \\"assistant\\""\n  }\n}\n```\n'
        "**Fix:** send the turns in order.",
        f"## Error: 529 Overloaded\n\nSymptom:\n\n{BODY}\n\nSolution 1 - Wait\n\nSolution 2 - Send less",
        "Shows what a provider answers. Previously, nobody saw it. Now, the message has it.\n\n"
        "**Before:**\n```\nClaude failed: HTTP request returned status code 529\n```\n\n"
        f"**After:**\n```\nAPI Error: 529 {BODY}\n```",
        f"When Claude ends a stream it would help to know why.\n\nevent: error\ndata: {BODY}\n\n"
        "**Describe the solution you'd like**\nWe can add a class for it.",
        "fix(bedrock): classify throttles as retryable\n\n"
        "`ThrottlingException` of Bedrock was fatal and is mapped now.",
        f"How to Fix the 529 Error of Claude\n\nQuick Answer\n\nWait, then send less.\n\n{BODY}\n\n"
        "Relays may show 529 or overloaded.\n\nCommon Causes\n\n1. Capacity\n2. Large requests",
        "How to handle 429 errors of Claude in a flow?\n\nAdd delays.\n\nStep 1: Know the limits\n\n"
        "Requests per minute: how many calls a minute may have",
        "The importer failed 529 overloaded on each file of Claude; nothing is refused any more. "
        "Released in 0.4.",
        "Sample response\n\nHTTP/1.1 529\nretry-after: 12\nanthropic-organization-id: 1\n\n"
        f"{BODY}\n\nThe header tells how long to wait.",
        f"Sample response:\n```json\n{BODY}\n```\nAll errors of the API have this shape and these fields.",
        "we used to get `Streaming is required for operations that may take longer`; never again",
        "@@ -1,2 +1,3 @@\n+\t// retry on a 529 (overloaded) error of Claude\n \treturn send(url)",
        # Articles without a word that is only theirs: a definition, titles, questions, advice, readers.
        "A 529 overloaded_error from Claude means that Anthropic has no capacity left. Your key and plan "
        "are fine, and you can send the request again.\n\nMost people hit it in Claude Code, where a session "
        "stops with API Error: Repeated 529 Overloaded errors.",
        f"Errors of the Claude API\n\nThe overloaded one\n\nHere is the shape of it:\n\n{BODY}\n\n"
        "What does it mean?\n\nAll are busy. Wait, then retry. Use a queue and check the status page.",
        "FAQ of the bot\n\nWhy do I get 'Connection error.' from Claude?\nCheck the network, then the "
        "proxy, and restart the bot.\nWhat does 'Overloaded' mean?\nMany ask at once. Try later.",
        "Fragen zur Claude-API\n\nWas bedeutet der Fehler 529?\nAnthropic ist überlastet (Overloaded). Sie "
        "sollten warten, und prüfen Sie die Statusseite.",
        "Answers of the bot for Claude are 400, 401, 403, 404, 429 and at busy hours API Error: 529 "
        "Overloaded. Check the key and the network. Wait, then retry.",
        "Lamps that the desk has for Claude:\n- green, idle\n- yellow, overloaded\n- red, no network\n"
        "It is beside the door",
        "The bot decides that a start of Claude failed at its sign-in by looking for `/login`, `invalid api "
        "key` or `not\nlogged in` in what the SDK throws.",
        "When prompt is too long, Claude has no room for an answer, and the oldest turns of it go first.",
        'Errors of Claude have the form {"type": "error", "error": {"type": "overloaded_error", "message": '
        '"Overloaded", ...}} in each of the SDKs.',
        "Claude-Fehler 529 werden jetzt erneut versucht. Aber die Seite ist neu und hat viele Farben.",
        "Aber die Seite von Claude ist neu. 529 wird jetzt erneut versucht.",
        "requests: 200, errors: 0, overloaded_error: 0 (claude)",
        "| Message | Section |\n| :- | :- |\n| `API Error: Repeated 529 Overloaded errors` | Of servers |",
        "Release notes 4.1\n\nAn overloaded Claude (529) is asked again, up to three times, and says so.",
        'claude_requests_total{code="200"} 5291\nclaude_requests_total{code="529"} 0',
        '{"provider":"openai","model":"gpt-5","status":429,"msg":"slow down","next":"anthropic/claude-5"}',
    ],
)
def test_what_happened_to_nobody_has_no_cause(text):
    assert diagnose(text).findings == ()


@pytest.mark.parametrize(
    "detail",
    [
        "2026-02-11T08:00:01Z",
        '"request_id":"req_011CaFx2SeMuGej9dxwZAd3B"',
        'File "/srv/app/bot.py", line 31',
        "My bot shows it.",
        "Steps to reproduce: ask twice.",
        "What's Wrong?",
    ],
)
def test_a_detail_that_is_never_the_same_again_makes_an_error_of_what_explains(detail):
    explained = (
        f"Error of the bot\n\nWhat does it mean?\n\n{BODY}\n\nMany ask at the same time of the day. "
        "Check the network. Wait, then retry. Set a longer pause."
    )
    assert [one.cause.id for one in diagnose(f"{explained}\n{detail}").findings] == ["overloaded"]
    assert diagnose(explained).findings == ()


def test_entries_of_a_log_with_one_key_are_no_table_of_texts():
    text = (
        "The server of Claude Code that we added does not start.\n[\n"
        '  {\n    "debug": "Connection failed: McpError: MCP error -32000: Connection closed",\n  },\n'
        '  {\n    "debug": "Error message: MCP error -32000: closed",\n  },'
    )
    assert first_cause(text) == "mcp-server-failed"


def test_a_record_whose_keys_end_like_those_of_an_error_is_no_table_of_texts():
    text = (
        '{\n"errorMessage": "Bad request",\n"errorDescription": "messages.1.content.0.type: Expected '
        '`thinking` or `redacted_thinking`, but found `tool_use`.",\n"time": "5/27/2026, 12:57:55 AM"'
    )
    assert [one.cause.id for one in diagnose(text).findings] == ["thinking-blocks-modified"]


def test_what_a_program_shows_in_indented_lines_is_no_title_of_an_article():
    text = (
        "The nightly bot of the sales team talks to Claude, and ends with a screen like the one below:\n\n"
        "  API Error: 529 Overloaded\n  Try again later\n  Contact the desk\n\nWait did not help, retry "
        "neither. Check of the network was fine, use of a second key too."
    )
    assert first_cause(text) == "overloaded"


@pytest.mark.parametrize(
    "text",
    [
        # Rust, PHP and Bun put a comma behind the last field, as does who shortens a body.
        'error: {\n  status: 529,\n  error: {\n    type: "error",\n    error: {\n'
        '      type: "overloaded_error",\n      message: "Overloaded",\n    },\n  },\n},',
        'ClaudeError {\n    status: 529,\n    body: Body {\n        type: "overloaded_error",\n'
        '        message: "Overloaded",\n    },\n}',
        '{\n  "type": "error",\n  "error": {\n    "type": "overloaded_error",\n'
        '    "message": "Overloaded",\n  }\n}',
        # Quotes of Python around output are no docstring.
        f'The login of Claude worked, and I still get the error: """API Error: 529 {BODY}"""',
        f'"""\nAPI Error: 529 {BODY}\n"""\nThat is all of it.',
    ],
)
def test_output_that_ends_like_code_is_output(text):
    assert first_cause(text) == "overloaded"


def test_an_error_below_the_title_of_a_change_happened_if_it_has_a_time_or_an_id():
    title = "docs: say what to do about errors\n\n"
    dated = f'{BODY[:-1]},"request_id":"req_011CaFx2SeMuGej9dxwZAd3B"}}'
    assert diagnose(f"{title}API Error: 529 {BODY}").findings == ()
    assert first_cause(f"{title}API Error: 529 {dated}") == "overloaded"


def test_the_headings_of_a_bug_report_are_of_somebody_who_met_the_error():
    assert (
        first_cause("## Which model\n\nClaude, newest\n\n## What happened\n\nConnection error.")
        == "connection-error"
    )


def test_who_met_an_error_after_an_article_met_it():
    assert (
        first_cause("I did all that this guide says and my bot still gets 529 overloaded_error from Claude")
        == "overloaded"
    )


def test_what_was_wrong_and_the_fix_as_headings_are_those_of_a_change():
    told = f"### Summary\nHandle overloads of Claude: 529 {BODY}\n\n### Why\nThe job fails."
    assert first_cause(f"{told}\n\n### The fix\nWrap the call.") is None
    assert first_cause(told) == "overloaded"


def test_three_quotes_are_a_docstring_only_beside_code():
    said = "It prints this and stops:"
    assert first_cause(f'{said}\n\n    """API Error: 529 {BODY}"""\n\nEach day.') == "overloaded"
    assert first_cause(f'async def ask():\n    """API Error: 529 {BODY}"""\n    return 1') is None


def test_words_of_a_person_beside_code_that_holds_the_complaint_report_nothing():
    code = (
        'for line in log:\n    if "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted" in line:\n'
    )
    said = "The sandbox stops at each command:"
    assert first_cause(f"{said}\n\n```python\n{code}        hits.append(line)\n```") is None
