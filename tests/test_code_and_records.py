"""Source code names errors and shows none; a record that a program printed shows one."""

import tomllib
from pathlib import Path

import pytest
from voices import BODY, LONG_LOG, first_cause

from diagnostic.diagnosis import diagnose
from diagnostic.report.signs.descriptions import PATTERNS
from diagnostic.report.signs.lines import LINE_PATTERNS

RECORDS = tomllib.loads((Path(__file__).parent / "records.toml").read_text("utf-8"))

# Each of these shows a form of code that no other pattern knows.
CODE_LINES = (Path(__file__).parent / "code_lines.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", CODE_LINES)
def test_a_line_of_code_is_known_alone(line):
    assert LINE_PATTERNS["code"].occurs(line.encode())


def test_a_comment_explains_the_code_below_it_and_shows_what_came_of_the_code_above():
    sentence = "prompt is too long: 208817 tokens > 200000 maximum"
    call = "const message = await anthropic.messages.create({ model, messages });"
    assert first_cause(f"{call}\n// {sentence}") == "prompt-too-long"
    assert first_cause(f"// {sentence}\n// so the oldest turns go\n{call}") is None
    assert first_cause(f"/**\n * {sentence} of Claude\n */") is None


def test_a_docstring_says_when_an_exception_is_raised():
    raised = "    anthropic.AuthenticationError: if the key of Claude is invalid"
    assert first_cause(raised) is None
    assert first_cause(raised.replace("if", "invalid x-api-key, as if")) == "invalid-api-key"


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


@pytest.mark.parametrize(
    ("cause", "text"),
    [pytest.param(one["cause"], one["text"], id=one["by"]) for one in RECORDS["printed"]],
)
def test_a_record_that_a_program_printed_shows_its_cause(cause, text):
    assert first_cause(text) == cause


def test_fields_that_a_client_prints_in_parentheses_are_no_texts_of_a_call():
    printed = "ApiError(\n    status: 529\n    message: Overloaded\n    type: overloaded_error\n  );"
    assert first_cause(printed) == "overloaded"
    assert first_cause("raise_busy(\n    'overloaded_error: Overloaded'\n  );") is None


def test_a_comment_that_addresses_somebody_is_no_source_code():
    assert (
        first_cause("@lena: (`tools.3.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`)")
        == "tool-name-invalid"
    )


def test_a_part_of_what_a_program_says_may_end_in_a_semicolon():
    said = "Could not parse Anthropic SSE event done: Unexpected token 'D', \"[DONE]\" is not valid JSON;"
    assert first_cause(f"{said}\ndata=[DONE]; raw=event: done") == "stream-malformed-event"


def test_an_object_with_many_empty_fields_is_no_source_code():
    message = f"litellm.InternalServerError: AnthropicException - {BODY}"
    fields = (
        f"id=None, choices=None, created=None, model=None, error={{'code': None, 'message': '{message}'}}"
    )
    assert first_cause(f"ChatCompletion({fields})") == "overloaded"
    assert (
        first_cause(f"Completion(id='a', choices=[], error={{'code': None, 'message': '{message}'}})") is None
    )


@pytest.mark.parametrize(("failed", "cause"), [("True", "overloaded"), ("False", None)])
def test_how_a_turn_of_claude_code_failed_is_no_source_code(failed, cause):
    ends = f"is_error={failed}, num_turns=1, result='API Error: 529 {BODY}')"
    assert first_cause(f"ResultMessage(subtype='success', duration_ms=812, {ends}") == cause


_OTHER_ERROR = (
    'Traceback (most recent call last):\n  File "/srv/bot/report.py", line 17, in build\n'
    "    total = sum(row[\"amount\"] for row in rows)\nKeyError: 'amount'\n"
)
_ASKED = "The export of my Claude bot does nothing. This is the file:\n\n```\n"


def _beside(text):
    """The text above the traceback of another error, and in a question about something else."""
    return [f"{text}\n{_OTHER_ERROR}", f"{_ASKED}{text}```\n"]


