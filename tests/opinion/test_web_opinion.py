"""The page's second opinion: only if enabled, only for its own visitors, only if no rule matches, never
trusted.
"""

import os
import re
import subprocess
import sys

import pytest
from fake_api import OWN, OWN_KEY, TEXT

from diagnostic import create_app
from diagnostic.lab.healthy import TEXT as ANSWER
from diagnostic.web import opinion
from diagnostic.web.untrusted_markdown import render_untrusted

FITS = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)


def test_switched_off_there_is_no_trace_of_it(client):
    page = client.post("/diagnose", data={"text": TEXT}).text
    assert "No known cause" in page
    assert "opinion" not in page.lower()
    assert "Ask Claude" not in page
    for response in (client.post("/opinion", data={"text": TEXT}, headers=OWN), client.get("/opinion")):
        assert response.status_code == 404
    assert not [rule for rule in client.application.url_map.iter_rules() if "opinion" in rule.rule]


@pytest.mark.parametrize(
    "on, absent", [("false", ["anthropic", "sqlite3", "diagnostic.web.opinion"]), ("true", ["anthropic"])]
)
def test_nobody_loads_what_was_not_switched_on_or_not_asked(on, absent, tmp_path):
    settings = {
        "DIAGNOSTIC_OPINION_ENABLED": on,
        "DIAGNOSTIC_OPINION_API_KEY": OWN_KEY,
        "DIAGNOSTIC_OPINION_FOLDER": str(tmp_path),
    }
    code = (
        "import sys; from diagnostic import create_app; create_app().test_client().post('/diagnose',"
        f" data={{'text': 'odd'}}); print([name for name in {absent} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **settings},
    )
    assert done.stdout.strip() == "[]"


def test_a_key_alone_switches_nothing_on():
    client = create_app({"OPINION_API_KEY": OWN_KEY}).test_client()
    assert client.post("/opinion", data={"text": TEXT}, headers=OWN).status_code == 404


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"OPINION_ENABLED": True}, "DIAGNOSTIC_OPINION_API_KEY"),
        (
            {"OPINION_ENABLED": True, "OPINION_API_KEY": OWN_KEY, "OPINION_FOLDER": "/dev/null"},
            "DIAGNOSTIC_OPINION_FOLDER",
        ),
        (
            {"OPINION_ENABLED": True, "OPINION_API_KEY": OWN_KEY, "OPINION_SECONDS": 0},
            "DIAGNOSTIC_OPINION_SECONDS",
        ),
    ],
)
def test_a_start_that_could_not_keep_its_promises_is_stopped(settings, says, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-of-somebody-else")
    with pytest.raises(ValueError, match=says):
        create_app(settings)


def test_nothing_is_asked_before_somebody_clicks(site, claude):
    client = site().client
    page = client.post("/diagnose", data={"text": TEXT}).text
    assert 'action="/opinion#opinion"' in page
    assert "opinion.js" in page
    client.get(f"/?error={TEXT[:40]}")
    assert claude.lab.asked == []


def test_where_a_rule_fits_nothing_is_offered_and_nothing_asked(site, claude):
    made = site()
    assert "Ask Claude" not in made.client.post("/diagnose", data={"text": FITS}).text
    last = made.stream(FITS)[-1]
    assert last["over"]
    assert 'A known cause matches this text: <a href="/causes/stream-overloaded">' in last["html"]
    assert claude.lab.asked == []


def test_the_answer_arrives_in_pieces_and_is_marked(site, monkeypatch):
    monkeypatch.setattr(opinion, "_MIN_UPDATE_SECONDS", 0)
    states = site().stream()
    assert len(states) > 3
    assert [state["over"] for state in states] == [False] * (len(states) - 1) + [True]
    assert ANSWER in states[-1]["html"]
    assert "Not verified" in states[-1]["html"]
    assert "Not verified" in states[2]["html"]


def test_only_the_masked_text_is_sent_with_the_operators_key(site, claude):
    site(OPINION_MODEL="claude-haiku-4-5").stream()
    (asked,) = claude.lab.asked
    assert claude.lab.keys == [OWN_KEY]
    assert asked["model"] == "claude-haiku-4-5"
    assert asked["stream"] is True
    assert "a1B2" not in str(asked)
    assert "[masked-anthropic-key]" in str(asked)


def test_without_javascript_the_form_gives_the_whole_answer(site, claude):
    response = site().client.post("/opinion", data={"text": TEXT}, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.mimetype == "text/html"
    assert ANSWER in response.text
    assert "Not verified" in response.text
    assert "No known cause matches this text" in response.text
    assert response.headers["Cache-Control"] == "no-store"


FOREIGN = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Referer": "http://localhost/"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("accept", ["text/event-stream", "text/html"])
def test_no_other_site_can_spend_it(site, claude, headers, accept):
    response = site().client.post("/opinion", data={"text": TEXT}, headers={**headers, "Accept": accept})
    assert response.status_code == 403
    assert "did not come from a page of this server" in response.text
    assert claude.lab.asked == []


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}], ids=str
)
def test_its_own_page_can(site, headers):
    assert site().client.post("/opinion", data={"text": TEXT}, headers=headers).status_code == 200


def test_a_link_or_an_image_cannot_ask(site, claude):
    client = site().client
    assert client.get(f"/opinion?text={TEXT[:20]}", headers=OWN).status_code == 405
    assert client.post(f"/opinion?text={TEXT[:20]}", headers=OWN).status_code == 422
    assert claude.lab.asked == []


