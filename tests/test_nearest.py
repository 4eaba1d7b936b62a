"""If no rule matches, a word or a line of an error still leads to its possible causes."""

import pytest
from msgspec.structs import replace

from diagnostic import diagnose, stems
from diagnostic.nearest import find_nearest
from diagnostic.render.phrases import summarize
from diagnostic.report import read_report
from diagnostic.rules import Cause
from diagnostic.text import clean


def _nearest(text):
    diagnosis = diagnose(text)
    assert not any(finding.hit or finding.count != 1 for finding in diagnosis.findings)
    near = diagnosis.unmatched.nearest if diagnosis.unmatched else (diagnosis.findings[0].cause,)
    return [cause.id for cause in near]


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "error",
        "the request",
        "invalid",  # what many are called and print tells none apart
        "openai.InternalServerError: Internal server error",
        "The quick brown fox jumps over the lazy dog.",
        "",
    ],
)
def test_what_is_near_to_nothing_leads_nowhere(text):
    assert _nearest(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "the elevator is down",
        "my bike is stuck",
        "redis connection lost",
    ],
)
def test_everyday_words_without_the_name_of_claude_lead_nowhere(text):
    assert _nearest(text) == []


@pytest.mark.parametrize(
    "text, first",
    [
        ("claude is down?", "service-unavailable"),
        ("anthropic api down", "service-unavailable"),
        ("claude slow", "request-timeout"),
        ("claude isn't working", "service-unavailable"),
        ("Claude keeps hanging", "stream-idle-timeout"),  # another ending of the words
        ("Claude never updates itself", "claude-code-install-failed"),
    ],
)
def test_everyday_words_beside_the_name_of_claude_lead_to_what_most_people_mean(text, first):
    assert _nearest(text)[0] == first


@pytest.mark.parametrize(
    "text, first",
    [
        ("Invalid API key", "invalid-api-key"),  # a name
        ("rate limit", "rate-limit"),  # a name of several; the broadest first
        ("TypeError: fetch failed", "connection-error"),  # a name behind a class
        ("pause_turn", "turn-paused"),  # what its outputs print
        ("Extra inputs are not permitted", "unknown-parameter"),
        ("Error: Stream ended without producing a message", "stream-missing-message-stop"),
        ("self signed certificate in certificate chain", "tls-certificate"),  # words of its page
        ("the model writes to the wrong relay: no channel for group default", "relay-no-channel"),
    ],
)
def test_a_bare_line_leads_to_what_is_called_so_or_prints_it(text, first):
    assert _nearest(text)[0] == first


@pytest.mark.parametrize(
    "text, near",
    [
        ("After two screenshots that were too big, Claude fails on each later message.", "image-too-large"),
        (
            "Claude Code refuses my old chat: it cannot find what it told me to resume.",
            "claude-code-session-not-found",
        ),
        (
            "Anthropic wants my optional fields in the schema closed, it is too complex.",
            "structured-output-schema",
        ),
        ("My VPN inspects all traffic with its own certificate, and Claude stops.", "tls-certificate"),
        ("claude 输出被内容过滤拦截", "content-filtered"),
        ("claude サーバーが混雑していて使えない", "overloaded"),
    ],
)
def test_a_persons_own_words_lead_to_the_pages_that_use_them(text, near):
    assert near in _nearest(text)


@pytest.mark.parametrize(
    "text, first",
    [
        (  # output quoted where nothing happened
            "feat: retry if the Anthropic API answers 'prompt is too long: 204811 tokens > 200000'",
            "prompt-too-long",
        ),
        (  # behind a client that asks another vendor's model
            "Claude Code with openrouter/deepseek/deepseek-r1:free\n"
            'API Error: 400 {"error":{"message":"provider not found: provider \'\' not found in registry"}}',
            "gateway-provider-missing",
        ),
    ],
)
def test_what_a_rule_knows_is_nearest_although_nobody_encountered_it(text, first):
    assert _nearest(text)[0] == first


