"""The text box in a frame: only pages of the configured origins may show it, and no
other page of the site.
"""

import pytest

from diagnostic import create_app

DOCS = "https://docs.example.com"
KEY = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"


@pytest.fixture(name="framed", scope="module")
def _framed():
    return create_app({"EMBED_ORIGINS": f"{DOCS}, http://localhost:3000", "PUBLIC_URL": "https://e.example"})


def policy(response) -> str:
    (found,) = [
        part.strip()
        for part in response.headers["Content-Security-Policy"].split(";")
        if "frame-ancestors" in part
    ]
    return found


@pytest.mark.parametrize("path", ["/embed", "/error-diagnostic.js"])
def test_without_origins_there_is_no_such_address(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["X-Frame-Options"] == "DENY" and policy(answer) == "frame-ancestors 'none'"


@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.get("/embed"),
        lambda client: client.post("/embed", data={"text": "529"}),
        lambda client: client.post("/embed", data={"text": " "}),
        lambda client: client.post("/embed", data={"text": "x" * (3 << 20)}),
        lambda client: client.put("/embed"),
    ],
    ids=["box", "answer", "no text", "too large", "method"],
)
def test_what_the_frame_shows_names_the_origins_and_no_other(framed, send):
    answer = send(framed.test_client())
    assert policy(answer) == f"frame-ancestors {DOCS} http://localhost:3000"
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/causes/overloaded", "/docs/link", "/embed/", "/embedx", "/?error=529"]
)
def test_every_other_page_stays_out_of_frames(framed, path):
    answer = framed.test_client().get(path)
    assert policy(answer) == "frame-ancestors 'none'" and answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "origins", ["*", "docs.example.com", f"{DOCS}/path", f"{DOCS}; script-src *", "'self'"]
)
def test_what_is_not_an_origin_stops_the_start(origins):
    with pytest.raises(ValueError, match="EMBED_ORIGINS"):
        create_app({"EMBED_ORIGINS": origins})


def test_the_answer_says_who_acts_and_leads_out_of_the_frame(framed):
    page = framed.test_client().post("/embed", data={"text": f"invalid x-api-key authentication_error {KEY}"})
    assert page.headers["Cache-Control"] == "no-store"
    for part in ("Who needs to act", "Retry?", "Do this first"):
        assert part in page.text
    assert 'href="https://e.example/causes/invalid-api-key" target="_blank" rel="noopener"' in page.text
    assert KEY[13:24] not in page.text


def test_a_text_without_a_cause_leads_on(framed):
    page = framed.test_client().post("/embed", data={"text": "nothing that anybody knows"}).text
    assert "Send more of it" in page and 'href="https://e.example/" target="_blank"' in page


def test_pasted_marks_stay_text(framed):
    page = framed.test_client().post("/embed", data={"text": "404 model: claude-<script>alert(1)</script>"})
    assert "<script>alert" not in page.text


def test_the_element_can_be_loaded_by_a_page_of_another_origin(framed):
    answer = framed.test_client().get("/error-diagnostic.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
