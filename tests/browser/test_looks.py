"""Requirements for all kinds of pages: light, without layout shifts, legible at any width, in any colour
scheme, in print, and with a screen reader.
"""

from pathlib import Path
from urllib.parse import quote

import axe_core_python
import pytest
from screenshots import PATHS, TEXTS, show

pytestmark = pytest.mark.slow

AXE = next(Path(axe_core_python.__file__).parent.rglob("axe*.js")).read_text()
STATES = [*TEXTS, *PATHS]
# Large texts and scripts count as they travel: compressed, with nothing kept from an earlier visit.
MOST_BYTES = 60 * 1024


@pytest.fixture(name="wide", scope="module")
def _wide(opened):
    return opened()


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(wide, base, state):
    wide.emulate_media(color_scheme="light")
    show(wide, base, state)
    # Folded parts count too. One row, step or word of a program is like another, and thousands of them take
    # axe minutes.
    wide.evaluate("""() => {
            for (const folded of document.querySelectorAll('details')) folded.open = true;
            for (const code of document.querySelectorAll('.code code')) while (code.childNodes.length > 40) \
code.lastChild.remove();
            for (const row of document.querySelectorAll('tbody:nth-of-type(n+6), tbody tr:nth-child(n+6), \
.group:nth-of-type(n+4), .index li:nth-child(n+4), .steps > li:nth-child(n+3)')) row.remove();
        }""")
    wide.evaluate(AXE)
    assert _violations(wide, "{}") == []
    # A scheme changes colours and nothing else.
    wide.emulate_media(color_scheme="dark")
    assert _violations(wide, "{ runOnly: ['color-contrast'] }") == []


def _violations(page, options):
    result = page.evaluate(f"axe.run({{ resultTypes: ['violations'], ...{options} }})")
    return [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in result["violations"]]


def test_no_page_scrolls_sideways(opened, base):
    """320 is a window of 1,280 at 400 % zoom."""
    page = opened()
    too_wide = {}
    for state in STATES:
        show(page, base, state)
        page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
        for width in (320, 390, 820):
            page.set_viewport_size({"width": width, "height": 800})
            if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
                too_wide[state, width] = found
    assert too_wide == {}


@pytest.mark.parametrize("width", [360, 500, 639])
def test_the_verdict_stands_line_by_line_on_what_is_narrow(opened, base, width):
    page = opened(viewport={"width": width, "height": 900})
    show(page, base, next(iter(TEXTS)))
    lefts = page.evaluate(
        "[...document.querySelectorAll('.facts > div')].map(d => d.getBoundingClientRect().left)"
    )
    assert len(lefts) == 3 and len(set(lefts)) == 1


def test_evidence_far_out_in_a_line_is_in_sight_on_a_phone(opened, base):
    page = opened(viewport={"width": 390, "height": 800})
    show(page, base, "long-line")
    place = page.locator("mark").first.bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= 390


@pytest.mark.parametrize("state", ["/", "/causes/", "/?error=529"])
def test_a_first_visit_is_light_and_asks_nobody_else(opened, base, state):
    page = opened()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received, asked = [], []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base + state, wait_until="networkidle")
    assert len(received) >= 4  # the page, its style sheet and its scripts were counted
    assert sum(received) <= MOST_BYTES
    assert [url for url in asked if not url.startswith(base)] == []


def test_nothing_moves_while_a_page_loads_or_an_answer_arrives(opened, base):
    page = opened()
    page.add_init_script("""window.shift = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) if \
(!entry.hadRecentInput || location.search) window.shift += entry.value; })
            .observe({ type: 'layout-shift', buffered: true });
        localStorage.setItem('language', 'typescript');""")
    for state in PATHS:
        show(page, base, state)
        page.wait_for_timeout(60)
        assert page.evaluate("window.shift") == 0, state
    page.goto(f"{base}/?error={quote(TEXTS['undecided'])}")
    page.locator("[data-copy]:visible").first.click()
    page.wait_for_selector("text=Copied")
    page.wait_for_timeout(60)
    assert page.evaluate("window.shift") == 0


def test_paper_is_white_and_shows_both_languages_and_no_controls(opened, base):
    page = opened(color_scheme="dark")
    for state in ("cause", "answer"):
        page.emulate_media(media="screen")
        show(page, base, state)
        page.emulate_media(media="print")
        for language in ("python", "typescript"):
            assert page.locator(f".steps [data-lang={language}]").first.is_visible()
        assert page.locator("nav:visible, button:visible, textarea:visible").count() == 0
        assert page.locator(".facts").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        # Paper does not scroll: long lines are broken.
        assert page.evaluate(
            "[...document.querySelectorAll('.steps pre, .lines')].every((one) => one.scrollWidth <="
            " one.clientWidth + 1)"
        )


def test_who_wants_no_motion_gets_none(opened, base):
    page = opened(reduced_motion="reduce")
    show(page, base, "cause")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


def test_forced_colours_leave_evidence_and_the_chosen_tab_to_be_seen(opened, base):
    page = opened(forced_colors="active")
    show(page, base, "answer")
    assert page.evaluate("getComputedStyle(document.querySelector('.line.hit')).borderLeftWidth") == "3px"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.tabs [aria-pressed=true]')).outlineStyle")
        == "solid"
    )
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.tabs [aria-pressed=false]')).outlineStyle")
        == "none"
    )


def test_confidence_is_said_in_words_not_by_colour_alone(opened, base):
    page = opened()
    show(page, base, "answer")
    assert "Certain" in page.inner_text(".sure")
    show(page, base, "undecided")
    assert "Possible" in page.inner_text(".sure")