@pytest.mark.parametrize("text", [pytest.param(one["text"], id=one["language"]) for one in RECORDS["code"]])
def test_source_code_beside_another_error_or_a_question_gets_no_confident_answer(text):
    found = [one.confidence for each in _beside(text) for one in diagnose(each).findings]
    assert set(found) <= {"possible"}


@pytest.mark.parametrize(
    ("cause", "text"),
    [pytest.param(one["cause"], one["text"], id=one["by"]) for one in RECORDS["printed"]],
)
def test_a_printed_record_counts_beside_another_error_or_a_question(cause, text):
    assert [first_cause(each) for each in _beside(text)] == [cause, cause]


@pytest.mark.parametrize("text", [pytest.param(one["text"], id=one["language"]) for one in RECORDS["code"]])
def test_source_code_with_the_words_of_an_error_has_no_cause(text):
    assert diagnose(text).findings == ()


def test_the_words_of_a_person_about_claude_do_not_make_an_error_that_code_names_occur():
    code = 'if error_code == "ThrottlingException":\n    raise RuntimeError(f"slow down: {text}") from e\n'
    assert diagnose(f"{_ASKED}{code}```\n").findings == ()
    failed = "botocore.errorfactory.ThrottlingException: An error occurred (ThrottlingException) when calling"
    call = "the InvokeModel operation: Too many requests. modelId anthropic.claude-3-haiku-20240307-v1:0"
    assert first_cause(f"{_ASKED}{code}```\n\n{failed} {call}") == "bedrock-throttling"


def test_what_a_traceback_ends_with_is_no_code_although_it_was_joined_to_the_code_above_it():
    call = (
        '    with client.messages.stream(model="claude-sonnet-4-6", messages=[{"role": "user"}]) as stream:\n'
    )
    end = "TypeError: 'AsyncMessageStreamManager' object does not support the context manager protocol\n"
    frames = f'Traceback (most recent call last):\n  File "/srv/main.py", line 7, in main\n{call}{end}'
    assert first_cause(frames) == "async-misuse"


def test_what_source_code_is_in_a_short_text_was_printed_in_a_long_log():
    code = "  message: 'Overloaded',\n  type: 'overloaded_error',\n  headers: new Headers(),\n"
    assert diagnose(code).findings == ()
    assert first_cause(f"{code}\n{LONG_LOG * 4}") == "overloaded"


# What test runners print, and queries; each shows a form that no other pattern knows.
TESTED = (
    "✗ retries › after overloaded_error",
    "retry: want 529, got 500",
    "Expected number of calls: 2",
    "at Object.<anonymous> (src/overloaded.test.ts:14:9)",
    "For async tests and hooks, ensure done() is called (529)",
)
QUERIES = ('sum by (code) (rate(claude_errors{code="529"}', "sum:claude.errors{status:529}.as_count()")


@pytest.mark.parametrize(
    ("kind", "line"), [("tested", line) for line in TESTED] + [("query", line) for line in QUERIES]
)
def test_a_line_of_a_test_or_a_query_is_known_alone(kind, line):
    assert PATTERNS[kind].occurs(line.encode())


@pytest.mark.parametrize(
    "text",
    [
        '"prompt is too long: 208817 tokens > 200000 maximum", ErrorKind.TOO_LONG',
        "529   overloaded_error      The API is temporarily overloaded",
        "529 overloaded_error는 서버가 과부하 상태임을 의미합니다.",
        "529 overloaded_error가 나는 경우에는 잠시 후 재시도하세요.",
        "overloaded_error was expected but nothing was raised",
        'sum by (status) (rate(claude_errors{type="overloaded_error"}[5m]))',
    ],
)
def test_what_maps_explains_expects_or_counts_an_error_shows_none(text):
    assert first_cause(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "修正しましたが 529 overloaded_error を修正しました",
        "529 overloaded_error ist noch nicht behoben",
    ],
)
def test_an_error_that_is_not_solved_is_one(text):
    assert first_cause(text) == "overloaded"
