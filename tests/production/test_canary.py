"""With everything enabled, and with odd failures, the server writes no part of what it was sent."""

import json
import os
import resource
import signal
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from running import JSON, OVERLOAD, Server, running
from signed_webhooks import settings as bots
from signed_webhooks import webhooks
from waiting import until

pytestmark = pytest.mark.slow

# Not one of the characters an X-Request-Id may have stands in it: that header alone is logged as it came.
CANARY = "c4n4ry·zq8w"
PLAIN = "c4n4ryzq8w"
BREAKS = ("", "BREAK-VALUE", "BREAK-MEMORY", "BREAK-DEPTH")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BOTS = ("Slack", "Discord", "GitHub")
EVERYTHING = {
    "DIAGNOSTIC_ACCESS_LOG": "true",
    "DIAGNOSTIC_METRICS": "true",
    "DIAGNOSTIC_RATELIMIT_ENABLED": "true",
    "DIAGNOSTIC_RATELIMIT_DEFAULT": "170 per minute",
    "DIAGNOSTIC_PROXIES": "1",
    "DIAGNOSTIC_DEBUG": "true",
    # What breaks stands before what is tested, so that no other installation is.
    "PYTHONPATH": os.pathsep.join(map(str, (Path(__file__).parent / "broken", Path(__file__).parents[2]))),
    "PYTHONFAULTHANDLER": "1",
}


def multipart(name: str, text: str) -> tuple[bytes, dict[str, str]]:
    body = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type:'
        f" text/plain\r\n\r\n{text}\r\n--b--\r\n"
    )
    return body.encode(), {"Content-Type": "multipart/form-data; boundary=b"}


def talk(server: Server) -> list[int]:
    """Sends valid and broken texts through every interface; returns the status codes."""
    met = []

    def ask(method, path, body=None, headers=None):
        met.append(server.ask(method, path, body, headers).status)

    for word in BREAKS:
        text = f"{OVERLOAD} {word} {CANARY} {PLAIN}"
        ask("POST", "/api/v1/diagnose", json.dumps({"text": text}), JSON)
        ask("GET", f"/api/v1/diagnose?text={quote(text)}")
        ask("GET", f"/?error={quote(text)}")
        ask("POST", "/diagnose", f"text={quote(text)}", FORM)
        ask("POST", "/diagnose", *multipart(f"{PLAIN}.log", text))
    text = f"{OVERLOAD} {CANARY} {PLAIN}"
    # Large enough for any library to think of a file; and too large.
    ask("POST", "/diagnose", *multipart(f"{PLAIN}.log", text * 6_000))
    ask("POST", "/api/v1/diagnose", json.dumps({"text": text * 20_000}), JSON)
    for path in (
        "/e/",
        "/causes/",
        "/api/v1/causes/",
        "/docs/",
        "/problems/",
        "/static/x/",
        "/behaviour.",
        "/",
    ):
        ask("GET", f"{path}{PLAIN}")
        ask("POST", f"{path}{PLAIN}", PLAIN)
    for body in (f'{{"text": "{PLAIN}', f'{{"{PLAIN}": 1}}', f'["{PLAIN}"]', PLAIN, "[" * 90_000 + PLAIN):
        ask("POST", "/api/v1/diagnose", body, JSON)
    ask("POST", "/api/v1/diagnose", PLAIN, {"Content-Type": PLAIN})
    ask("POST", "/diagnose", f"--b\r\n{PLAIN}".encode(), {"Content-Type": "multipart/form-data; boundary=b"})
    ask("POST", "/diagnose", f"text=%ED%A0%80%00{PLAIN}", FORM)
    ask("GET", f"/api/v1/diagnose?text=x&detail={PLAIN}&max_chars={PLAIN}")
    names = (
        "User-Agent",
        "Referer",
        "Cookie",
        "Authorization",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "Accept",
        "Accept-Encoding",
        "If-None-Match",
        "Host",
        PLAIN,
    )
    for name in names:
        ask("GET", "/causes/", headers={name: PLAIN})
    for path, body, headers in webhooks(text):
        ask("POST", path, body, headers)
    ask("GET", "/", headers={"X-Request-Id": f"{PLAIN}; no id"})
    ask(PLAIN.upper(), f"/{PLAIN}")
    return met


