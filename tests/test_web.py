"""The pages work without JavaScript, have all headers, and show a paste as plain text only."""

import io

import pytest

OVERLOAD = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)
PAGES = [
    "/",
    "/causes/",
    "/causes/overloaded",
    "/behaviour",
    "/docs",
    "/docs/api",
    "/docs/privacy",
    "/nothing",
    "/?error=529",
]
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "![x](https://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "</textarea></code></pre><b>bold",
    "\u202eevil\u202c \u200bzero",
    "\x1b[31mred\x1b[0m",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_response_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_an_error_page_carries_them_too(client):
    response = client.post("/diagnose", data={"text": "x" * 3_000_000})
    assert response.status_code == 413
    assert "Content-Security-Policy" in response.headers


def test_a_form_gives_the_answer_without_javascript(client):
    page = client.post("/diagnose", data={"text": OVERLOAD})
    assert page.status_code == 200
    assert "The API reported overload in the middle of the stream" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_a_file_can_be_chosen_instead(client):
    page = client.post("/diagnose", data={"text": "", "file": (io.BytesIO(OVERLOAD.encode()), "error.log")})
    assert "reported overload" in page.text


def test_an_empty_form_says_what_to_do(client):
    page = client.post("/diagnose", data={"text": "  "})
    assert page.status_code == 422
    assert "Paste an error" in page.text


@pytest.mark.parametrize("data", [b"\x00\xff\xfe", b"text=%ED%A0%80", b"=&=&=", b"text=" + b"%" * 3000])
def test_a_broken_form_gives_no_500(client, data):
    assert (
        client.post("/diagnose", data=data, content_type="application/x-www-form-urlencoded").status_code
        < 500
    )


def test_a_link_diagnoses_and_one_too_long_says_so(client):
    assert "The API is overloaded" in client.get("/?error=529").text
    assert client.get("/", query_string={"error": "x" * 2001}).status_code == 414


@pytest.mark.parametrize(
    "name, id",
    [
        ("529", "overloaded"),
        ("rate_limit_error", "rate-limit"),
        ("APITimeoutError", "request-timeout"),
        ("401", "invalid-api-key"),
    ],
)
def test_short_links_lead_from_what_people_see(client, name, id):
    assert client.get(f"/e/{name}").headers["Location"] == f"/causes/{id}"


def test_an_unknown_short_link_offers_the_search(client):
    page = client.get("/e/nobody<script>")
    assert page.status_code == 404
    assert "<script>" not in page.text.split("<main", 1)[1]


def test_every_cause_has_its_page_with_anchors_for_its_steps(client, rules):
    for id, cause in rules.causes.items():
        page = client.get(f"/causes/{id}")
        assert page.status_code == 200, id
        for number, step in enumerate(cause.steps, 1):
            assert f'id="{step.id}"' in page.text
            assert f'id="step-{number}"' in page.text


def test_aliases_redirect_for_ever(client, rules):
    for alias, id in rules.aliases.items():
        response = client.get(f"/causes/{alias}")
        assert (response.status_code, response.headers["Location"]) == (301, f"/causes/{id}")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_paste_is_only_text(client, text):
    page = client.post("/diagnose", data={"text": f"{OVERLOAD} {text}"}).text
    main = page.split("<main", 1)[1]
    for bad in ("<script>alert", "<img src=x", 'href="javascript', "<b>bold", "\u202e", "\x1b", "49{%"):
        assert bad not in main


def test_a_key_in_a_paste_is_nowhere_in_the_page(client):
    key = "sk-ant-api03-" + "Zx9" * 12
    page = client.post("/diagnose", data={"text": f"Authorization: Bearer {key}\n{OVERLOAD}"}).text
    assert key not in page
    assert "[masked-anthropic-key]" in page


def test_no_paste_is_ever_logged(client, caplog, capfd):
    canary = "canary-7f3a"
    client.get("/", query_string={"error": canary})
    client.post("/diagnose", data={"text": canary})
    client.post("/api/v1/diagnose", json={"text": canary})
    client.get("/api/v1/diagnose", query_string={"text": canary})
    client.get(f"/e/{canary}")
    out, err = capfd.readouterr()
    assert canary not in caplog.text + out + err


