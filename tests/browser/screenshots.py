"""Main states of the page -> docs/screenshots; with a folder, every kind of page to that folder: python
tests/browser/screenshots.py [FOLDER [WIDTHS]].
"""

import logging
import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from diagnostic import create_app

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASTE = (Path(__file__).parent / "paste.txt").read_text()
_OVERLOAD = PASTE.strip().splitlines()[-1]
_LOG = "\n".join(
    f"2026-11-25 10:{number // 60:02d}:{number % 60:02d},123 INFO worker request {number} done in"
    f" 1.{number} s"
    for number in range(200)
)
_RATE = (
    "anthropic.RateLimitError: Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error',"
    " 'message': 'This request would exceed the rate limit for your organization of 40,000 input tokens per"
    " minute.'}, 'request_id': 'req_011CVabcdefghijkLMNOPqrs'}"
)
LOG = (
    "\n".join(
        f"2026-11-25 10:{number // 20:02d}:{number % 20 * 3:02d},123 ERROR worker failed: Error code: 529 -"
        " {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}, 'request_id':"
        f" 'req_011CVabcdefghijkLMN{number:04d}'}}"
        for number in range(163)
    )
    + f"\n2026-11-25 10:14:00,000 ERROR {_RATE}"
)
# States that a text brings about, and states that an address does.
TEXTS = {
    "answer": PASTE,
    "log": LOG,
    "bare": "529",
    "app": '[Cline] 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    "undecided": "anthropic.APIConnectionError: Connection error.",
    "unmatched": "The build is slow on Fridays.",
    "other-software": (Path(__file__).parents[1] / "unmatched" / "openai-drop.txt").read_text(),
    "several-problems": f"{_LOG}\n{PASTE}\n{_LOG}\n{_RATE}\n{_LOG}",
    "long-line": '{"ctx":"' + "x" * 1500 + '","err":"' + _OVERLOAD + '","tail":"' + "y" * 3000 + '"}',
    "masked": f"ANTHROPIC_API_KEY=sk-ant-api03-{'Zx9q' * 12}\nx-request-id: {'r' * 300}\n{PASTE}",
}
PATHS = {
    "home": "/",
    "permalink": "/?error=529",
    "causes": "/causes/",
    "nothing-found": "/causes/?q=nothing-has-this-name",
    "unknown-name": "/e/nobody-knows-this",
    "cause": "/causes/stream-overloaded",
    "cause-of-text": "/causes/prompt-too-long",
    "cause-with-variables": "/causes/tls-certificate",
    "behaviour": "/behaviour",
    "documents": "/docs",
    "reference": "/docs/api",
    "document": "/docs/privacy",
    "doctor": "/docs/doctor",
    "operations": "/docs/deploy",
    "bot": "/docs/slack",
    "lake": "/docs/lake",
    "intake-document": "/docs/intake",
    "proofs": "/proofs",
    "found": "/causes/?q=vpn",
    "suggested": "/causes/prompt-to-long",
    "nothing": "/nothing",
    "problem": "/problems/too-large",
}
# What the README shows: the state, the width and height of the window, and the scheme.
PICTURES = (
    ("answer", 1440, 1000, "light"),
    ("undecided", 1440, 900, "dark"),
    ("causes", 820, 1000, "light"),
    ("answer", 390, 844, "dark"),
)


def show(page: Page, base: str, state: str) -> None:
    """Brings a page into a state, a text by way of the box."""
    page.goto(base + PATHS.get(state, "/"))
    if state in TEXTS:
        page.eval_on_selector("#text", "(box, text) => { box.value = text; }", TEXTS[state])
        page.click(".box button.main")
        page.wait_for_selector("[data-answer]")
    page.evaluate("document.fonts.ready")


def _take(
    browser: Browser, base: str, state: str, width: int, height: int, scheme: str, folder: Path, full: bool
) -> None:
    # pyright: ignore[reportArgumentType]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    show(page, base, state)
    page.screenshot(path=folder / f"{state}-{width}-{scheme}.png", full_page=full)
    page.close()


def main(folder: Path | None, widths: list[int]) -> None:
    """Takes the pictures of the README, or with a folder those of all states."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    everything = [
        (state, width, 900, scheme)
        for state in (*TEXTS, *PATHS)
        for width in widths
        for scheme in ("light", "dark")
    ]
    out = folder or Path(__file__).parents[2] / "docs" / "screenshots"
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for picture in everything if folder else PICTURES:
            _take(browser, base, *picture, out, full=folder is not None)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else None,
        [int(width) for width in sys.argv[2].split(",")] if len(sys.argv) > 2 else [390, 820, 1440],
    )
