"""On the production server: events arrive while Claude writes, waiting for Claude blocks nobody, and leaving
the page cancels the request.
"""

import json
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from fake_api import ENVIRONMENT, OWN, OWN_KEY, TEXT
from live_server import live_server
from waiting import PATIENCE_SECONDS, until

pytestmark = pytest.mark.slow

LONG = "one word after another, " * 200


@pytest.fixture(name="base", scope="module")
def _base(lab, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in ENVIRONMENT:
            patch.delenv(name, raising=False)
        with live_server(
            DIAGNOSTIC_OPINION_ENABLED="true",
            DIAGNOSTIC_OPINION_API_KEY=OWN_KEY,
            DIAGNOSTIC_OPINION_FOLDER=str(tmp_path_factory.mktemp("state")),
            ANTHROPIC_BASE_URL=f"http://127.0.0.1:{lab.port}/says",
        ) as base:
            yield base


def ask(base, accept="text/event-stream"):
    connection = HTTPConnection(urlsplit(base).netloc, timeout=PATIENCE_SECONDS)
    headers = {
        **OWN,
        "Accept": accept,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept-Encoding": "gzip",
    }
    connection.request("POST", "/opinion", urlencode({"text": TEXT}), headers)
    return connection, connection.getresponse()


def next_event(response):
    line = response.readline()
    assert response.readline() == b"\n"
    return json.loads(line.removeprefix(b"data: "))


def test_events_arrive_while_claude_writes(base, lab):
    lab.says, lab.gap, lab.is_held = "An answer that takes its time to be written.", 0.25, True
    connection, response = ask(base)
    assert response.getheader("Content-Type").startswith("text/event-stream")
    assert "default-src 'none'" in response.getheader("Content-Security-Policy")
    assert response.getheader("Content-Encoding") is None
    while "An answer" not in (event := next_event(response))["html"]:
        pass
    assert not event["over"] and lab.says not in event["html"]
    lab.is_held = False
    while not event["over"]:
        event = next_event(response)
    assert lab.says in event["html"]
    assert response.read() == b""
    connection.close()


def test_without_javascript_it_is_one_page(base, lab):
    lab.says, lab.gap = "A whole page.", 0.0
    connection, response = ask(base, accept="text/html")
    assert response.status == 200
    assert response.getheader("Content-Encoding") == "gzip"
    connection.close()


def test_who_waits_for_claude_holds_nobody_up_and_who_leaves_hangs_up(base, lab):
    lab.says, lab.gap, lab.left, lab.is_held = LONG, 0.2, 0, True
    waiting = [ask(base) for _ in range(4)]
    for _, response in waiting:
        while "one word" not in next_event(response)["html"]:
            pass
    connection = HTTPConnection(urlsplit(base).netloc, timeout=PATIENCE_SECONDS)
    connection.request("GET", "/?error=529")
    assert connection.getresponse().status == 200
    connection.close()

    connection, response = ask(base)
    assert response.status == 503
    assert response.getheader("Retry-After")
    connection.close()

    for connection, response in waiting:
        connection.close()
        response.close()
    lab.is_held = False
    until(lambda: lab.left == 4, "each of the four calls has ended")
    lab.says, lab.gap = "It answers again.", 0.0
    connection, response = ask(base)
    assert lab.says in response.read().decode()
    connection.close()