def test_tracker_link_holds_the_skeleton_only(app):
    app.config["ISSUE_TRACKER_URL"] = "https://example.com/new"
    page = (
        app.test_client()
        .post("/diagnose", data={"text": "Error code: 529 at /home/you/secret/place.py"})
        .text
    )
    link = page.split('href="https://example.com/new', 1)[1].split('"', 1)[0]
    assert "secret" not in link


def test_static_files_may_be_cached_for_ever(client):
    page = client.get("/").text
    url = page.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    response = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/", "/?error=529", "/causes/"])
def test_a_first_visit_stays_under_sixty_kilobytes(client, path):
    packed = {"Accept-Encoding": "gzip"}
    page = client.get(path)
    files = [part.split('"', 1)[0] for part in page.text.split('"/static/')[1:]]
    size = len(client.get(path, headers=packed).data)
    size += sum(len(client.get(f"/static/{name}", headers=packed).data) for name in files)
    assert size < 60_000


def test_what_narrows_an_error_down_changes_nothing(client):
    page = client.post("/diagnose", data={"text": "anthropic.APIConnectionError: Connection error."}).text
    table = page.partition('<table class="candidates">')[2].partition("</table>")[0]
    assert table.count('class="command"') >= 6
    assert "Remove-Item" not in table and "unset " not in table


def test_a_switch_of_languages_stands_where_there_is_code_to_switch(client):
    """An app's steps hold no code, so the switch is where other setups are folded away."""
    said = '[Cline] 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
    steps, others = client.post("/diagnose", data={"text": said}).text.split("Other setups (", 1)
    fix = steps.split('aria-labelledby="fix"', 1)[1]
    assert "data-language=" not in fix and 'data-language="typescript"' in others.split("</details>")[0]
    steps = client.post("/diagnose", data={"text": OVERLOAD}).text.split('aria-labelledby="fix"', 1)[1]
    assert 'data-language="typescript"' in steps.split("<ol", 1)[0]


def test_what_to_do_first_stands_above_the_example_output_of_a_cause(client, rules):
    page = client.get("/causes/overloaded").text
    step = rules.causes["overloaded"].steps[0]
    assert page.index("Do this first") < page.index("Example output")
    assert f'<a href="#{step.id}">{step.title}</a>' in page.partition("Example output")[0]


def test_a_text_without_a_match_shows_no_empty_facts_and_the_commands_before_the_box_for_their_output(client):
    page = client.post("/diagnose", data={"text": "The build is slow on Fridays."}).text
    assert "No known cause" in page and 'class="facts"' not in page
    assert page.index("Then try one of these") < page.index('id="more"')
    named = client.post("/diagnose", data={"text": "Traceback (most recent call last):\nKeyError: 'x'"}).text
    assert "<dd>Python</dd>" in named and "Status code</dt>" not in named


def test_what_is_wrong_with_a_paste_is_said_above_the_box(client):
    page = client.post("/diagnose", data={"text": ""}).text
    assert page.index("There is no text yet") < page.index("<textarea")


def test_a_row_of_a_log_says_who_acts_before_when_and_what_to_do_about_an_error_that_no_retry_ends(client):
    lines = [
        f"2026-11-25 10:00:0{second},000 ERROR Error code: 529 - {{'type': 'error', 'error': {{'type':"
        " 'overloaded_error', 'message': 'Overloaded'}}"
        for second in range(5)
    ]
    spent = (
        "2026-11-25 10:15:00,000 ERROR Error code: 400 - {'type': 'error', 'error': {'type':"
        " 'invalid_request_error', 'message': 'Your credit balance is too low to access the Anthropic API.'}}"
    )
    table = client.post("/diagnose", data={"text": "\n".join([*lines, spent])}).text.partition("</table>")[0]
    assert table.index(">Who needs to act<") < table.index(">First<")
    assert "Look at the balance of the organization that owns the key" in table
