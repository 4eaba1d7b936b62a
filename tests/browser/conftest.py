"""A real browser on a real server; the browser comes from the distribution's packages."""

import shutil
import threading

import pytest
from screenshots import CHROMIUM, FLAGS
from visits import patient_page
from werkzeug.serving import WSGIRequestHandler, make_server

from diagnostic import create_app


class Quiet(WSGIRequestHandler):
    """Remembers what a log would hold."""

    lines: list[str] = []

    def log(self, type, message, *args):
        self.lines.append(message % args)


@pytest.fixture(name="base", scope="session")
def _base():
    server = make_server("127.0.0.1", 0, create_app(), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


# Closed with its module: while it is open, this thread has a running event loop, and no other test could
# start one.
@pytest.fixture(name="browser", scope="module")
def _browser():
    if not shutil.which(CHROMIUM):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(name="page")
def _page(browser):
    page = patient_page(browser, permissions=["clipboard-read", "clipboard-write"])
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    yield page
    errors = [*page.errors]
    page.context.close()
    assert errors == []


@pytest.fixture(name="opened", scope="module")
def _opened(browser):
    """Opens a page with what a browser can be set to; closed at the end of the module."""
    pages = []

    def open_(**settings):
        pages.append(patient_page(browser, **settings))
        return pages[-1]

    yield open_
    for page in pages:
        page.context.close()


@pytest.fixture(name="server_log")
def _server_log():
    return Quiet.lines
