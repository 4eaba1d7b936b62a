"""Documents, tables, changelogs, exception handlers and passing tests describe errors that did not happen."""

from pathlib import Path

import pytest
from cpu_time import within

from diagnostic.diagnosis import diagnose
from diagnostic.report import _SIGNS
from diagnostic.report.unrelated import description

DESCRIBED = sorted((Path(__file__).parent / "described").glob("*.txt"))
BODY = (
    '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},'
    '"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}'
)
# A question about classes, which names a timeout in a sentence of its own.
ASKED = {"prose-1"}


def _name(path):
    return path.stem


def _blanked(text):
    data = text.encode()
    return description.blank_descriptions(data, _SIGNS.find(data))


@pytest.mark.parametrize("path", DESCRIBED, ids=_name)
def test_a_text_that_describes_errors_makes_no_claim(path):
    found = diagnose(path.read_text()).findings
    allowed = {"possible"} if path.stem in ASKED else set()
    assert [(one.cause.id, one.confidence) for one in found if one.confidence not in allowed] == []


@pytest.mark.parametrize("path", DESCRIBED, ids=_name)
def test_an_error_that_happened_counts_below_a_description(path):
    text = (
        f"{path.read_text()}\n\nMy service has stopped with this:\nanthropic.APIStatusError: Error code: "
        f"529 - {BODY}\n"
    )
    found = diagnose(text).findings
    assert "overloaded" in [one.cause.id for one in found]


@pytest.mark.parametrize(
    "error",
    [
        "Status Code: 429\nRetry-After: 30\nanthropic: Too Many Requests",
        "since this morning I get 529, then 500, then 529 again from api.anthropic.com",
        "- API Error: 529 Overloaded\n- API Error: 500 Internal server error\n- API Error: 529 Overloaded",
        "litellm.RateLimitError: RateLimitError: AnthropicException - APIStatusError: overloaded",
        "| Model | Result |\n| --- | --- |\n| claude-opus-4-6 | API Error: 529 Overloaded |",
        "httpcore.ConnectError: [Errno 111] Connection refused\nhttpx.ConnectError: [Errno 111] Connection "
        "refused\nanthropic.APIConnectionError: Connection error.",
        (
            "I get these in turn with Claude:\n- 529 Overloaded\n- 500 Internal server error\n- 503 "
            "Service unavailable"
        ),
        "### 529 Overloaded\nAPI Error: 529 Overloaded\n**Cause:** I do not know",
        # The same number on each line is no list of exit codes.
        "64 bytes from here\n64 bytes from here\n64 bytes from here\nclaude: API Error: 529 Overloaded",
        "Describe the bug\nClaude's API answers 529 once you may see an error: 529 overloaded_error",
    ],
)
def test_errors_beside_each_other_that_happened_stay(error):
    assert _blanked(error).split() == error.encode().split() and diagnose(error).findings


def test_a_table_of_causes_goes_and_the_error_below_it_stays():
    text = f"| Code | Meaning |\n| --- | --- |\n| 401 | the key is wrong |\n\nAPI Error: 529 {BODY}\n"
    rest = _blanked(text)
    assert len(rest) == len(text) and b"401" not in rest and BODY.encode() in rest


def test_a_long_text_is_a_log_and_stays():
    text = "## 1.2.0\n- Fixed 529\n- Fixed 500\n" * 1000
    assert _blanked(text) == text.encode()


@pytest.mark.parametrize(
    "repeated",
    [
        "|--|--|\n",
        "1.0\n- \n",
        "1. \n1.0\n- \n\n",
        "Fixed\n- x\n",
        "- Fixed\n",
        "Q:\n\n",
        "cause:\nXError\n",
        "429 529 RateLimitError ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(repeated):
    """Quadratic readers of these took seconds."""
    text = (repeated * (19_000 // len(repeated))).encode()
    hits = _SIGNS.find(text)
    description.blank_descriptions(text, hits)
    with within(0.2):
        description.blank_descriptions(text, hits)


@pytest.mark.parametrize(
    "told",
    [
        "Our adapter should map `overloaded_error` of Anthropic to 503.",
        "What does the SDK of Claude do on a 529: which class is raised?",
        "When the key is wrong, Claude's API returns 401 and the wizard should open.",
    ],
)
def test_who_describes_errors_in_general_gets_no_confident_answer(told):
    assert {one.confidence for one in diagnose(told).findings} <= {"possible"}


@pytest.mark.parametrize(
    "met",
    [
        "Our adapter should map this: anthropic.InternalServerError: Error code: 529 - " + BODY,
        'Which limit is this? 429 {"type":"error","error":{"type":"rate_limit_error","message":"slow"}}',
        "Should this happen? API Error: 529 Overloaded, since Monday, with Claude Code",
        "Could you add credits? Your credit balance is too low to access the Anthropic API.",
    ],
)
def test_a_question_beside_an_error_that_happened_takes_nothing_from_it(met):
    assert diagnose(met).findings[0].confidence != "possible"


_REFUSED = (
    'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"messages.0.content.1.'
    'image.source.base64: image exceeds 5 MB maximum: 6291456 bytes > 5242880 bytes"}}'
)


@pytest.mark.parametrize(
    ("lead", "end"),
    [
        ("When using Opus with an image, Claude Code prints", "Use of Sonnet does not show it."),
        ("If the file is larger than 5 MB, the API answers:", "It worked until yesterday."),
        ("If the image of the second page is sent, this is printed:", "How can I fix this?"),
        ("If the prompt has images, the request fails:", "I have to send it without images."),
        ("If I run the second cell I get this error:", "Restarting the kernel did not help."),
        ("3. You will see the following error:", "Expected: the image is read"),
        (
            "After upgrading you will see the following error on every request, please fix:",
            "Use: Python 3.12",
        ),
    ],
)
def test_a_report_that_begins_like_an_instruction_stays(lead, end):
    found = diagnose(f"{lead}\n\n```\n{_REFUSED}\n```\n\n{end}\n").findings
    assert (found[0].cause.id, found[0].confidence) == ("image-too-large", "certain")


@pytest.mark.parametrize(
    "report",
    [
        f"live_test.go:20: Messages.New() = POST https://api.anthropic.com/v1/messages: 529 {BODY}, want nil",
        f"When I call the API from Lambda the response looks like this:\n\n{BODY}",
        f"Which header do I need? I get 529 {BODY}",
        f"My requests fail since the morning with 529 {BODY}\n\nPossible causes\n- the new region",
    ],
)
def test_a_report_in_the_words_of_a_page_or_a_test_stays(report):
    assert diagnose(report).findings[0].confidence != "possible"


@pytest.mark.parametrize(
    "asked", ["Can I catch anthropic.RateLimitError", "Which header belongs to a rate limit"]
)
def test_a_question_how_to_handle_an_error_has_no_cause(asked):
    assert diagnose(f"{asked} and anthropic.APITimeoutError of Claude with one clause?").findings == ()


@pytest.mark.parametrize(
    "report",
    [
        f"## Problem\nClaude Code stopped with\nAPI Error: 529 {BODY}\n## Summary\nSince Monday, always.",
        f"Claude returns 529 #4512\n\nAPI Error: 529 {BODY}",
        (
            "fix: retry (#311)\n\n## Summary\nRetries.\n\n## Test plan\nCI\n\nMy bot stopped:\n"
            f"API Error: 529 {BODY}"
        ),
    ],
)
def test_a_report_with_a_number_or_headings_of_a_pull_request_stays(report):
    found = diagnose(report).findings
    assert (found[0].cause.id, found[0].confidence) == ("overloaded", "certain")
