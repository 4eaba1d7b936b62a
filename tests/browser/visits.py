"""Helpers that bring a text to the page, and that wait for what it does later."""

from screenshots import PASTE
from waiting import PATIENCE_SECONDS, until

OVERLOAD = PASTE.strip().splitlines()[-1]


def submit(page, base, text):
    """Puts a text into the box by hand, and waits for the answer."""
    page.goto(base)
    page.eval_on_selector("#text", "(area, text) => { area.value = text; }", text)
    page.click(".box button.main")
    page.wait_for_selector("[data-answer]")


def patient_page(browser, **settings):
    """A page in a context of its own; on a busy machine, what it waits for may take long."""
    page = browser.new_context(**{"viewport": {"width": 1100, "height": 900}, **settings}).new_page()
    page.set_default_timeout(PATIENCE_SECONDS / 2 * 1000)
    return page


def page_until(page, holds, claim):
    """Waits for something outside of the page, whose events go on meanwhile."""
    until(holds, claim, pause=lambda seconds: page.wait_for_timeout(seconds * 1000))


_NOTHING = "nothing was copied"


def copied_by(page, button):
    """What a button copies. It does so later than it is clicked, when the browser has allowed it."""
    page.evaluate("text => navigator.clipboard.writeText(text)", _NOTHING)
    button.click()
    said = []
    page_until(
        page,
        lambda: said.append(page.evaluate("navigator.clipboard.readText()")) or said[-1] != _NOTHING,
        "the button has copied",
    )
    return said[-1]
