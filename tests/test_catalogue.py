"""Pages that stand alone, found by search engines, by search and by links; and files that may be cached
forever.
"""

import json
import re
from html import unescape

import pytest

from diagnostic import create_app
from diagnostic.render.phrases import RETRY, who_acts
from diagnostic.search import find_named, find_printed, plain_words
from diagnostic.web.markdown import link_causes, render_prose


@pytest.fixture(name="public", scope="module")
def _public():
    return create_app({"PUBLIC_URL": "https://errors.example"}).test_client()


def _content(page, name):
    return re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)"', page)[1]


def test_a_page_of_a_cause_has_all_that_a_search_engine_reads(public, rules):
    page = public.get("/causes/overloaded").text
    assert "<title>The API is overloaded (529)" in page
    assert _content(page, "og:title") == rules.causes["overloaded"].title
    assert "Who needs to act: Anthropic, then you" in _content(page, "description")
    assert '<link rel="canonical" href="https://errors.example/causes/overloaded">' in page
    article, way = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])[
        "@graph"
    ]
    assert article["url"] == "https://errors.example/causes/overloaded" and "529" in article["keywords"]
    assert [step["name"] for step in way["itemListElement"]] == [
        "Causes",
        "Status codes",
        "The API is overloaded (529)",
    ]


def test_titles_and_descriptions_tell_all_pages_apart(client, rules):
    pages = [client.get(f"/causes/{id}").text for id in rules.causes]
    for part in (r"<title>(.*?)</title>", r'<meta name="description" content="([^"]*)"'):
        assert len({re.search(part, page)[1] for page in pages}) == len(pages)
    assert not any("`" in _content(page, "description") for page in pages)


def test_answers_and_searches_are_not_for_search_engines(client):
    for path in ("/?error=529", "/causes/?q=529", "/e/nobody", "/nothing"):
        assert '<meta name="robots" content="noindex">' in client.get(path).text


def test_the_sitemap_lists_every_permanent_page_and_robots_leads_to_it(public, rules):
    found = set(re.findall("<loc>(.*?)</loc>", public.get("/sitemap.xml").text))
    assert {f"https://errors.example/causes/{id}" for id in rules.causes} < found
    assert all(public.get(url.removeprefix("https://errors.example")).status_code == 200 for url in found)
    assert "Sitemap: https://errors.example/sitemap.xml" in public.get("/robots.txt").text


def test_search_without_javascript_gives_what_has_all_words(client):
    page = client.get("/causes/", query_string={"q": "RATE_limit_error"}).text
    assert 'href="/causes/rate-limit"' in page and 'href="/causes/overloaded"' not in page
    assert "0 found" in client.get("/causes/", query_string={"q": "nothing-has-this-name"}).text


def _found(client, query):
    page = client.get("/causes/", query_string={"q": query}).text
    return re.findall(r'<li data-find="[^"]*"[^>]*><a href="/causes/([a-z0-9-]+)"', page)


def test_search_finds_every_cause_by_what_its_errors_say(client, rules):
    lines = {
        id: max(
            (
                line.strip()
                for example in cause.examples()
                for line in example.text.splitlines()
                if len(line) <= 200
            ),
            key=len,
        )
        for id, cause in rules.causes.items()
    }
    assert [id for id, line in lines.items() if id not in _found(client, line)] == []


def test_search_finds_every_cause_by_whatever_a_rule_knows_it_by(rules):
    names = {
        (cause.id, name)
        for cause in rules.causes.values()
        for name in (cause.id, *cause.aliases, cause.title)
    }
    for condition in rules.conditions:
        for fact, values in condition.values:
            if fact in ("status", "exception", "cause", "error_type", "error_code", "code"):
                names |= {(condition.cause, str(value)) for value in values}
    missed = [
        (id, name)
        for id, name in sorted(names)
        if id not in {cause.id for cause in find_named(name, rules) + find_printed(name, rules)}
    ]
    assert missed == []


@pytest.mark.parametrize(
    "query, id",
    [
        ("prompt is too long: 4711 tokens > 200000 maximum", "prompt-too-long"),
        ("peer closed connection without sending", "stream-disconnected"),
        ("BadRequestError", "tool-result-missing"),
        ("413", "request-too-large"),
    ],
)
def test_search_looks_inside_errors_for_what_is_no_name(client, query, id):
    assert id in _found(client, query)


@pytest.mark.parametrize(
    "query, first",
    [
        ("vpn", "tls-certificate"),
        ("firewall", "blocked-by-gateway"),
        ("image too big", "image-too-large"),
        ("quota", "rate-limit"),
        ("timeout", "request-timeout"),
        ("too long", "prompt-too-long"),
        ("login", "claude-code-not-logged-in"),
        ("overloaded", "overloaded"),
        ("Rate Limit", "rate-limit"),
        ("529", "overloaded"),
        ("APITimeoutError", "request-timeout"),
    ],
)
def test_plain_words_lead_to_what_people_mean_by_them_first(client, query, first):
    assert _found(client, query)[0] == first


def test_every_plain_word_finds_its_causes_in_their_order(rules):
    words = plain_words()
    assert set(words.most_asked) <= set(rules.causes)
    for said in {said for phrases in words.by_cause.values() for said in phrases}:
        meant = sorted(
            (id for id in words.by_cause if said in words.by_cause[id]),
            key=lambda id: words.by_cause[id][said],
        )
        found = [cause.id for cause in find_named(said, rules)]
        assert set(meant) <= set(found), said
        assert found[0] in meant, (said, found[0])