def send_raw(server: Server) -> None:
    """What no client library would send, and clients that go away."""
    word = PLAIN.encode()
    post = b"POST /api/v1/diagnose HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    for data in (
        word,
        word + b" / HTTP/1.1\r\n\r\n",
        b"GET /" + word + b" HTTP/9.9\r\n\r\n",
        post + b"Content-Length: " + word + b"\r\n\r\n",
        post + b"Transfer-Encoding: chunked\r\n\r\n" + word + b"\r\n",
        post + b"Content-Length: 500\r\n\r\n" + word,
        post + b"X-" + word + b": " + b"y" * 200_000 + b"\r\n\r\n",
        post + b"".join(b"X-%d: %s\r\n" % (number, word) for number in range(200)) + b"\r\n",
        b"GET /" + word * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        try:
            server.connect(data).close()
        except OSError:
            continue


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory):
    """Where a busy server has written all that it writes."""
    folder = tmp_path_factory.mktemp("canary")
    with running(folder, **EVERYTHING, **bots()) as server:
        met = talk(server)
        send_raw(server)
        assert {200, 400, 404, 405, 413, 415, 422, 500} <= set(met), sorted(set(met))
        for bot in BOTS:
            said = f"in an answer to {bot}"
            until(lambda said=said: said in (folder / "err").read_text(), f"{bot} is given up")
        # A worker is killed with the text in its hands, one so that it would leave a crash report.
        for number, signum in enumerate((signal.SIGSEGV, signal.SIGKILL)):
            worker, starts = server.workers()[0], server.starts()
            assert resource.prlimit(worker, resource.RLIMIT_CORE)[0] == 0
            body = json.dumps({"text": (PLAIN + OVERLOAD) * 15_000}).encode()
            doomed = server.connect(
                b"POST /api/v1/diagnose HTTP/1.1\r\nHost: x\r\nContent-Type:"
                b" application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )
            time.sleep(0.1)
            os.kill(worker, signum)
            until(lambda starts=starts: server.starts() > starts, "a new worker runs")
            doomed.close()
            assert server.diagnose(f"{OVERLOAD} {PLAIN}").status == 200, number
        (folder / "metrics").write_bytes(server.ask("GET", "/metrics").body)
        # Each worker counts for itself, in minutes that begin with its first request.
        statuses = Counter(server.ask("GET", f"/?error={PLAIN}").status for _ in range(400))
        until(
            lambda: statuses.update([server.ask("GET", f"/?error={PLAIN}").status]) or statuses[429],
            "who asks too often is refused",
            pause=lambda _: None,
        )
        assert set(statuses) == {200, 429}
        for path in (folder / "tmp").rglob("*"):
            if path.is_file():
                is_rules = any(part.startswith("rules-") for part in path.parts)
                (folder / f"{'rules' if is_rules else 'was'}-{path.name}").write_bytes(path.read_bytes())
    return folder


def test_nothing_that_was_sent_is_in_anything_written(folder):
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert {"out", "err", "metrics"} <= {path.name for path in written}
    # The server's own copy of the rules too.
    assert any(path.name.startswith("rules-") for path in written)
    for path in written:
        data = path.read_bytes().lower()
        assert b"c4n4ry" not in data, f"{path.name}: {data[max(0, data.find(b'c4n4ry') - 200) :][:400]!r}"
        assert b"c4n4ry" not in str(path).encode()


def test_what_is_needed_to_find_a_bug_is_there(folder):
    """Or the other test would prove nothing."""
    lines = [json.loads(line) for line in (folder / "out").read_text().splitlines()]
    failed = [line for line in lines if line["status"] == 500]
    errors = (folder / "err").read_text()
    assert len(lines) > 400
    assert failed
    assert "ValueError while answering /api/v1/diagnose" in errors
    assert any(line["request_id"] in errors for line in failed)
    for bot in BOTS:
        assert f"in an answer to {bot}" in errors, bot
    assert 'cause="stream-overloaded"' in (folder / "metrics").read_text()


def test_nothing_but_metrics_is_left_in_temporary_files(folder):
    assert all(path.name.endswith((".db", ".lock")) for path in folder.glob("was-*"))
    assert not any(path.is_file() for path in (folder / "tmp").rglob("*"))
