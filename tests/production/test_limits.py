"""Rate limits: off by default, stated when reached, and no reason to fail if the
shared store is unavailable.
"""

import re
from pathlib import Path

import pytest

from diagnostic import create_app
from diagnostic.web import DEFAULTS

ROOT = Path(__file__).parents[2]


def limited(**more):
    return create_app({"RATELIMIT_ENABLED": True, "RATELIMIT_DEFAULT": "3 per minute", **more}).test_client()


def ask(client, **headers):
    return client.post(
        "/api/v1/diagnose",
        json={"text": "529"},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def test_nobody_is_limited_unless_the_operator_says_so(client):
    assert {ask(client).status_code for _ in range(80)} == {200}


def test_who_asks_too_often_hears_the_limit_and_when_to_come_back():
    client = limited()
    assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(client)
    assert refused.mimetype == "application/problem+json"
    assert refused.json["type"].endswith("/problems/rate-limited")
    assert "3 per 1 minute" in refused.json["detail"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["X-RateLimit-Limit"] == "3"


def test_a_person_gets_a_page_that_says_it():
    client = limited()
    for _ in range(3):
        client.get("/causes/")
    page = client.get("/causes/")
    assert page.status_code == 429
    assert "3 per 1 minute" in page.text
    assert page.headers["Retry-After"]


def test_files_health_and_preflights_are_free():
    client = limited()
    for _ in range(5):
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        assert client.options("/api/v1/diagnose").status_code == 200
    assert ask(client).status_code == 200


def test_an_address_in_a_header_is_believed_only_from_the_operators_own_proxies():
    open_to_lies = limited()
    assert [ask(open_to_lies, X_Forwarded_For=f"192.0.2.{last}").status_code for last in range(4)] == [
        200,
        200,
        200,
        429,
    ]
    behind_one = limited(PROXIES=1)
    assert {ask(behind_one, X_Forwarded_For=f"192.0.2.{last}").status_code for last in range(8)} == {200}
    assert [
        ask(behind_one, X_Forwarded_For=f"192.0.2.{last}, 198.51.100.7").status_code for last in range(4)
    ] == [200, 200, 200, 429]


def test_without_its_shared_store_the_server_goes_on():
    client = limited(RATELIMIT_STORAGE_URI="redis://127.0.0.1:1")
    assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_documents_name_every_setting_and_no_other():
    page = (ROOT / "templates" / "docs" / "deploy.md").read_text()
    told = dict(re.findall(r"^\| `DIAGNOSTIC_(\w+)` \| `(.*?)` \|", page, re.MULTILINE))
    code = "\n".join(path.read_text() for path in (ROOT / "diagnostic" / "web").glob("*.py"))
    used = set(re.findall(r"config(?:\.get\(|\[)[\"'](\w+)", code)) | set(DEFAULTS)
    assert set(told) == used
    for name, default in DEFAULTS.items():
        assert told[name] in (
            str(default).lower() if isinstance(default, bool) else str(default),
            "(empty)" if default == "" else None,
        ), name


@pytest.mark.parametrize(
    "name, value",
    [("ACCESS_LOG", "no"), ("PROXIES", "one"), ("RATELIMIT_ENABLED", 1), ("MAX_FORM_PARTS", True)],
)
def test_a_setting_that_would_mean_something_else_stops_the_start(name, value):
    with pytest.raises(ValueError, match=f"DIAGNOSTIC_{name}"):
        create_app({name: value})


@pytest.mark.parametrize(
    "setting", [{"RATELIMIT_DEFAULT": "sixty a minute"}, {"RATELIMIT_STORAGE_URI": "nowhere://127.0.0.1"}]
)
def test_a_limit_that_cannot_be_kept_stops_the_start(setting):
    with pytest.raises((ValueError, RuntimeError)):
        limited(**setting)
