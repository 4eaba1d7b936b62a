"""Accessibility: distinct names for controls, visible borders, large text, print."""

import re
import threading

import pytest
from screenshots import LOG, PATHS, TEXTS, show
from test_looks import AXE
from visits import patient_page
from werkzeug.serving import WSGIRequestHandler, make_server

from diagnostic import create_app

pytestmark = pytest.mark.slow

STATES = [*TEXTS, *PATHS]
_A4_HEIGHT = 1123  # CSS pixels


def test_no_two_buttons_or_step_links_of_a_page_have_one_name(opened, base):
    page = opened(viewport={"width": 1100, "height": 900})
    repeated = {}
    for state in STATES:
        show(page, base, state)
        names = page.evaluate("""() => [...document.querySelectorAll('button, a[data-link], [tabindex="0"]')]
                .filter((one) => one.checkVisibility() && !one.closest('[data-lang], .tabs'))
                .map((one) => one.getAttribute('aria-label') ?? one.textContent.trim()).filter(Boolean)""")
        if twice := sorted({name for name in names if names.count(name) > 1}):
            repeated[state] = twice
    assert repeated == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_borders_of_what_can_be_filled_in_stand_out_from_what_is_around(opened, base, scheme):
    page = opened(color_scheme=scheme)
    page.goto(base)
    for field in ("#text", "select", ".choose"):
        contrast = page.eval_on_selector(
            field,
            """(field) => {
                const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => one / 255)
                    .map((one) => (one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)); return \
.2126 * r + .7152 * g + .0722 * b; };
                const [a, b] = [getComputedStyle(field).borderTopColor, \
getComputedStyle(document.querySelector('.box')).backgroundColor].map(light);
                return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            }""",
        )
        assert contrast >= 3, (field, contrast)


def test_letters_of_twice_the_size_need_no_sideways_scrolling_and_cut_nothing_off(opened, base):
    page = opened()
    bad = {}
    for state in STATES:
        show(page, base, state)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            cut = page.evaluate(
                """() => [...document.querySelectorAll('button, .button, h1, h2, h3, .facts dd, nav a')]
                .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 2 && \
getComputedStyle(one).overflowX === 'hidden').length"""
            )
            if wide > width or cut:
                bad[state, width] = wide, cut
    assert bad == {}


@pytest.mark.parametrize("state", ["answer", "cause", "log"])
def test_paper_is_used_to_the_foot_of_each_page(opened, base, state):
    """A block that may not break leaves the rest of its page empty."""
    page = opened(viewport={"width": 719, "height": 1000})  # what A4 leaves between the margins of 1 cm
    show(page, base, state)
    page.emulate_media(media="print")
    needed = page.evaluate("document.documentElement.scrollHeight") / (_A4_HEIGHT - 76)
    pages = len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))
    assert 1 <= pages <= needed * 1.15 + 1


@pytest.mark.parametrize("state", ["log", "undecided", "behaviour", "proofs", "reference"])
def test_no_table_is_cut_off_on_paper(opened, base, state):
    page = opened(viewport={"width": 719, "height": 1000})
    show(page, base, state)
    page.emulate_media(media="print")
    cut = page.eval_on_selector_all(
        ".wide, table",
        "all => all.filter((one) => one.scrollWidth > one.clientWidth + 2).map((one) => one.className)",
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 719


def test_confidence_is_printed_without_backgrounds(opened, base):
    page = opened()
    show(page, base, "answer")
    filled = page.eval_on_selector(
        ".certain .dots i", "dot => [parseFloat(getComputedStyle(dot).borderTopWidth), dot.offsetHeight]"
    )
    assert filled[0] * 2 >= filled[1] - 1


def test_only_the_error_lines_of_a_log_show_when_asked_for(page, base):
    healthy = "\n".join(
        f"2026-11-25 09:59:{second:02},000 INFO request {second} done" for second in range(40)
    )
    page.goto(base)
    page.fill("#text", f"{healthy}\n{LOG}\n{healthy}")
    page.click(".box button.main")
    page.wait_for_selector("[data-answer]")
    page.check("[data-only]")
    page.wait_for_selector(".lines.errors")
    numbers = page.eval_on_selector_all(
        ".lines.errors .n", "all => all.map((one) => Number(one.textContent))"
    )
    assert numbers == list(range(41, 41 + len(LOG.splitlines())))
    assert page.locator(".lines:not(.errors)").is_hidden()
    assert "request 3 done" not in page.inner_text(".lines.errors")
    page.uncheck("[data-only]")
    page.wait_for_selector(".lines.errors", state="detached")
    assert page.locator(".lines").is_visible()


def test_a_single_error_has_no_such_switch(page, base):
    show(page, base, "answer")
    assert page.locator("[data-only]").count() == 0


@pytest.mark.parametrize(
    ("path", "width"), [(path, width) for path in ("/gaps", "/intake/delete") for width in (320, 1440)]
)
def test_pages_that_an_operator_switches_on_are_accessible_and_fit(browser, tmp_path, path, width):
    """Sent texts with their gaps, and the page that deletes one."""
    settings = {"INTAKE_DATABASE_URL": f"sqlite:///{tmp_path}/intake.db", "OPERATOR_TOKEN": "t" * 40}
    app = create_app(settings)
    for text in (f"acme-{word}: Error 418 of the model server: {'x' * 200}" for word in ("one", "two")):
        app.extensions["intake"].store.add(text, "overloaded", "1")
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=WSGIRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = patient_page(
        browser,
        viewport={"width": width, "height": 900},
        http_credentials={"username": "operator", "password": settings["OPERATOR_TOKEN"]},
    )
    try:
        assert page.goto(f"http://127.0.0.1:{server.server_port}{path}").status == 200
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        page.evaluate(AXE)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.context.close()
        server.shutdown()
