"""An upstream that redirects, or sends without end, gets neither the text nor unlimited memory."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fake_api import OWN_KEY, TEXT

from diagnostic.diagnosis import diagnose
from diagnostic.opinion import asking
from diagnostic.opinion.events import Failed, Problem
from diagnostic.opinion.prompt import build_prompt


class _Upstream(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_POST(self):
        self.asked.append(self.path)
        self.rfile.read(int(self.headers["content-length"]))
        if self.server.redirects and "elsewhere" not in self.path:
            self.send_response(307)
            self.send_header("location", f"http://localhost:{self.server.server_port}/elsewhere")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    def log_message(self, *args):
        pass


@pytest.fixture(name="upstream", params=[True, False], ids=["redirects", "never ends"])
def _upstream(request, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Upstream)
    server.redirects = request.param
    _Upstream.asked.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(asking, "sleep", lambda seconds: None)
    yield server
    server.shutdown()
    server.server_close()


def test_the_text_goes_nowhere_else_and_no_answer_grows_without_end(upstream):
    prompt = build_prompt(diagnose(TEXT))
    events = list(asking.ask(prompt, "claude-sonnet-4-6", 30.0, OWN_KEY, lambda: None))
    assert isinstance(events[-1], Failed)
    assert not [path for path in _Upstream.asked if "elsewhere" in path]
    if not upstream.redirects:
        assert events[-1].problem == Problem("The answer was too large.")
        assert len(_Upstream.asked) == 1