@pytest.mark.parametrize(
    "name, suggested",
    [
        ("stream-disconect", "stream-disconnected"),
        ("prompt-to-long", "prompt-too-long"),
        ("rate-limits", "rate-limit"),
        ("Overload", "overloaded"),
    ],
)
@pytest.mark.parametrize("folder", ["/causes/", "/e/"])
def test_a_name_that_is_nearly_right_gets_suggestions(client, folder, name, suggested):
    answer = client.get(f"{folder}{name}")
    assert answer.status_code == 404
    assert f'href="/causes/{suggested}"' in answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_name_that_is_like_nothing_gets_none_and_no_secret_is_said_again(client):
    key = "sk-ant-api03-" + "Zx9q" * 12
    page = client.get(f"/causes/{key}").text
    assert key not in page and "Did you mean" not in page
    assert "Did you mean" not in client.get("/causes/xyzzy").text


def test_rows_of_the_index_say_who_acts_and_whether_to_retry(client, rules):
    page = client.get("/causes/").text
    for cause in rules.causes.values():
        row = (
            page.partition(f'id="{cause.family}"')[2]
            .partition(f'href="/causes/{cause.id}"')[2]
            .partition("</li>")[0]
        )
        assert f"Who acts: {who_acts(cause)}. Retry: {RETRY[cause.retry].lower()}." in unescape(row)


@pytest.mark.parametrize("query", ["nothing says this", "cketExceptio", "\x00 .* %s {{7*7}}", "“”"])
def test_search_finds_nothing_in_parts_of_words_or_in_patterns(client, query):
    assert _found(client, query) == []
    assert "No example output contains it either" in client.get("/causes/", query_string={"q": query}).text


def test_a_page_shows_real_outputs_of_several_clients_with_the_line_marked(client):
    page = client.get("/causes/overloaded").text.split('id="fix"')[0]
    assert "The Python SDK" in page and "The TypeScript SDK" in page
    assert page.count("<mark") >= 2
    assert "‹" not in page


def test_no_two_elements_of_a_page_have_one_id(client, rules):
    for path in ("/?error=529", *(f"/causes/{id}" for id in rules.causes)):
        ids = re.findall(r'\bid="([^"]+)"', client.get(path).text)
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize(
    "prose, linked",
    [
        ("That is rate-limit, not this.", "That is [rate-limit](/causes/rate-limit), not this."),
        (
            "Printed before the stream (overloaded).",
            "Printed before the stream ([overloaded](/causes/overloaded)).",
        ),
        ("The API is overloaded.", "The API is overloaded."),
        (
            "`rate-limit` and [rate-limit](/x) and https://a.example/rate-limit",
            "`rate-limit` and [rate-limit](/x) and https://a.example/rate-limit",
        ),
        ("anthropic-rate-limit-reset and rate-limits", "anthropic-rate-limit-reset and rate-limits"),
    ],
)
def test_prose_that_names_a_cause_leads_to_it(prose, linked):
    assert link_causes(prose) == linked


def test_links_in_prose_lead_to_pages_that_exist(rules):
    for cause in rules.causes.values():
        said = cause.explanation
        for prose in (said.what, said.why, said.tell_apart, said.prevent, said.wrong_advice or ""):
            assert set(re.findall(r'href="/causes/([^"#]+)', render_prose(prose))) <= {
                *rules.causes,
                *rules.aliases,
            }


def test_a_file_refers_to_others_by_their_hashed_addresses(client):
    page = client.get("/").text
    for name in ("app.css", "app.js"):
        text = client.get(re.search(rf"/static/[0-9a-f]+/{name}", page)[0]).text
        found = re.findall(r"/static/[0-9a-f]+/[\w.]+", text)
        assert found and not re.findall(r"""["'(]\./[\w.]+["')]""", text)
        assert all("immutable" in client.get(url).headers["Cache-Control"] for url in found)


def test_an_old_address_of_a_file_gives_the_new_file_which_is_not_kept_under_it(client):
    response = client.get("/static/000000000000/app.css")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")
    assert client.get("/static/000000000000/nothing.css").status_code == 404
    assert client.get("/static/000000000000/..%2fREADME.md").status_code == 404


@pytest.mark.parametrize(
    "query, meant",
    [
        ("api key", "invalid-api-key"),
        ("model not found", "model-not-found"),
        ("not found", "model-not-found"),
        ("max tokens", "max-tokens-too-large"),
        ("expired", "oauth-token-invalid"),
        ("refuse", "response-refused"),
        ("no money", "credit-balance-too-low"),
    ],
)
def test_plain_words_open_what_most_people_mean_by_them(rules, query, meant):
    assert find_named(query, rules)[0].id == meant


@pytest.mark.parametrize(
    "query, meant",
    [("overlaoded", "overloaded"), ("certifcate", "tls-certificate"), ("tiemout", "request-timeout")],
)
def test_a_search_with_a_slip_of_the_finger_offers_what_is_nearly_so(client, query, meant):
    page = client.get(f"/causes/?q={query}").text
    assert "Did you mean one of these?" in page
    assert f'href="/causes/{meant}"' in page


def test_a_search_without_a_hit_is_no_dead_end(client):
    page = client.get("/causes/?q=kaputt").text
    assert "No example output contains it either" in page
    assert 'id="most-met"' in page
    assert 'id="most-met"' not in client.get("/causes/?q=vpn").text
