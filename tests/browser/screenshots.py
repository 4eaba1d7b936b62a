"""Writes screenshots of the main states to docs/screenshots: python tests/browser/screenshots.py [FOLDER]."""

import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from diagnostic import create_app

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PASTE = (Path(__file__).parent / "paste.txt").read_text()
STATES = {
    "home": lambda page, base: page.goto(base),
    "answer": lambda page, base: submit(page, base, PASTE),
    "undecided": lambda page, base: submit(page, base, "anthropic.APIConnectionError: Connection error."),
    "unmatched": lambda page, base: submit(page, base, "The build is slow on Fridays."),
    "causes": lambda page, base: page.goto(f"{base}/causes/"),
    "cause": lambda page, base: page.goto(f"{base}/causes/stream-overloaded"),
    "behaviour": lambda page, base: page.goto(f"{base}/behaviour"),
}


def submit(page, base, text):
    page.goto(base)
    page.fill("#text", text)
    page.click("button.main")
    page.wait_for_selector("[data-answer]")


def main(folder: Path, widths=(390, 820, 1440), full=True) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scheme in ("light", "dark"):
            for width in widths:
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                for name, show in STATES.items():
                    show(page, base)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=full)
                page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), tuple(map(int, sys.argv[2].split(","))) if len(sys.argv) > 2 else (390, 820, 1440), "--view" not in sys.argv)
    else:
        main(Path(__file__).parents[2] / "docs" / "screenshots", (390, 1440), full=False)
