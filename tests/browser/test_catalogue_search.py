"""The index while the user types: the best match comes first, as on the server, and Enter opens it."""

import pytest

from diagnostic.search import find_named


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    ["vpn", "quota", "image too big", "too long", "timeout", "stream", "529", "tool", "APITimeoutError"],
)
def test_what_is_typed_is_ranked_as_the_server_does(page, base, rules, query):
    page.goto(f"{base}/causes/")
    page.fill("#find", query)
    page.wait_for_selector("#best li")
    shown = page.eval_on_selector_all("#best li code", "codes => codes.map((code) => code.textContent)")
    assert shown == [cause.id for cause in find_named(query, rules)]
    page.press("#find", "Enter")
    page.wait_for_url(f"{base}/causes/{shown[0]}")


def test_without_a_hit_enter_asks_the_server_what_errors_print(page, base):
    page.goto(f"{base}/causes/")
    page.fill("#find", "peer closed connection without")
    page.press("#find", "Enter")
    page.wait_for_url("**/causes/?q=*")
    assert page.locator("#printed a[href='/causes/stream-disconnected']").count() == 1


def test_an_emptied_field_brings_the_index_back(page, base):
    page.goto(f"{base}/causes/")
    page.fill("#find", "vpn")
    page.wait_for_selector("#best li")
    assert page.locator("#streaming").is_hidden() and page.locator("#most-met").is_hidden()
    page.fill("#find", "")
    page.wait_for_selector("#most-met", state="visible")
    assert page.locator("#streaming").is_visible() and page.locator("#best").is_hidden()
