"""The page's intake: only if enabled, only what the person saw and sent, only from the page itself."""

import html
import logging
import re
import socket
import subprocess
import sys
import time

import pytest

from diagnostic import create_app, diagnose
from diagnostic.intake import Store
from diagnostic.intake.gaps import find_gaps

OWN = {"Sec-Fetch-Site": "same-origin"}
UNKNOWN = (
    'File "/home/ben/apollo/run.py", line 7\nanthropic.BadRequestError: Error code: 400 - '
    '{"type":"error","error":'
    '{"type":"invalid_request_error","message":"the request needs a spline for acme-corp"}}'
)
KEY = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"


@pytest.fixture(name="url")
def _url(tmp_path):
    return f"sqlite:///{tmp_path / 'intake.db'}"


@pytest.fixture(name="client")
def _client(url):
    config = {"INTAKE_DATABASE_URL": url, "INTAKE_LIMIT": "6 per hour", "OPERATOR_TOKEN": "opensesame"}
    return create_app(config).test_client()


def _shown(client, text):
    """What the page would send."""
    page = client.post("/diagnose", data={"text": text}).text
    return html.unescape(re.search(r'<textarea id="report"[^>]*>\n(.*?)</textarea>', page, re.S).group(1))


def test_switched_off_there_is_no_trace_of_it():
    client = create_app({"OPERATOR_TOKEN": "opensesame"}).test_client()
    assert "Send to the maintainers" not in client.post("/diagnose", data={"text": UNKNOWN}).text
    for response in (
        client.post("/intake", data={"text": "x"}, headers=OWN),
        client.get("/gaps", auth=("", "opensesame")),
    ):
        assert response.status_code == 404
    code = "import sys; from diagnostic import create_app; create_app(); print('sqlalchemy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
    )


def test_an_answer_alone_stores_nothing(client, url):
    client.post("/diagnose", data={"text": UNKNOWN})
    client.post("/api/v1/diagnose", json={"text": UNKNOWN})
    assert Store(url).read() == []


def test_what_the_page_shows_is_what_is_stored_and_holds_none_of_the_persons_names(client, url):
    shown = _shown(client, UNKNOWN)
    assert not re.search("ben|apollo|acme|spline", shown)
    assert "the request needs a" in shown
    assert (
        client.post("/intake", data={"text": shown, "cause": "invalid-request"}, headers=OWN).status_code
        == 200
    )
    (one,) = Store(url).read()
    assert (one.text, one.doubted_cause) == (shown.strip(), "invalid-request")


@pytest.mark.parametrize(("text", "is_open"), [("Error: a flux capacitor is out", True), (UNKNOWN, False)])
def test_where_nothing_matches_the_person_sees_what_would_be_sent(text, is_open, client):
    page = client.post("/diagnose", data={"text": text}).text
    (opened,) = re.findall(r"<details( open)?><summary><span>Report a wrong", page)
    assert bool(opened) == is_open


@pytest.mark.parametrize("cause", ["", "no-such-cause", "<script>alert(1)</script>"])
def test_a_cause_that_does_not_exist_is_not_stored(cause, client, url):
    client.post("/intake", data={"text": "Error: odd", "cause": cause}, headers=OWN)
    assert [one.doubted_cause for one in Store(url).read()] == [None]


def test_secrets_that_a_person_types_are_masked(client, url):
    page = client.post("/intake", data={"text": f"Error: odd\nkey={KEY}"}, headers=OWN).text
    assert KEY not in page
    assert KEY not in Store(url).read()[0].text


@pytest.mark.parametrize(("cause", "says"), [("overloaded", True), ("", False), ("nonsense", False)])
def test_the_page_says_of_a_doubted_answer_that_it_was_stored(cause, says, client):
    page = client.post("/intake", data={"text": "flux", "cause": cause}, headers=OWN).text
    assert ("the answer that you doubt" in page) == says


