"""Who reports the evidence (a program, a person, a document) decides whether it counts, and how much."""

import tomllib
from pathlib import Path

import pytest
from matrix.sentences import api_errors

from diagnostic.diagnosis import diagnose
from diagnostic.report import read_report
from diagnostic.report.voice import VoiceClassifier
from diagnostic.text import clean

RECORDS = tomllib.loads((Path(__file__).parent / "records.toml").read_text("utf-8"))
BODY = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'


def _voice(text, found, form):
    cleaned = clean(text)
    signs = read_report(cleaned).signs
    at = cleaned.text.index(found)
    return VoiceClassifier(cleaned, signs).classify((at, at + len(found)), form)


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("printed", f"API Error: 529 {BODY}"),
        ("printed", "2026-02-11T08:00:01Z ERROR claude: status 529"),
        ("printed", "fetch failed {\n  [cause]: Error: 529 from upstream\n}"),
        ("reported", "Our nightly job failed again, Claude returned 529 five times."),
        ("reported", "Describe the bug\nThe app shows 529 of Claude once the cache is warm."),
        ("reported", "When I start five agents at once I get 529 from Claude."),
        ("described", "if (status === 529) {\n  retry()\n}"),
        ("described", "const busy = {\n  overloaded: 529,\n}"),
        ("described", "+    retry_on = [500, 529]"),
        ("described", "- fix: treat 529 of Claude as retryable"),
        ("described", "It would be nice if the app waited on a 529 from Claude."),
        ("described", "If Claude responds with 529, the breaker opens and traffic moves to another region."),
        ("described", "Closing this, it turned out that the 529 came from our own proxy."),
        (
            "described",
            "If an app shows API Error: 529, wait, and see the status page before anything is changed.",
        ),
        ("printed", "When I start five agents, Claude Code ends with API Error: 529 Overloaded."),
        (
            "printed",
            "When I start five agents at once and give each of them a large file, Claude Code ends with "
            "API Error: 529 Overloaded.",
        ),
        ("reported", "The nightly job of the team failed again, and Claude returned 529 to it."),
        ("described", "TODO: back off on a 529 of Claude, since the queue failed"),
        ("described", "### API Error: 529\n**Cause:** it failed since noon.\n**Fix:** wait."),
        ("reported", "# We get 529 from Claude since noon;"),
        ("described", "We met one of them yesterday. The list of Claude has 500, 503 and 529 in it."),
        ("mentioned", "We met one of them yesterday. The list of Claude has 503 and 529 in it."),
        # It is over where a person says so, of all of it.
        ("reported", "We used to get a 529 of Claude, and it is back"),
        (
            "reported",
            "2026-02-11 08:00:01 INFO the name is resolved\nOur job gets a 529 from Claude in each run",
        ),
        # What readers are told happens to nobody.
        (
            "mentioned",
            "You have failed to wait, and your bot says so: a 529 of Claude is in the log of the hall.",
        ),
        (
            "described",
            "Your request is one of many. You have failed to wait, and your bot says so: a 529 of Claude is "
            "in the log of your server.",
        ),
        (
            "mentioned",
            "You told me to wait a minute. Your bot does, and you see it there: a 529 of Claude is in the "
            "log of your server.",
        ),
        ("printed", '{\n  message = "Claude has no room for it now, 529",\n  type = "overloaded_error"\n}'),
        (
            "described",
            "### Overloaded\n**Cause:** it failed once.\n**Example error:**\nAPI Error: 529\n**Fix:** none",
        ),
        ("described", "### Busy\n**Cause:** it failed, and the answer of Claude was a 529.\n**Fix:** none."),
        ("printed", "It was here: 529 {}\n\nThe problem of the team in the hall is solved since the update."),
        # An indented line is a part of what is above it, beyond empty lines, if that is left open.
        ("described", "const busy = {\n\n  overloaded: 529,\n}"),
        ("described", "retry(() => {\n  ask();\n  Claude returned 529 five times\n})"),
        ("described", "retry(() => {\n  a note of it\n    Claude returned 529 five times\n})"),
        (
            "printed",
            "2026-02-11 08:00:01 ERROR the call to Claude has ended with a 529 and is not asked again",
        ),
        ("reported", "answer = ask()\n  Our job failed, Claude returned 529 five times."),
        ("reported", "    Our job failed, Claude returned 529 five times.\nretry(() => {"),
        # Alone in its line, or in a sentence, a question, a list that goes on.
        ("reported", "The team got a 529 from Claude. It would be nice to have a button for it."),
        ("reported", "It would be nice to have a button. 529 is what the team got from Claude on each call."),
        ("printed", "529 of Claude now"),
        # An example is before or after a change, not after a step.
        ("printed", "After the third step a red box is there:\n\nAPI Error: 529 Overloaded"),
        ("reported", "When the user asks twice, the second call failed with 529 on Monday"),
        (
            "reported",
            "Unser Dienst meldet seit dem Abend bei jeder Anfrage mehrmals 529 von Claude, obwohl wir nur "
            "wenige Anfragen pro Minute senden.",
        ),
        ("mentioned", "529 is it, Claude?"),
        ("mentioned", "Is that a 529 of Claude in the log?"),
        ("described", "The numbers of the table are these, from the first one to the last:\n\n529 of Claude"),
        (
            "described",
            "**Describe the solution you'd like**\nA button for the chat.\n\nIf I see the error (API Error: "
            "529), the button asks Claude once more.",
        ),
    ],
)
def test_the_name_of_an_error_is_of_whoever_speaks_there(voice, text):
    assert _voice(text, "529", "name") == voice


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("printed", "prompt is too long: 210000 tokens > 200000 maximum"),
        ("printed", "The request failed: prompt is too long"),
        ("reported", 'My agent stops with "prompt is too long" after an hour.'),
        ("described", 'if "prompt is too long" in str(error):\n    compact()'),
        ("described", "It would help to warn people before prompt is too long appears."),
        (
            "described",
            "A history grows with each turn of a chat, and the model reads all of it each time. The limit is "
            "that of the window, past which prompt is too long stands in the answer, so compaction belongs "
            "into the loop of an agent from its first day.",
        ),
        (
            "printed",
            "As soon as a file is attached, whatever its size and in each of the three clients that the"
            " team uses here on Linux and on the two Macs, the chat shows: prompt is too long",
        ),
    ],
)
def test_a_sentence_of_an_error_is_of_whoever_speaks_there(voice, text):
    assert _voice(text, "prompt is too long", "sentence") == voice


