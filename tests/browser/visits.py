"""Helpers that bring a text to the page."""

from screenshots import PASTE

OVERLOAD = PASTE.strip().splitlines()[-1]


def submit(page, base, text):
    """Puts a text into the box by hand, and waits for the answer."""
    page.goto(base)
    page.eval_on_selector("#text", "(area, text) => { area.value = text; }", text)
    page.click(".box button.main")
    page.wait_for_selector("[data-answer]")