def test_control_characters_are_not_stored(client, url):
    sent = "a\x00b \x1b]8;;http://x\x07quantum\x9b2J flux"
    assert client.post("/intake", data={"text": sent}, headers=OWN).status_code == 200
    assert [one.text for one in Store(url).read()] == ["ab ]8;;http://xquantum2J flux"]


def test_who_sent_enough_may_still_delete(client, url):
    pages = [client.post("/intake", data={"text": f"flux {at}"}, headers=OWN) for at in range(7)]
    assert pages[-1].status_code == 429
    token = re.search(r'<code id="token">(.*?)</code>', pages[0].text).group(1)
    assert client.post("/intake/delete", data={"token": token}).status_code == 200


def test_a_token_deletes_whatever_others_of_the_address_have_tried(client):
    page = client.post("/intake", data={"text": "flux"}, headers=OWN).text
    token = re.search(r'<code id="token">(.*?)</code>', page).group(1)
    wrong = {client.post("/intake/delete", data={"token": f"{at}"}).status_code for at in range(30)}
    assert wrong == {404}
    assert client.post("/intake/delete", data={"token": token}).status_code == 200


def test_the_addresses_of_one_customer_are_one(client):
    codes = [
        client.post(
            "/intake",
            data={"text": f"flux {at}"},
            headers=OWN,
            environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{at:x}"},
        ).status_code
        for at in range(8)
    ]
    assert codes == [200] * 6 + [429] * 2


@pytest.mark.parametrize("kind", ["refuses", "says nothing"])
def test_where_the_shared_counts_are_away_each_process_counts_for_itself(kind, url):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if kind == "says nothing":
            server.listen(50)
        storage = f"redis://127.0.0.1:{server.getsockname()[1]}"
        config = {"INTAKE_DATABASE_URL": url, "INTAKE_LIMIT": "2 per hour", "RATELIMIT_STORAGE_URI": storage}
        started = time.monotonic()
        client = create_app(config).test_client()
        codes = [
            client.post("/intake", data={"text": f"flux {at}"}, headers=OWN).status_code for at in range(3)
        ]
    assert codes == [200, 200, 429]
    assert time.monotonic() - started < 60