_IN_THE_BAR = "of the window of the chat, for the pupils of the third class in the hall on the left"


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("reported", "What our page shows:\n- prompt is too long\n- no network"),
        ("reported", f"It stopped at noon. At the top {_IN_THE_BAR} the words of it are prompt is too long"),
        ("reported", "The words in the bar at the top of the window of the chat are prompt is too long"),
        ("reported", f"What the bar at the top {_IN_THE_BAR} has in it\n- prompt is too long\n- no network"),
        ("reported", "The chat shows `prompt is too long` to the pupils of the third class."),
        ("reported", "The `chat` shows `prompt is too long` to the pupils of the third class."),
        ("printed", "The chat shows `prompt is too long`"),
        ("printed", "The chat shows `prompt is too long` to the class"),
        ("printed", "prompt is too long in the `chat` of the third class"),
        (
            "described",
            'Which of the limits holds? A chat with the words "prompt is too long" in the lower half of the '
            "window, on both of the old laptops.",
        ),
        ("reported", f'The bar at the top {_IN_THE_BAR} has "no" and "sorry, prompt is too long" in it'),
        (
            "reported",
            f"The bar at the top {_IN_THE_BAR} has this: now in all of the three prompt is too long",
        ),
        ("reported", "// prompt is too long"),
        ("reported", 'Which of the limits holds? Our agent stops with "prompt is too long" after an hour.'),
    ],
)
def test_a_sentence_in_a_list_or_among_words_is_of_who_wrote_them(voice, text):
    assert _voice(text, "prompt is too long", "sentence") == voice


def test_a_sentence_over_two_lines_is_of_who_began_it():
    text = "It would help to warn people before prompt is\ntoo long appears."
    assert _voice(text, "prompt is\ntoo long", "sentence") == "described"


