"""Pasted text reaches no output unredacted through any interface, and a forged Host header has no effect."""

import asyncio
import io

import pytest

from diagnostic import create_app
from diagnostic.cli import main
from diagnostic.diagnosis import diagnose

KEY = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"
CANARY = KEY[13:24]
DIAGNOSES = "Error code: 401 - authentication_error: invalid x-api-key "


def _all_addresses(app):
    """Each GET route, with the canary in every part that takes one, and in the queries that somebody may
    type.
    """
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.rule.startswith("/static"):
            continue
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(
                rule.endpoint, dict.fromkeys(rule.arguments, KEY), force_external=False
            )
        yield address
        for name in ("q", "error", "text", "client", "detail", "max_chars"):
            yield f"{address}?{name}={DIAGNOSES}{KEY}"


def test_no_route_gives_back_a_key_that_its_address_holds():
    app = create_app({"ISSUE_TRACKER_URL": "https://example.com/new"})
    client = app.test_client()
    for address in _all_addresses(app):
        answer = client.get(address)
        assert CANARY not in answer.text, address
        assert not [name for name, value in answer.headers if CANARY in value], address


@pytest.mark.parametrize("path", ["/causes/?q=", "/e/", "/?error="])
def test_no_cache_keeps_an_answer_to_what_somebody_pasted(client, path):
    kept = client.get(f"{path}some words of my own").headers["Cache-Control"]
    assert "no-store" in kept and "public" not in kept


@pytest.mark.parametrize(
    "send",
    [
        {"data": {"text": DIAGNOSES + KEY}},
        {"data": {"text": "nothing known " + KEY}},
        {"data": {"file": (io.BytesIO((DIAGNOSES + KEY).encode()), KEY + ".txt")}},
    ],
)
def test_the_page_shows_no_key(client, send):
    assert CANARY not in client.post("/diagnose", **send).text


@pytest.mark.parametrize("form", ["text", "json", "markdown", "chat"])
def test_no_form_of_the_command_line_shows_a_key(form, tmp_path, capsys):
    for text in (DIAGNOSES + KEY, "nothing known " + KEY):
        (tmp_path / "error.txt").write_text(text)
        main(["explain", str(tmp_path / "error.txt"), "--format", form])
        said = capsys.readouterr()
        assert CANARY not in said.out + said.err


@pytest.mark.parametrize("form", [[], ["--format", "json"], ["--format", "html"]])
def test_no_form_of_a_scan_shows_a_key(form, tmp_path, capsys):
    (tmp_path / "app.log").write_text(f"2026-01-01T00:00:00Z ERROR {DIAGNOSES}{KEY} model={KEY}\n" * 3)
    main(["scan", *form, str(tmp_path / "app.log")])
    said = capsys.readouterr()
    assert "3" in said.out and CANARY not in said.out + said.err


def test_what_assistants_ask_comes_back_without_its_key():
    """Also what is of the wrong type or unknown, which an error might quote."""
    from mcp import Client

    from diagnostic.mcp import make_server

    async def ask():
        async with Client(make_server()) as client:
            for tool, given in (
                ("diagnose_error", {"text": DIAGNOSES + KEY}),
                ("diagnose_error", {"text": [KEY]}),
                ("get_cause", {"id": KEY}),
                ("get_cause", {"id": {KEY: 1}}),
                ("list_causes", {"x": KEY}),
            ):
                try:
                    said.append(str(await client.call_tool(tool, given)))
                except Exception as error:  # whatever is raised reaches the assistant
                    said.append(str(error))

    said: list[str] = []
    asyncio.run(ask())
    assert len(said) == 5
    assert [answer for answer in said if CANARY in answer] == []


def test_a_skeleton_has_neither_names_nor_hosts_nor_marks_that_live_in_an_issue():
    said = diagnose(
        "ERROR worker nadia@ops-host Traceback (most recent call last):\n  File"
        ' "/home/nadia/acme-billing/main.py", line 14, in charge_olivia\nAcmeWidgetError: Error code: 500 for'
        " Olivia Marten at billing.acme.example @octocat ![x](https://evil.example/x.png) `rm` <b>"
    ).skeleton.lower()
    for word in (
        "nadia",
        "ops-host",
        "acme",
        "olivia",
        "marten",
        "billing",
        "octocat",
        "evil",
        "@",
        "`",
        "<",
        "![",
    ):
        assert word not in said
    for word in ("traceback", "line 14", "error code: 500"):
        assert word in said


@pytest.mark.parametrize(
    "path", ["/", "/llms.txt", "/sitemap.xml", "/index.md", "/causes/", "/api/v1/causes"]
)
def test_a_forged_host_is_refused(client, path):
    for host in ("evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.1.evil.example"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_by_any_name_is_answered(client, path):
    assert client.get(path, headers={"Host": "10.1.2.3:8000"}).status_code == 200


def test_named_hosts_are_answered_and_what_names_one_is_in_no_shared_cache():
    client = create_app({"ALLOWED_HOSTS": "errors.example.com, .internal"}).test_client()
    for host in ("errors.example.com", "a.internal:8000"):
        answer = client.get("/llms.txt", headers={"Host": host})
        assert f"http://{host}/api/v1/diagnose" in answer.text
        assert "public" not in answer.headers["Cache-Control"]


def test_with_a_public_url_links_lead_there_and_nowhere_else():
    client = create_app({"PUBLIC_URL": "https://errors.example.com"}).test_client()
    for host in ("errors.example.com", "localhost"):
        answer = client.get("/llms.txt", headers={"Host": host})
        assert (
            "https://errors.example.com/api/v1/diagnose" in answer.text
            and "http://localhost" not in answer.text
        )
        assert "public" in answer.headers["Cache-Control"]


def test_any_host_may_be_allowed_and_then_links_are_relative():
    client = create_app({"ALLOWED_HOSTS": "*"}).test_client()
    answer = client.get("/llms.txt", headers={"Host": "evil.example"})
    assert answer.status_code == 200 and "evil.example" not in answer.text


def test_whoever_serves_an_unknown_name_is_told_the_setting(client):
    page = client.get("/", headers={"Host": "evil.example"})
    assert page.status_code == 400
    assert "This host name is not served here" in page.text and "DIAGNOSTIC_ALLOWED_HOSTS" in page.text
    assert "evil.example" not in page.text
    answer = client.get("/api/v1/causes", headers={"Host": "evil.example"}).get_json()
    assert answer["type"].endswith("/problems/unknown-host")