def test_an_origin_that_is_not_an_address_is_refused(client):
    assert client.post("/intake", data={"text": "x"}, headers={"Origin": "http://[::bad"}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_no_other_site_can_send(headers, client, url):
    assert client.post("/intake", data={"text": "Error: odd"}, headers=headers).status_code == 403
    assert Store(url).read() == []


@pytest.mark.parametrize(
    "text, status, says",
    [("", 422, "nothing to send"), (" \n", 422, "nothing to send"), ("Error: odd. " * 700, 422, "too long")],
)
def test_what_cannot_be_stored_says_so(text, status, says, client, url):
    response = client.post("/intake", data={"text": text}, headers=OWN)
    assert (response.status_code, says in response.text) == (status, True)
    assert Store(url).read() == []


def test_one_address_sends_a_few_times_an_hour(client, url):
    codes = [client.post("/intake", data={"text": f"Error: {n}"}, headers=OWN).status_code for n in range(8)]
    assert codes == [200] * 6 + [429] * 2
    assert len(Store(url).read()) == 6


def test_a_full_day_and_a_database_that_is_away_say_that_nothing_was_sent(url, monkeypatch):
    client = create_app({"INTAKE_DATABASE_URL": url, "INTAKE_A_DAY": 0}).test_client()
    full = client.post("/intake", data={"text": "Error: odd"}, headers=OWN)
    assert (full.status_code, "Nothing was sent" in full.text) == (503, True)
    store = client.application.extensions["intake"].store
    store._engine.dispose()
    monkeypatch.setattr(store._engine, "begin", _away)
    away = client.post("/intake", data={"text": "Error: odd"}, headers=OWN)
    assert (away.status_code, "Nothing was sent" in away.text) == (503, True)
    assert client.post("/diagnose", data={"text": "529"}).status_code == 200


def _away():
    from sqlalchemy.exc import OperationalError

    raise OperationalError("INSERT of a text", {}, Exception("gone"))


def test_the_token_that_is_shown_once_deletes_it(client, url):
    page = client.post("/intake", data={"text": "Error: odd"}, headers=OWN).text
    token = re.search(r'<code id="token">([\w-]+)</code>', page).group(1)
    assert client.post("/intake/delete", data={"token": "wrong"}).status_code == 404
    assert len(Store(url).read()) == 1
    assert client.post("/intake/delete", data={"token": token}).status_code == 200
    assert Store(url).read() == []


def test_the_gaps_are_for_the_operator_alone(client):
    client.post("/intake", data={"text": "Error: <b>splines</b> are **missing**"}, headers=OWN)
    for auth in (None, ("opensesame", ""), ("op", "Opensesame")):
        refused = client.get("/gaps", auth=auth)
        assert refused.status_code == 401
        assert "splines" not in refused.text
    page = client.get("/gaps", auth=("anybody", "opensesame"))
    assert page.status_code == 200
    assert "&lt;b&gt;splines" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_nothing_of_a_text_is_logged(client, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        client.post("/intake", data={"text": "Error: canarybird is missing"}, headers=OWN)
        client.post("/intake", data={"text": "canarybird " * 900}, headers=OWN)
    out, err = capfd.readouterr()
    assert "canarybird" not in caplog.text + out + err


@pytest.mark.parametrize("name, value", [("INTAKE_LIMIT", "often"), ("INTAKE_DATABASE_URL", "nosuch://x")])
def test_a_wrong_setting_stops_the_start_and_is_named(name, value, url):
    with pytest.raises(ValueError, match=f"DIAGNOSTIC_{name}"):
        create_app({"INTAKE_DATABASE_URL": url, name: value})


def test_the_page_shows_so_many_gaps_and_says_how_many_more_there_are(client, url, monkeypatch):
    monkeypatch.setattr("diagnostic.web.intake._MAX_GAPS", 2)
    store = Store(url)
    for word in ("alpha", "bravo", "charlie", "delta", "echo"):
        store.add(f"Error: {word} {word}side {word}wards is missing", None, "v1")
    page = client.get("/gaps", auth=("", "opensesame")).text
    assert page.count("<details>") == 2
    assert "lists 3 more" in page


def test_what_was_sent_is_sorted_without_reading_it_again(client, url, monkeypatch):
    for text in ("Error: one thing broke", "Error: one thing broke twice", "Error: quite another matter"):
        client.post("/intake", data={"text": text}, headers=OWN)
    monkeypatch.setattr("diagnostic.intake.gaps.diagnose", lambda text: pytest.fail("it is read"))
    assert [gap.sentence for gap in find_gaps(Store(url).read())]


def test_each_text_is_read_once(url, monkeypatch):
    store = Store(url)
    for text in ("Error: one thing broke", "Error: one thing broke", "Error: quite another matter"):
        store.add(text, None, "v1")
    read = []
    monkeypatch.setattr("diagnostic.intake.gaps.diagnose", lambda text: read.append(text) or diagnose(text))
    assert [len(gap.submissions) for gap in find_gaps(store.read())] == [2, 1]
    assert len(read) == 2


@pytest.mark.parametrize("token", ["20261128", "true", "null", '{"a": 1}', "1e5"])
def test_a_token_that_looks_like_a_number_is_a_word(token, url, monkeypatch):
    monkeypatch.setenv("DIAGNOSTIC_OPERATOR_TOKEN", token)
    client = create_app({"INTAKE_DATABASE_URL": url}).test_client()
    assert client.get("/gaps", auth=("op", token)).status_code == 200
    assert client.get("/gaps", auth=("op", "wrong")).status_code == 401
