"""Who reports the evidence (a program, a person, a document) decides whether it counts, and how much."""

import pytest
from matrix.sentences import api_errors
from voices import BODY, LONG_LOG, first_cause

from diagnostic.diagnosis import diagnose
from diagnostic.report import read_report
from diagnostic.report.voice.classifier import VoiceClassifier
from diagnostic.text import clean


def _voice(text, found, form):
    cleaned = clean(text)
    at = cleaned.text.index(found)
    return VoiceClassifier(read_report(cleaned).kind).classify((at, at + len(found)), form)


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("printed", f"API Error: 529 {BODY}"),
        ("printed", "2026-02-11T08:00:01Z ERROR claude: status 529"),
        ("printed", "fetch failed {\n  [cause]: Error: 529 from upstream\n}"),
        ("reported", "Our nightly job failed again, Claude returned 529 five times."),
        ("reported", "Describe the bug\nThe app shows 529 of Claude once the cache is warm."),
        ("reported", "When I start five agents at once I get 529 from Claude."),
        ("reported", "When starting five agents at once getting error 529 of Claude"),
        ("reported", 'When the chat is opened, it shows "529 overloaded_error" of Claude'),
        ("reported", "When the third agent hit 529 overloaded_error of Claude, it died."),
        ("described", "When an agent hits 529 overloaded_error of Claude, wait."),
        ("described", "When the API is overloaded, it returns 529 overloaded_error."),
        ("described", "When starting five agents, leave pauses to avoid getting errors like 529 of Claude."),
        ("described", "When getting the error 529 of Claude, start fewer agents at once."),
        ("reported", "The extension of Claude consistently ends its first call with a 529 in the log."),
        ("reported", "Claude Desktop starts, then it fails during the check of the model with a 529."),
        ("reported", "The plan has plenty left, and Claude shows a 529 despite the green status page."),
        ("described", "Despite its name, a 529 of Claude should be retried by the client at a later time."),
        ("reported", "Two files were over 20 MB together, and for both of them Claude returned a 529."),
        ("described", "All jobs that had met a 529 of Claude went on: the outage was over by the next day."),
        ("described", "if (status === 529) {\n  retry()\n}"),
        ("described", "const busy = {\n  overloaded: 529,\n}"),
        ("described", "+    retry_on = [500, 529]"),
        ("described", "- fix: treat 529 of Claude as retryable"),
        ("described", "- Map 529 of Claude to a pause, since the queue stopped at the first one."),
        ("described", "Skip the pause when the body has a hint, because 529 of Claude ended the whole run."),
        ("described", "This caps the number of agents, so that 529 of Claude reaches no user of the app."),
        ("described", "Fixes the queue, which was built for one agent but met 529 of Claude with five."),
        ("described", "With many agents a pause after each 529 of Claude is needed to prevent a block."),
        ("reported", "Skip to the end: my queue stopped at 529 of Claude."),
        ("reported", "Treat this as urgent: Claude answers 529 since noon, and the page is green."),
        ("printed", "Trim your history\nAPI Error: 529 Overloaded."),
        ("described", "The text of a 529 of Claude matched the `/too many/i` pattern, and it stopped."),
        ("described", "BUSY = [\n    'Claude is busy: 500.',\n    'Claude is overloaded: 529.',\n]"),
        ("described", "const BUSY: string[] = [\n  'Error: overloaded 529',\n  'Error: 500',\n]"),
        ("printed", "errors: [\n  'Error: 500 of Claude',\n  'Error: 529 of Claude',\n]"),
        (
            "described",
            "def test_busy():\n    for error in (\n        'Error: 529 of Claude',\n        'Error',\n    ):",
        ),
        ("described", "    in: 'API Error: 529 ' +\n      'of Claude',\n    want: true,"),
        ("described", '  const A: &str =\n    "Error: 529";\n  const B: &str =\n    "Error: 500";'),
        ("described", '[InlineData(529, "Error: busy", Kind.Busy)]'),
        ("described", "If Cursor sees a 529 of Claude, the queue stops."),
        (
            "described",
            "- **증상:** 529 of Claude in the queue of the night\n- **원인:** more agents than the "
            "plan of the team has room for\n- **해결:** a pause",
        ),
        ("printed", "raise Busy(\n    'Error: 529 of Claude',\n)"),
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
        (
            "printed",
            "Here: HTTP/1.1 529 and all the rest\n\nThe problem is solved since the update.",
        ),
        ("reported", "Reason: unknown.\nOur nightly job failed again, Claude returned 529 five times."),
        ("reported", "Problem: my job failed, Claude returned 529 five times.\nSolution: none so far."),
        ("reported", "Anthropic said that limits are raised, and my job got a 529 of Claude on each call."),
        (
            "mentioned",
            "**Error details**\n\nThe number of it is a 529 of Claude, in the room of the team with the door "
            "to the hall.",
        ),
        (
            "described",
            "Error details of the lamp\n\nThe number of it is a 529 of Claude, in the room of the team with "
            "the door to the hall.",
        ),
        # Code is code behind what a tool puts before each line.
        ("described", "api-1  | errors = [500, 529] of Claude"),
        ("described", "api-1  | raise Busy(529, 'Claude is busy')"),
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