def test_what_a_sentence_of_an_error_says_itself_is_nobodys_wish():
    text = 'Our agent stops with "the value should be lower" after an hour.'
    assert _voice(text, "the value should be lower", "sentence") == "reported"


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        (
            "described",
            "The page is of a lamp that would be of use. Claude is overloaded, says the lamp in the hall",
        ),
        (
            "described",
            "todo: a lamp in the hall of it.\nClaude is overloaded, says the lamp for it on the left",
        ),
        (
            "mentioned",
            "It is a lamp in the hall of it.\nClaude is overloaded, says the lamp for it on the left",
        ),
        (
            "described",
            "What the lamp of the desk in the hall has for Claude:\n- green\n- overloaded, and it is yellow",
        ),
        ("mentioned", "Claude is overloaded and has no room for this request of the day"),
        ("reported", "overloaded again, so we send less now than in the first days of the week"),
        (
            "described",
            "overloaded hosts of Claude\n\nA host with no room is left out of the list, and the next one is "
            "asked in its place; the list is for the reader of the page, not for a program",
        ),
        ("printed", "overloaded: Claude has no room for this request and sends it back to the queue"),
        (
            "printed",
            "overloaded: Claude has no room for this request.\nIt is back in the queue of the day.",
        ),
        (
            "printed",
            "overloaded: Claude has no room for this request, which goes back to the queue of the day, and "
            "is the first of it as soon as the requests in front of it are through",
        ),
        (
            "printed",
            "overloaded: Claude has no room for this request, which goes back to the queue.\nIt failed for "
            "all of the requests in front of it, and for those behind it in the queue too",
        ),
    ],
)
def test_words_that_many_programs_print_are_of_a_program_where_they_begin_what_it_says(voice, text):
    assert _voice(text, "overloaded", "words") == voice


# What short texts with the words of errors may be; a long one is a log.
_PADDING = "".join(f"INFO step {number} of the run is through\n" for number in range(200))


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
        ("overloaded", f"**Describe the solution you'd like**\nA class for it is what it needs.\n\n{BODY}"),
    ],
)
def test_what_no_short_text_shows_a_log_does(cause, text):
    assert diagnose(text).findings == ()
    assert _first(f"{text}\n{_PADDING}") == cause


def test_what_is_said_in_a_log_is_told():
    assert _voice(f"The answer of the call is 529.\n{_PADDING}", "529", "name") == "reported"


