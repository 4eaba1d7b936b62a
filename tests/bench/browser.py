"""The page in a real browser: time from paste to answer beside the bare server time, and size of a first
visit.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from measure import Row, ms
from playwright.sync_api import Browser, Page, sync_playwright
from texts import fresh_texts
from werkzeug.serving import WSGIRequestHandler, make_server

from diagnostic import create_app

sys.path.append(str(Path(__file__).parents[1] / "browser"))
from screenshots import CHROMIUM, FLAGS

_ROUNDS = 15
_MOST_KB = 60
# From the event that a paste is to the frame in which the answer is painted.
_PASTE = """text => new Promise((done) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const begun = performance.now();
    new MutationObserver((_, watch) => {
        if (!document.querySelector("[data-answer]")) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => done((performance.now() - begun) / 1000)));
    }).observe(document.body, { childList: true });
    document.querySelector("#text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, \
bubbles: true, cancelable: true }));
})"""


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def rows() -> Iterator[Row]:
    """Medians of pastes that are all different; the same texts are then posted without a browser."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield _answer_time(browser.new_page(), base)
        for path, name in (("/", "the box"), ("/?error=529", "an answer"), ("/causes/", "the index")):
            yield _weight(browser, base + path, name)
        browser.close()
    server.shutdown()


def _answer_time(page: Page, base: str) -> Row:
    in_browser, bare = [], []
    for text in fresh_texts(_ROUNDS, 4096, seed=23):
        page.goto(base)
        in_browser.append(page.evaluate(_PASTE, text))
        begun = time.perf_counter()
        _post(base, text)
        bare.append(time.perf_counter() - begun)
    shown, served = statistics.median(in_browser), statistics.median(bare)
    return Row("paste of 4 KB to its answer on the screen", f"{ms(shown)}, of which the server {ms(served)}")


def _post(base: str, text: str) -> bytes:
    with urlopen(f"{base}/diagnose", urlencode({"text": text}).encode()) as response:
        return response.read()


def _weight(browser: Browser, url: str, name: str) -> Row:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    context.close()
    kb = sum(received) / 1024
    return Row(
        f"first visit of {name}, all files",
        f"{kb:.1f} KiB in {len(received)} files",
        f"≤ {_MOST_KB} KiB",
        kb <= _MOST_KB,
    )
