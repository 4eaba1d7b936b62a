"""Every response of every route and method has all headers, including errors and the
server's own refusals.
"""

import re

import pytest

from diagnostic import create_app
from diagnostic.web.problems import prebuilt_responses

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "SING")
VALUES = {"id": "overloaded", "name": "privacy", "digest": "x", "kind": "json", "path": "diagnose"}
NEEDED = {
    "Content-Security-Policy": r"default-src 'none';.*base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin|cross-origin",
    "Permissions-Policy": r"camera=\(\).*",
    "Strict-Transport-Security": r"max-age=\d{8,}",
    "X-Request-Id": r"[\w-]{1,64}",
}
FORBIDDEN = ("Set-Cookie", "X-Powered-By", "Access-Control-Allow-Credentials")


def complain(headers) -> list[str]:
    """What is missing or must not be there."""
    wrong = [
        f"{name}: {headers.get(name)}"
        for name, pattern in NEEDED.items()
        if not re.match(pattern, headers.get(name, ""))
    ]
    wrong += [name for name in FORBIDDEN if name in headers]
    if "unsafe" in headers.get("Content-Security-Policy", ""):
        wrong.append("unsafe in the policy")
    return wrong


def routes(app) -> list[str]:
    return sorted(
        {
            re.sub(r"<(?:\w+:)?(\w+)>", lambda found: VALUES[found[1]], rule.rule)
            for rule in app.url_map.iter_rules()
        }
    )


@pytest.mark.parametrize("method", METHODS)
def test_every_route_answers_every_method_with_every_header(method):
    app = create_app({"METRICS": True, "RATELIMIT_ENABLED": True, "RATELIMIT_DEFAULT": "30 per minute"})
    client, met = app.test_client(), set()
    for path in [*routes(app), "/nothing", "/api/v1/nothing", "/api/v1/causes/nothing"]:
        response = client.open(path, method=method)
        met.add(response.status_code)
        assert complain(response.headers) == [], f"{method} {path} {response.status_code}"
        assert response.status_code < 500
        if response.status_code == 405:
            assert response.headers["Allow"]
    assert not met & {500}
    assert met - {404}, method


@pytest.mark.parametrize("accept", ["", "gzip"])
@pytest.mark.parametrize(
    "data, kind, status",
    [
        (b"{", "application/json", 400),
        (b"<x/>", "application/xml", 415),
        (b"{}", "application/json", 422),
        (b"x" * 3_000_000, "application/json", 413),
    ],
)
def test_problems_carry_them(client, data, kind, status, accept):
    response = client.post(
        "/api/v1/diagnose", data=data, content_type=kind, headers={"Accept-Encoding": accept}
    )
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert complain(response.headers) == []


def test_a_bug_carries_them(app, monkeypatch):
    monkeypatch.setattr("diagnostic.web.api.diagnose", lambda text: 1 / 0)
    response = app.test_client().post("/api/v1/diagnose", json={"text": "529"})
    assert (response.status_code, complain(response.headers)) == (500, [])


def test_what_the_server_answers_before_the_app_is_asked_carries_them(app):
    for (is_api, name), (status, headers, body) in prebuilt_responses(app).items():
        found = {key.title(): value for key, value in headers} | {"X-Request-Id": "given-later"}
        assert complain(found) == [], name
        assert status in (400, 408, 500, 503)
        assert (b'"type"' in body) == is_api
        assert ("Retry-After" in found) == (status == 503)


@pytest.mark.parametrize(
    "given, kept",
    [
        ("my-id_7", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("a b", False),
        ("<b>", False),
        ("a\u00e9", False),
        ("", False),
    ],
)
def test_a_request_id_is_taken_over_only_where_it_can_do_no_harm(client, given, kept):
    back = client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert (back == given) == kept
    assert re.fullmatch(r"[\w-]{1,64}", back)


def test_a_browser_of_another_origin_may_call_the_api_and_nothing_else(client):
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    before = client.options("/api/v1/diagnose", headers=asked)
    assert before.status_code in (200, 204)
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    assert "content-type" in before.headers["Access-Control-Allow-Headers"].lower()
    call = client.post(
        "/api/v1/diagnose", json={"text": "529"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert call.headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Request-Id" in call.headers["Access-Control-Expose-Headers"]
    failed = client.post("/api/v1/diagnose", data=b"{", content_type="application/json")
    assert failed.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.post("/diagnose", data={"text": "529"}).headers
    assert "Access-Control-Allow-Origin" not in client.options("/diagnose", headers=asked).headers


@pytest.mark.parametrize(
    "path", ["/", "/causes/", "/causes/overloaded", "/api/v1/causes", "/openapi.json", "/docs/api"]
)
def test_text_is_compressed_for_who_takes_it_and_caches_know(client, path):
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
