"""The second opinion in a real browser: requested by a click, streamed, never trusted, never spent by another
site.
"""

import threading

import pytest
from axe_core_python.sync_playwright import Axe
from fake_api import ENVIRONMENT, OWN_KEY, TEXT, running_lab
from visits import patient_page
from werkzeug.serving import WSGIRequestHandler, make_server

from diagnostic import create_app
from diagnostic.opinion import asking

pytestmark = pytest.mark.slow

HOSTILE = (
    "Probably **this**.\n\n[click](https://evil.example) ![p](https://evil.example/p.png) <img src=x"
    " onerror=\"document.title='run'\"><script>document.title='run'</script>"
)


class Quiet(WSGIRequestHandler):
    """A server that says nothing."""

    def log(self, *_):
        pass


@pytest.fixture(name="lab", scope="module")
def _lab():
    with running_lab() as lab:
        yield lab


@pytest.fixture(name="asked")
def _asked(lab, monkeypatch, tmp_path):
    """A server with the second opinion switched on, and a way to choose what Claude does."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(asking, "sleep", lambda seconds: None)
    on = {
        "OPINION_ENABLED": True,
        "OPINION_API_KEY": OWN_KEY,
        "OPINION_FOLDER": str(tmp_path),
        "OPINION_CALLS_A_DAY": 8,
    }
    server = make_server("127.0.0.1", 0, create_app(on), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    lab.asked.clear()

    def show(page, fault="says", says="The lab says **hello**.", gap=0.0):
        lab.says, lab.gap, lab.is_held = says, gap, False
        monkeypatch.setenv("ANTHROPIC_BASE_URL", f"http://127.0.0.1:{lab.port}/{fault}")
        page.goto(base)
        page.fill("#text", TEXT)
        page.click(".box button.main")
        page.wait_for_selector("[data-opinion]")
        return base

    yield show
    server.shutdown()


def click(page):
    page.click("[data-opinion] button")
    page.wait_for_selector("[data-opinion-out]:not([aria-busy]) > :is(.foreign, .problem)")


def test_a_click_shows_the_answer_as_it_is_written(page, asked, lab):
    asked(page, says="**First** words, and then a good many more of them, and the last.", gap=0.2)
    assert lab.asked == []
    lab.is_held = True
    page.click("[data-opinion] button")
    page.locator(".foreign", has_text="First words").wait_for()
    assert "the last." not in page.inner_text(".foreign")
    lab.is_held = False
    page.wait_for_selector("[data-opinion-out]:not([aria-busy])")
    assert page.inner_text(".foreign").endswith("and the last.")
    assert page.locator(".foreign strong").inner_text() == "First"
    assert "Not verified" in page.inner_text(".opinion")
    assert page.inner_text("#live") == "Claude has answered"
    assert page.locator("[data-opinion]").is_hidden()
    assert len(lab.asked) == 1
    assert "a1B2" not in str(lab.asked)


def test_nothing_that_claude_writes_runs_or_leads_away(page, asked):
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    base = asked(page, says=HOSTILE)
    click(page)
    assert page.locator(".foreign a, .foreign img, .foreign script").count() == 0
    assert "[click](https://evil.example)" in page.inner_text(".foreign")
    assert page.title() != "run"
    assert all(url.startswith((base, "data:")) for url in requests)


def test_a_stream_that_breaks_is_given_up_visibly_and_begun_again(page, asked):
    asked(page, fault="drop-mid-stream+1@browser")
    click(page)
    assert "discarded" in page.inner_text(".given-up summary")
    assert "this sentence is whole" in page.inner_text(".foreign")


def test_an_answer_that_this_server_cuts_off_is_called_broken(page, asked):
    asked(page)
    cut = 'data: {"html":"<blockquote class=foreign>Half of</blockquote>","over":false}\n\n'
    page.route("**/opinion", lambda route: route.fulfill(content_type="text/event-stream", body=cut))
    click(page)
    page.wait_for_selector("[data-opinion-out] .problem")
    assert "was lost before the answer was complete" in page.inner_text("[data-opinion-out] .problem")
    assert page.locator("[data-opinion] button").is_enabled()


def test_a_busy_server_says_so_in_its_own_words(page, asked):
    asked(page, gap=0.2)
    words = "<p class=lead>The server is busy. Try again in a few seconds.</p>"
    page.route("**/opinion", lambda route: route.fulfill(status=503, content_type="text/html", body=words))
    click(page)
    assert "Try again in a few seconds" in page.inner_text("[data-opinion-out] .problem")
    page.errors.clear()  # the browser's own line about the 503


def test_its_own_error_is_shown_with_a_way_to_its_cause_and_a_second_try(page, asked):
    asked(page, fault="authentication")
    click(page)
    page.click("[data-opinion-out] .problem a")
    page.wait_for_url("**/causes/invalid-api-key*")
    page.go_back()


def test_another_site_cannot_spend_it(page, asked, browser, lab):
    base = asked(page)
    foreign = patient_page(browser)
    form = (
        f"<form action='{base}/opinion' method=post><textarea"
        f" name=text>{TEXT}</textarea><button>x</button></form>"
    )
    foreign.route("http://evil.example/", lambda route: route.fulfill(content_type="text/html", body=form))
    foreign.goto("http://evil.example/")
    foreign.click("button")
    foreign.locator("h1", has_text="Only pages of this server can send this").wait_for()
    foreign.context.close()
    assert lab.asked == []


def test_without_javascript_the_form_gives_the_answer(browser, asked, lab):
    page = patient_page(browser, java_script_enabled=False)
    asked(page)
    page.click("[data-opinion] button")
    assert page.inner_text(".foreign") == "The lab says hello."
    assert "Not verified" in page.inner_text(".opinion")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_section(browser, asked, scheme):
    page = patient_page(browser, color_scheme=scheme)
    asked(page, fault="drop-mid-stream+1@axe" + scheme)
    click(page)
    found = Axe().run(page, context=".opinion")
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []
    page.context.close()
