"""The main purpose: real SDK output, pasted into the page, gives the right cause first and the right line
marked.
"""

import re

import pytest

from diagnostic.paths import RULES
from diagnostic.rules import read_example

pytestmark = pytest.mark.slow

VERSIONS = ("python-0", "python-1", "python-2", "typescript-0", "typescript-1")
# What stands in the line that shows the cause.
SHOWN_BY = {
    "stream-disconnected": r"RemoteProtocolError|ReadError|terminated|UND_ERR_SOCKET|ECONNRESET",
    "stream-missing-message-stop": r"message_stop|message_delta|stop_reason|without producing|content_block",
    "stream-overloaded": r"overloaded_error",
    "overloaded": r"529|overloaded_error",
    "request-timeout": r"[Tt]imed out|Timeout",
    "connection-refused": r"ECONNREFUSED|[Cc]onnection refused|Errno 111",
}
# Lines that people copy from guides, alone.
ALONE = {
    "APIConnectionError: Connection error.": "connection-error",
    "stream ended without message_stop event": "stream-missing-message-stop",
    "APIStatusError: 529 overloaded": "overloaded",
}


def _paste(page, base, text):
    page.goto(base)
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")
    page.wait_for_selector("[data-answer]")


@pytest.mark.parametrize("cause", SHOWN_BY)
def test_what_each_sdk_printed_leads_to_its_cause_and_marks_its_line(page, base, rules, cause):
    examples = sorted((RULES / cause / "examples").glob("*.txt"))
    for version in VERSIONS:
        example = next(path for path in examples if path.name.startswith(f"{version}."))
        _paste(page, base, read_example(example).text)
        assert page.title() == f"{rules.causes[cause].title} · Error Diagnostic", example.name
        assert all(
            re.search(SHOWN_BY[cause], line) for line in page.locator(".line.hit").all_inner_texts()[:1]
        ), example.name
        assert page.locator(".line.hit mark").count(), example.name
        assert page.locator(".certain, .likely").count(), example.name


@pytest.mark.parametrize("text", ALONE)
def test_a_line_alone_leads_to_its_cause(page, base, rules, text):
    _paste(page, base, text)
    assert page.title() == f"{rules.causes[ALONE[text]].title} · Error Diagnostic"
    assert page.locator(".line.hit mark").count()


def test_an_overload_without_its_place_names_the_one_in_a_stream_to_check(page, base):
    _paste(page, base, "APIStatusError: 529 overloaded")
    assert page.locator("main a[href='/causes/stream-overloaded']:visible").count()


def test_the_root_comes_first_and_what_it_explains_is_folded_under_it(page, base):
    traceback = read_example(
        RULES / "connection-refused" / "examples" / "python-2.12.0-refused-create.txt"
    ).text
    _paste(page, base, traceback)
    assert "ECONNREFUSED" in page.inner_text("#verdict") or "address" in page.inner_text("#verdict")
    assert not page.locator(".symptoms a").first.is_visible()
    page.click(".symptoms summary")
    assert page.locator(".symptoms a[href='/causes/connection-error']").is_visible()
