"""Texts to share are short, in one language, with absolute links and versions that name their package."""

import re

import pytest

from diagnostic.diagnosis import diagnose
from diagnostic.render.brief import MAX_CHARS, render_briefs
from diagnostic.render.handoff import for_assistant
from diagnostic.render.phrases import format_range

BASE = "https://errors.example"


def _examples(rules):
    for cause in rules.causes.values():
        yield from (example.text for example in cause.examples()[:2])


def test_every_hand_off_is_short_and_its_links_are_absolute(rules):
    for text in _examples(rules):
        diagnosis = diagnose(text)
        for style, shown in render_briefs(diagnosis, BASE).items():
            assert len(shown) <= MAX_CHARS, (style, text[:100])
            assert not re.search(r"(?<![\w.])/causes/", shown.replace(f"{BASE}/causes/", "")), shown
        assert len(for_assistant(diagnosis, BASE)) <= MAX_CHARS, text[:100]


def test_only_the_language_of_the_text_is_handed_on():
    text = (
        "Traceback (most recent call last):\nanthropic.NotFoundError: Error code: 404 - {'type': 'error',"
        " 'error': {'type': 'not_found_error', 'message': 'model: claude-x'}}"
    )
    shown = render_briefs(diagnose(text), BASE)["markdown"]
    assert "```typescript" not in shown


@pytest.mark.parametrize(
    "given, shown",
    [(">=0.125", "≥ 0.125"), ("<1.0", "< 1.0"), (">=1.0,<2", "≥ 1.0, < 2"), ("2.12.0", "2.12.0")],
)
def test_versions_are_written_as_people_write_them(given, shown):
    assert format_range(given) == shown


def test_slack_gets_its_own_marks_and_nothing_of_a_paste_can_end_its_block():
    text = (
        "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': '``` <!channel>"
        " *x*'}}"
    )
    shown = render_briefs(diagnose(text), BASE)["slack"]
    assert "**" not in shown
    assert "<!channel>" not in shown
    assert shown.count("```") % 2 == 0


def test_plain_text_holds_no_marks():
    shown = render_briefs(diagnose("529"), BASE)["plain"]
    assert "**" not in shown and "```" not in shown
    assert f"{BASE}/causes/overloaded" in shown


def test_the_page_links_to_its_own_host_or_to_the_configured_one(app):
    client = app.test_client()
    assert "http://localhost/causes/overloaded" in client.get("/?error=529").text
    app.config["PUBLIC_URL"] = BASE
    assert f"{BASE}/causes/overloaded" in client.get("/?error=529").text


@pytest.mark.parametrize(
    "text, begins",
    [
        (
            '[Cline] 529 {"type":"error","error":{"type":"overloaded_error"}}',
            " in Cline, a program that I use and",
        ),
        ("anthropic.APIConnectionError: Connection error.", " in my code. "),
        ("529", ". "),
    ],
)
def test_the_prompt_says_whose_program_it_is(text, begins):
    assert for_assistant(diagnose(text), BASE).startswith(f"Help me fix this Claude API error{begins}")