def test_a_single_text_with_the_words_of_an_error_is_no_table_of_them():
    assert (
        _first('{\n  "note": "Your credit balance is too low to access the Anthropic API"\n}')
        == "credit-balance-too-low"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Retry button for 529\n\nWhenever Anthropic takes a break I type it again. A button would be nice.",
        'ERRORS = {\n    "prompt is too long": "This chat is too long for Claude.",\n}',
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
    assert _first(text) == "mcp-server-failed"


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
    assert _first(text) == "overloaded"


def test_a_comment_explains_the_code_below_it_and_shows_what_came_of_the_code_above():
    sentence = "prompt is too long: 208817 tokens > 200000 maximum"
    call = "const message = await anthropic.messages.create({ model, messages });"
    assert _first(f"{call}\n// {sentence}") == "prompt-too-long"
    assert _first(f"// {sentence}\n// so the oldest turns go\n{call}") is None
    assert _first(f"/**\n * {sentence} of Claude\n */") is None


def test_the_headings_of_a_bug_report_are_of_somebody_who_met_the_error():
    assert (
        _first("## Which model\n\nClaude, newest\n\n## What happened\n\nConnection error.")
        == "connection-error"
    )


def test_a_status_in_a_sentence_is_weaker_than_the_one_that_a_client_printed():
    report = (
        "## Bug description\n\nThe chat sends to the host instead of to its path, which gives a 404.\n\n"
        "Stream error: Error [AI_APICallError]: Not Found\n  url: 'https://api.anthropic.com/messages'"
    )
    assert _first(report) == "endpoint-not-found"


def test_what_somebody_says_below_an_error_of_its_end_does_not_unprint_it():
    assert _first(f"529 {BODY}\n\nThe problem is solved since the update.") == "overloaded"
    assert _first(f"{BODY}\n\nThe problem is solved.") == "overloaded"


def test_a_sentence_that_somebody_quotes_and_nobody_met_is_possible_at_most():
    text = (
        'A chat window of a bot at api.anthropic.com with the words "prompt is too long" in the lower half, '
        "on both of the old laptops and on the phone."
    )
    assert [(one.cause.id, one.confidence) for one in diagnose(text).findings] == [
        ("prompt-too-long", "possible")
    ]


@pytest.mark.parametrize(
    "code",
    [
        "if (status === 529) {\n  retry()\n}",
        'ERRORS = {\n  "busy": "Claude is busy now",\n  "credit": "Your credit balance is too low"\n}',
    ],
)
def test_a_printed_error_counts_beside_code_that_handles_it(code):
    text = f"{code}\n\nAPI Error: 529 {BODY}"
    assert [(one.cause.id, one.confidence) for one in diagnose(text).findings] == [("overloaded", "certain")]


def test_who_only_names_an_error_gets_no_confident_answer():
    found = diagnose("Since noon we get 529 from Claude").findings
    assert [(one.cause.id, one.confidence) for one in found] == [("overloaded", "possible")]


def test_a_question_below_a_sentence_of_the_api_takes_no_cause_from_it():
    # Two words are an error only where they are alone.
    sentences = [error.message for error in api_errors() if len(error.message.split()) > 2]
    alone = {sentence: cause for sentence in sentences if (cause := _first(sentence))}
    assert len(alone) > 0.75 * len(sentences)
    assert {sentence: _first(f"{sentence}\n\nWhat should I do?") for sentence in alone} == alone


def _first(text):
    findings = diagnose(text).findings
    return findings[0].cause.id if findings else None


@pytest.mark.parametrize(
    "around", ["{}", 'I get "{}" since yesterday.', "Hi,\n\n{}\n\nIt is claude-sonnet-4-5."]
)
def test_what_a_request_would_exceed_is_not_what_somebody_would_like(around):
    errors = [error for error in api_errors() if " would exceed " in error.message]
    assert len(errors) > 4
    causes = {error.name: error.cause for error in errors}
    assert {error.name: _first(around.format(error.message)) for error in errors} == causes


@pytest.mark.parametrize(
    ("cause", "text"),
    [pytest.param(one["cause"], one["text"], id=one["by"]) for one in RECORDS["printed"]],
)
def test_a_record_that_a_program_printed_shows_its_cause(cause, text):
    assert _first(text) == cause


def test_a_comment_that_addresses_somebody_is_no_source_code():
    assert (
        _first("@lena see (`tools.3.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`), no?")
        == "tool-name-invalid"
    )


def test_who_says_where_an_error_is_met_it():
    error = (
        "messages.5: all messages must have non-empty content except for the optional final assistant message"
    )
    assert _first(f"when Claude answers with two tools there is an `{error}`") == "empty-content"


def test_who_met_an_error_after_an_article_met_it():
    assert (
        _first("I did all that this guide explains and my bot still gets 529 overloaded_error from Claude")
        == "overloaded"
    )


def test_a_part_of_what_a_program_says_may_end_in_a_semicolon():
    said = "Could not parse Anthropic SSE event done: Unexpected token 'D', \"[DONE]\" is not valid JSON;"
    assert _first(f"{said}\ndata=[DONE]; raw=event: done") == "stream-malformed-event"


def test_an_object_with_many_empty_fields_is_no_source_code():
    body = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
    message = f"litellm.InternalServerError: AnthropicException - {body}"
    fields = (
        f"id=None, choices=None, created=None, model=None, error={{'code': None, 'message': '{message}'}}"
    )
    assert _first(f"ChatCompletion({fields})") == "overloaded"
    assert (
        _first(f"ChatCompletion(id='a', choices=[], error={{'code': None, 'message': '{message}'}})") is None
    )


@pytest.mark.parametrize(("failed", "cause"), [("True", "overloaded"), ("False", None)])
def test_how_a_turn_of_claude_code_failed_is_no_source_code(failed, cause):
    body = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
    ends = f"is_error={failed}, num_turns=1, result='API Error: 529 {body}')"
    assert _first(f"ResultMessage(subtype='success', duration_ms=812, {ends}") == cause


@pytest.mark.parametrize("text", [pytest.param(one["text"], id=one["language"]) for one in RECORDS["code"]])
def test_source_code_with_the_words_of_an_error_has_no_cause(text):
    assert diagnose(text).findings == ()