@pytest.mark.parametrize(
    "word, stem",
    [
        ("retries", "retry"),
        ("retried", "retry"),
        ("dropping", "drop"),
        ("dropped", "drop"),
        ("images", "imag"),
        ("image", "imag"),
        ("class", "class"),
        ("calls", "call"),
        ("ring", "ring"),
        ("toolu_01s", "toolu_01s"),
        ("中转s", "中转s"),
    ],
)
def test_words_lose_the_endings_of_english(word, stem):
    assert stems.stem(word) == stem


@pytest.mark.parametrize("text, is_near", [("hello", False), ("Invalid API key", True)])
def test_nearest_causes_are_spoken_of_only_where_there_are_some(text, is_near, client):
    assert ("closest" in summarize(diagnose(text))) == is_near
    assert ("Closest matches" in client.post("/diagnose", data={"text": text}).text) == is_near


def test_no_more_than_five_are_near(rules):
    assert len(_nearest("rate limit")) == 5


@pytest.mark.slow
def test_four_of_five_outputs_lead_to_their_cause_when_only_every_other_one_is_known(rules, monkeypatch):
    halves = {id: (cause.examples()[::2], cause.examples()[1::2]) for id, cause in rules.causes.items()}
    monkeypatch.setattr(Cause, "examples", lambda cause: halves[cause.id][0])
    half = replace(rules, version=f"half of {rules.version}")
    found = [
        id in [cause.id for cause in find_nearest(text, read_report(text).report, half)]
        for id, (_, unknown) in halves.items()
        for text in (clean(example.text) for example in unknown)
    ]
    assert len(found) > 600
    assert sum(found) / len(found) >= 0.8


def _told(text):
    """The cause that is found by similarity alone."""
    found = diagnose(text).findings
    return found[0].cause.id if found and found[0].hit is None else None


@pytest.mark.parametrize(
    "text",
    [
        "Claude opens a PDF that is protected with a password once you type it.",
        "If Claude cannot read a PDF with a password, remove the password.",
        "Would it be possible that Claude opens a PDF with a password? It cannot today.",
        "The reader of our library refuses a PDF that is protected with a password.",
        "claude-haiku-4-5 has named the file; the viewer cannot open a PDF with a password",
        'if "password" in text:\n    raise ValueError("Claude cannot read a protected PDF")',
        "2026-11-03 10:12:13 ERROR pdf: protected with a password, cannot be opened (Claude is next)",
        "Claude wrote a tool that cannot open a PDF which is protected with a password.",
        "openai.BadRequestError: the PDF is protected with a password; Claude cannot help either",
        "- Claude cannot read it\n- the PDF is protected\n- with a password",
        "Claude refuses.\n\n\nThe PDF\n\nis protected\n\nwith a password",
        "Claude is wrong about the birds in our garden.",
        "Claude太贵了，不能退款",
        "Claudeなしでは仕事できない",
        "用Claude Code写的程序报错",
        "\ufeffClaude can't draw a bird",
        "I asked Claude to write an installer and the installer fails on Windows, command not found",
        "Claude implemented our billing and the card is refused, credit balance never updates",
        "Claude Code prints a warning when the hook failed and the action is blocked",
        "Claude Code users can't use subscription in third-party apps, says a newspaper",
        "My MCP server won't start in VS Code, but Claude Desktop runs it fine",
        "Claude is fine but WiFi in the office keeps disconnecting",
        "I can't believe how good Claude is, never had to log in twice",
    ],
)
def test_what_is_no_complaint_about_claude_or_resembles_several_causes_is_not_told_one(text):
    assert _told(text) is None


@pytest.mark.parametrize(
    "text, cause",
    [
        ("Claude refuses my PDF because it is protected with a password", "document-invalid"),
        ("Claude stopped: it says that my credit balance is gone", "credit-balance-too-low"),
    ],
)
def test_a_complaint_that_resembles_one_cause_is_told_it_without_evidence(text, cause):
    assert _told(text) == cause
    (finding,) = diagnose(text).findings
    assert (
        finding.confidence == "possible"
        and finding.evidence == ()
        and finding.headline == finding.cause.title
    )
    assert diagnose(text, is_entry=True).findings == ()  # no entry of a log is a complaint