def test_what_is_said_in_a_log_is_told():
    assert _voice(f"The answer of the call is 529.\n{LONG_LOG}", "529", "name") == "reported"


def test_a_status_in_a_sentence_is_weaker_than_the_one_that_a_client_printed():
    report = (
        "## Bug description\n\nThe chat sends to the host instead of to its path, which gives a 404.\n\n"
        "Stream error: Error [AI_APICallError]: Not Found\n  url: 'https://api.anthropic.com/messages'"
    )
    assert first_cause(report) == "endpoint-not-found"


def test_what_somebody_says_below_an_error_of_its_end_does_not_unprint_it():
    assert first_cause(f"529 {BODY}\n\nThe problem is solved since the update.") == "overloaded"
    assert first_cause(f"{BODY}\n\nThe problem is solved.") == "overloaded"


def test_a_sentence_that_somebody_quotes_and_nobody_met_is_possible_at_most():
    text = (
        'A chat window of a bot at api.anthropic.com with the words "prompt is too long" in the lower half, '
        "on both of the old laptops and on the phone."
    )
    assert [(one.cause.id, one.confidence) for one in diagnose(text).findings] == [
        ("prompt-too-long", "possible")
    ]


def test_who_only_names_an_error_gets_no_confident_answer():
    found = diagnose("Since noon we get 529 from Claude").findings
    assert [(one.cause.id, one.confidence) for one in found] == [("overloaded", "possible")]


def test_a_question_below_a_sentence_of_the_api_takes_no_cause_from_it():
    # Two words are an error only where they are alone.
    sentences = [error.message for error in api_errors() if len(error.message.split()) > 2]
    alone = {sentence: cause for sentence in sentences if (cause := first_cause(sentence))}
    assert len(alone) > 0.75 * len(sentences)
    assert {sentence: first_cause(f"{sentence}\n\nWhat should I do?") for sentence in alone} == alone


@pytest.mark.parametrize(
    "around", ["{}", 'I get "{}" since yesterday.', "Hi,\n\n{}\n\nIt is claude-sonnet-4-5."]
)
def test_what_a_request_would_exceed_is_not_what_somebody_would_like(around):
    errors = [error for error in api_errors() if " would exceed " in error.message]
    assert len(errors) > 4
    causes = {error.name: error.cause for error in errors}
    assert {error.name: first_cause(around.format(error.message)) for error in errors} == causes


def test_who_says_where_an_error_is_met_it():
    error = (
        "messages.5: all messages must have non-empty content except for the optional final assistant message"
    )
    assert first_cause(f"when Claude answers with two tools there is an `{error}`") == "empty-content"


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        ("overloaded", 'InternalServerError(\n    "Error code: 529 - overloaded_error: Overloaded"\n)'),
        (
            "credit-balance-too-low",
            'Caused by: AnthropicException(\n  "credit balance is too low"\n)\n  at c.x.Y',
        ),
        ("overloaded", 'Error: Api(\n    "529 Overloaded"\n)'),
    ],
)
def test_an_exception_that_is_printed_over_several_lines_is_no_call(cause, text):
    assert first_cause(text) == cause


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        ("credit-balance-too-low", "Credit balance is too low - I want this resolved"),
        ("connect-timeout", "API Error: ETIMEDOUT api.anthropic.com\nINFO promise resolved"),
        (
            "credit-balance-too-low",
            "It is no longer overloaded.\nYour credit balance is too low to access the Anthropic API.",
        ),
        ("invalid-api-key", "My account is no longer blocked, yet Claude Code says invalid x-api-key"),
        ("oauth-token-invalid", "can someone help with OAuth token revoked in claude"),
        ("oauth-token-invalid", "OAuth token revoked after changing settings in Claude Code"),
    ],
)
def test_an_error_beside_one_that_is_over_or_asked_about_counts(cause, text):
    assert first_cause(text) == cause