def test_other_sites_get_no_permission_in_advance(site):
    response = site().client.options(
        "/opinion", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    "fault, cause",
    [
        ("drop-mid-stream", "stream-disconnected"),
        ("stall", "stream-idle-timeout"),
        ("stream-overloaded", "stream-overloaded"),
        ("end-before-message-stop", "stream-missing-message-stop"),
        ("overloaded", "overloaded"),
        ("authentication", "invalid-api-key"),
        ("refusal", "response-refused"),
    ],
)
def test_its_own_errors_are_diagnosed_and_linked(site, claude, fault, cause):
    claude.point(fault)
    last = site().stream()[-1]
    assert last["over"]
    assert f'<a href="/causes/{cause}">' in last["html"]
    assert OWN_KEY not in last["html"]
    assert "Traceback" not in last["html"]


def test_an_answer_that_broke_off_is_given_up_visibly(site, claude):
    claude.point("drop-mid-stream", times=1)
    states = site().stream()
    waiting = next(state["html"] for state in states if "Starting again in" in state["html"])
    for html in (waiting, states[-1]["html"]):
        assert re.search(r"<details class=\"given-up\"><summary>[^<]*discarded</summary>", html)
    assert "/causes/stream-disconnected" in waiting
    assert ANSWER in states[-1]["html"].split("</details>")[-1]


def test_an_answer_that_never_became_whole_says_so(site, claude):
    claude.point("end-before-message-stop")
    assert "No answer: " in site().stream()[-1]["html"]


def test_a_spent_budget_asks_nothing_and_says_when(site, claude):
    made = site(OPINION_CALLS_A_DAY=1)
    assert ANSWER in made.stream()[-1]["html"]
    last = made.stream()[-1]
    assert "midnight UTC" in last["html"]
    assert last["over"]
    assert len(claude.lab.asked) == 1


def test_the_operator_hears_of_failures_and_never_of_texts(site, claude, caplog):
    claude.point("authentication")
    site().stream()
    assert "second opinion:" in caplog.text
    assert "wobbled" not in caplog.text


def test_the_stream_keeps_the_headers_and_is_neither_packed_nor_stored(site):
    response = site().client.post("/opinion", data={"text": TEXT}, headers={**OWN, "Accept-Encoding": "gzip"})
    headers = response.headers
    assert headers["Content-Type"].startswith("text/event-stream")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Content-Encoding" not in headers
    assert "Content-Length" not in headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"
    assert "Access-Control-Allow-Origin" not in headers


HOSTILE = {
    "link": "[fix it here](https://evil.example/fix)",
    "script link": "[x](javascript:alert(1))",
    "autolink": "<https://evil.example>",
    "bare": "see https://evil.example/x",
    "reference": "[fix][1]\n\n[1]: https://evil.example 'x'",
    "image": "![pixel](https://evil.example/p.png)",
    "linked image": "[![a](https://evil.example/p.png)](https://evil.example)",
    "html": "<a href='https://evil.example'>x</a><img src=x onerror=alert(1)>",
    "block of html": "<script>alert(1)</script>\n\n<iframe src='//evil.example'></iframe>",
    "fence": '```js" onload="alert(1)\n</code></pre><script>alert(1)</script>\n```',
    "style": "<style>*{display:none}</style><div style='position:fixed'>",
    "form": "<form action=/opinion method=post><button>ok</button></form>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
    "heading": "# <img src=x>\n\nsetext [a](b)\n===",
    "end of our element": "</blockquote></section><h1>Verified by Anthropic</h1>",
}
HARMLESS = {"p", "ul", "ol", "li", "code", "pre", "strong", "em", "h3", "blockquote", "hr", "br"}


@pytest.mark.parametrize("markdown", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_that_claude_writes_leads_away_or_runs(markdown):
    html = render_untrusted(markdown)
    tags = re.findall(r"<\s*/?\s*([a-z0-9!]+)([^>]*)", html)
    assert {name for name, _ in tags} <= HARMLESS
    assert all(
        re.fullmatch(r"(?: start=\"\d+\"| tabindex=\"0\")?\s*/?", attributes) for _, attributes in tags
    )


def test_what_is_harmless_is_rendered():
    html = render_untrusted(
        "## Cause\n\n**Probably** `max_tokens`:\n\n1. one\n2. two\n\n```python\nprint(1 < 2)\n```"
    )
    for part in (
        "<h3>Cause</h3>",
        "<strong>Probably</strong>",
        "<code>max_tokens</code>",
        "<li>one</li>",
        "print(1 &lt; 2)",
    ):
        assert part in html


def test_a_hostile_answer_stays_text_in_stream_and_page(site, claude):
    claude.point("says")
    claude.lab.says = "\n\n".join(HOSTILE.values())
    made = site()
    page = made.client.post("/opinion", data={"text": TEXT}, headers={"Sec-Fetch-Site": "same-origin"}).text
    for html in (made.stream()[-1]["html"], page):
        said = html.split('<blockquote class="foreign">')[1].split("</blockquote>\n")[0]
        for bad in ("<a ", "<img", "<script", "<iframe", "<form", "<style", "<section"):
            assert bad not in said


def test_a_refusal_after_words_gives_the_words_up(site, claude):
    claude.point("says")
    claude.lab.says, claude.lab.stop_reason = "Half of an", "refusal"
    html = site().stream()[-1]["html"]
    assert "/causes/response-refused" in html
    assert "Half of an" in html.split("</details>")[0]
    assert "Half of an" not in html.split("</details>")[1]
