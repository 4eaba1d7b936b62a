"""A link with the redacted text in its fragment: previewed, redacted further by hand, and never sent to a
server.
"""

import base64
import random
import zlib

from screenshots import PASTE
from visits import submit

KEY = f"sk-ant-api03-{'Zx9q' * 12}"


def _open(page):
    page.click("#share summary")
    page.locator("#share-out", has_text="characters").wait_for()


def _link(page):
    page.click("[data-share]")
    page.locator("#share-out[data-link]", has_text="Link copied").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


def _unpack(link):
    packed = link.split("#s=", 1)[1]
    return zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), -15).decode()


def test_a_link_round_trips_and_no_log_of_the_server_holds_the_text(page, base, server_log):
    asked, earlier = [], len(server_log)
    page.on("request", lambda request: asked.append(request.url))
    submit(page, base, f"key: {KEY}\n{PASTE}")
    _open(page)
    preview = page.input_value("#share-text")
    link = _link(page)
    assert _unpack(link) == preview
    assert KEY not in preview
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("[data-answer]")
    assert page.inner_text("#verdict") == "The API reported overload in the middle of the stream"
    assert page.url == f"{base}/"
    packed = link.split("#s=")[1]
    assert all(
        "overloaded_error" not in line and packed[:40] not in line for line in [*server_log[earlier:], *asked]
    )
    # The answer as the server sent it stays in the tab, so that Reload keeps it.
    stored = page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]")
    assert stored[0] == [] and stored[2] == ""
    assert stored[1] and all(name.startswith("answer-") for name in stored[1])
    assert KEY not in page.evaluate("JSON.stringify({ ...sessionStorage })")


def test_a_word_is_masked_by_hand_everywhere(page, base):
    submit(page, base, f"{PASTE}\nproject bluebird, again bluebird")
    _open(page)
    page.evaluate(
        "() => { const area = document.getElementById('share-text'); const at ="
        " area.value.indexOf('bluebird'); area.focus(); area.setSelectionRange(at, at + 8); }"
    )
    page.click("[data-mask]")
    page.locator("#live", has_text="Redacted 2 times").wait_for(state="attached")
    assert _unpack(_link(page)).endswith("project [redacted], again [redacted]")


def test_a_text_too_long_for_a_link_says_so_until_it_is_shortened(page, base):
    submit(page, base, PASTE)
    _open(page)
    noise = random.Random(5).randbytes(10_000).hex()
    page.fill("#share-text", noise)
    page.locator("#share-out", has_text="a link holds 8,000").wait_for()
    assert page.locator("[data-share]").is_disabled()
    page.fill("#share-text", "529")
    page.locator("#share-out", has_text="of 8,000").wait_for()
    assert page.locator("[data-share]").is_enabled()


def test_of_a_large_text_the_lines_around_the_evidence_are_offered(page, base):
    log = "\n".join(f"2026-11-25 10:00:00 INFO line {number}" for number in range(2000))
    submit(page, base, f"{log}\n{PASTE}")
    _open(page)
    offered = page.input_value("#share-text")
    assert len(offered) < 24_000 and "overloaded_error" in offered
    assert page.locator(".share", has_text="lines around the evidence").count() == 1


def test_a_broken_link_says_so(page, base):
    page.goto(f"{base}/#s=zzz")
    page.locator(".box .problem", has_text="This link is incomplete").wait_for()
    assert page.url == f"{base}/"
