"""The text box on another site's page, in a real browser: shown only where the operator allows it."""

import threading

import pytest
from visits import page_until, patient_page
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from diagnostic import create_app

pytestmark = pytest.mark.slow


def serve(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(name="places", scope="module")
def _places():
    """A documents page that is allowed, one that is not, and the site."""
    pages = {}

    def host(environ, start_response):
        body = pages.get(environ["PATH_INFO"], "")
        return Response(body, mimetype="text/html")(environ, start_response)

    allowed, other = serve(host), serve(host)
    allowed_url, other_url = (f"http://127.0.0.1:{server.server_port}" for server in (allowed, other))
    site = serve(create_app({"EMBED_ORIGINS": allowed_url}))
    site_url = f"http://127.0.0.1:{site.server_port}"
    pages["/element"] = (
        "<!doctype html><html lang=en><title>Docs</title><h1>Docs</h1>"
        f'<script type="module" src="{site_url}/error-diagnostic.js"></script>'
        f'<error-diagnostic><a href="{site_url}/">What does this error '
        "mean?</a></error-diagnostic><p>After</p>"
    )
    pages["/frame"] = (
        f'<!doctype html><title>Docs</title><iframe src="{site_url}/embed" width="600"></iframe>'
    )
    pages["/whole"] = f'<!doctype html><title>Docs</title><iframe src="{site_url}/" width="600"></iframe>'
    yield allowed_url, other_url, site_url
    for server in (allowed, other, site):
        server.shutdown()


def test_a_reader_pastes_and_reads_the_answer_without_leaving_the_page(page, places):
    allowed, _, _ = places
    page.goto(f"{allowed}/element")
    frame = page.frame_locator("error-diagnostic iframe")
    frame.locator("textarea").fill(
        "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}"
    )
    frame.get_by_role("button", name="Diagnose").click()
    frame.get_by_text("Do this first").wait_for()

    def is_as_high_as_what_it_shows():
        inner = page.frames[1].evaluate("document.body.getBoundingClientRect().height")
        return abs(page.locator("iframe").bounding_box()["height"] - inner) <= 2

    page_until(page, is_as_high_as_what_it_shows, "the frame is as high as the answer")
    assert page.frames[1].evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.url == f"{allowed}/element"
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="All steps and sources").click()
    assert "/causes/overloaded" in opened.value.url


@pytest.mark.parametrize("width", [360, 520, 1100])
def test_box_and_answer_are_accessible_and_fit(page, places, width):
    from axe_core_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{places[2]}/embed")
    assert Axe().run(page)["violations"] == []
    page.fill("textarea", "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}")
    page.get_by_role("button", name="Diagnose").click()
    page.locator("[data-answer]").wait_for()
    assert Axe().run(page)["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    told = page.locator(".facts dd").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert max(told) < 80  # no fact is squeezed into a column of words


@pytest.mark.parametrize("path", ["/element", "/frame"])
def test_a_page_that_is_not_allowed_shows_nothing_of_it(browser, places, path):
    _, other, _ = places
    page = patient_page(browser)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{other}{path}")
    page_until(page, lambda: any("frame-ancestors" in text for text in said), "the browser says why")
    _shows_nothing(page)
    page.context.close()


def _shows_nothing(page):
    page_until(page, lambda: page.frames[1:] and page.frames[1].url not in ("", "about:blank"), "it is read")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]


def test_the_whole_site_is_framed_by_nobody(browser, places):
    allowed, _, _ = places
    page = patient_page(browser)
    page.goto(f"{allowed}/whole")
    _shows_nothing(page)
    page.context.close()
