"""The JSON API keeps its contract, and bad input gets a problem document that says what to do."""

import html
import json

import msgspec
import pytest
from cpu_time import within

from diagnostic.render.answer import Answer, BriefAnswer, CauseAnswer, CauseRef
from diagnostic.web.problems import PROBLEM_JSON, TYPES, Problem
from diagnostic.world.clients import clients

OVERLOAD = (
    "anthropic.APIStatusError: {'type': 'error', 'error': {'type': 'overloaded_error', 'message':"
    " 'Overloaded'}}"
)
URL = "/api/v1/diagnose"

BAD_BODIES = {
    "empty": (b"", 400, "malformed-json"),
    "no JSON": (b"hello", 400, "malformed-json"),
    "not UTF-8": (b'{"text": "\xff\xfe"}', 400, "malformed-json"),
    "nested too deep": (b"[" * 200_000, 422, "no-text"),
    "a list": (b"[]", 422, "no-text"),
    "no text": (b"{}", 422, "no-text"),
    "a number for text": (b'{"text": 5}', 422, "no-text"),
    "white space": (b'{"text": " \\n\\t "}', 422, "no-text"),
    "ten megabytes": (b'{"text": "' + b"x" * 10_000_000 + b'"}', 413, "too-large"),
}
ODD_TEXTS = {
    "one byte": "x",
    "NUL": "\x00\x00",
    "lone surrogate": "\\ud83d",
    "fifty thousand characters": "a" * 50_000,
    "repetition": "anthropic." * 20_000,
    "open braces": '{"type":"error","error":{"type":' * 4_000,
    "binary": "".join(map(chr, range(1, 256))) * 20,
}


def _post(client, body, **headers):
    return client.post(URL, data=body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_bad_body_gets_a_problem_and_no_500(client, name):
    body, status, kind = BAD_BODIES[name]
    response = _post(client, body)
    assert (response.status_code, response.mimetype) == (status, PROBLEM_JSON)
    problem = msgspec.json.decode(response.data, type=Problem)
    assert problem.type.endswith(f"/problems/{kind}")
    assert problem.detail


@pytest.mark.parametrize("half", ["\\ud83d", "\\uDE00"])
def test_half_of_a_character_does_not_hide_the_error_beside_it(client, half):
    """JavaScript's slice() cuts inside a surrogate pair."""
    response = _post(client, f'{{"text": "529 overloaded_error {half}", "client": "n8n"}}')
    assert response.json["matches"][0]["cause"]["id"] == "overloaded"
    assert _post(client, f'{{"text": "{half}"').status_code == 400
    assert _post(client, f'{{"text": ["{half}"]}}').status_code == 422


def test_an_option_that_is_refused_names_what_is_allowed(client):
    for query in ("detail=short", "max_chars=5"):
        said = client.get(f"{URL}?text=529&{query}").json["detail"]
        assert "brief" in said and "200" in said


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_an_odd_text_gets_an_answer_quickly(client, name):
    text = ODD_TEXTS[name]
    body = b'{"text": "\\ud83d"}' if name == "lone surrogate" else json.dumps({"text": text}).encode()
    with within(2):
        response = _post(client, body)
    assert response.status_code in (200, 400)


def test_the_wrong_media_type_is_named(client):
    response = client.post(URL, data="text=529")
    assert response.status_code == 415
    assert "text/plain" in response.get_json()["detail"]
    assert "application/json" in response.get_json()["detail"]


def test_an_unknown_cause_and_path_and_method_are_problems(client):
    assert client.get("/api/v1/causes/nobody").get_json()["type"] == "/problems/unknown-cause"
    assert client.get("/api/v2").status_code == 404
    response = client.delete("/api/v1/causes")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_every_problem_type_has_a_page(client):
    for name, kind in TYPES.items():
        page = client.get(f"/problems/{name}")
        assert page.status_code == 200
        assert kind.title in html.unescape(page.text)


def test_an_answer_has_exactly_the_shape_of_the_contract(client):
    response = client.post(URL, json={"text": f"{OVERLOAD}\nkey sk-ant-api03-{'abcdefgh12345' * 3}"})
    strict = msgspec.defstruct(
        "Strict", [(f.name, f.type) for f in msgspec.structs.fields(Answer)], forbid_unknown_fields=True
    )
    answer = msgspec.json.decode(response.data, type=Answer)
    msgspec.json.decode(response.data, type=strict)
    assert answer.matches[0].cause.id == "stream-overloaded"
    assert answer.matches[0].confidence == "certain"
    assert answer.matches[0].evidence[0].line == 1
    assert answer.unmatched is None
    assert [(item.kind, item.count) for item in answer.redactions] == [("anthropic-key", 1)]
    assert set(json.loads(response.data)["matches"][0]) == {
        "cause", "confidence", "confidence_reason", "headline", "evidence", "captures", "symptoms", "count",
        "summary", "explanation", "prevention", "steps", "sources", "related", "verified", "first_step",
        "other_setups",
    }  # fmt: skip


def test_no_match_is_an_answer_with_questions(client):
    answer = msgspec.json.decode(client.post(URL, json={"text": "The build is slow."}).data, type=Answer)
    assert answer.matches == []
    assert any(ask.commands.python for ask in answer.unmatched.ask)
    assert "slow" in answer.unmatched.skeleton


def test_get_takes_a_line(client):
    assert (
        client.get(URL, query_string={"text": "529"}).get_json()["matches"][0]["cause"]["id"] == "overloaded"
    )
    assert client.get(URL).status_code == 422


def test_causes_are_listed_and_given_whole(client, rules):
    refs = msgspec.json.decode(client.get("/api/v1/causes").data, type=list[CauseRef])
    assert {ref.id for ref in refs} == set(rules.causes)
    for id in rules.causes:
        msgspec.json.decode(client.get(f"/api/v1/causes/{id}").data, type=CauseAnswer)


def test_an_alias_redirects_to_its_cause(client):
    response = client.get("/api/v1/causes/529")
    assert (response.status_code, response.headers["Location"]) == (308, "/api/v1/causes/overloaded")


def test_causes_are_revalidated_and_answers_never_stored(client):
    first = client.get("/api/v1/causes/overloaded")
    assert (
        client.get("/api/v1/causes/overloaded", headers={"If-None-Match": first.headers["ETag"]}).status_code
        == 304
    )
    assert client.post(URL, json={"text": "529"}).headers["Cache-Control"] == "no-store"


def test_other_origins_may_call_the_api_and_nothing_else(client):
    assert client.options(URL).headers["Access-Control-Allow-Origin"] == "*"
    assert (
        client.post(URL, data=b"x", content_type="application/json").headers["Access-Control-Allow-Origin"]
        == "*"
    )
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


@pytest.mark.parametrize(
    "given, kept", [("abc-DEF_1", True), ("a" * 65, False), ("a b", False), ("é", False)]
)
def test_a_request_id_comes_back_only_if_it_is_plain(client, given, kept):
    response = client.get("/api/v1/causes", headers={"X-Request-Id": given})
    assert (response.headers["X-Request-Id"] == given) is kept
    assert response.headers["X-Request-Id"]


@pytest.mark.parametrize(
    "accept, kind",
    [("text/markdown", "text/markdown"), ("text/plain", "text/plain"), ("*/*", "application/json")],
)
def test_the_answer_comes_in_the_form_asked_for(client, accept, kind):
    response = client.post(URL, json={"text": OVERLOAD}, headers={"Accept": accept})
    assert response.mimetype == kind
    assert "overload" in response.text


def test_a_bot_with_little_room_gets_a_short_answer(client):
    brief = msgspec.json.decode(
        client.post(f"{URL}?detail=brief", json={"text": OVERLOAD}).data, type=BriefAnswer
    )
    assert brief.matches[0].steps
    short = client.post(
        f"{URL}?max_chars=600", json={"text": OVERLOAD}, headers={"Accept": "text/markdown"}
    ).text
    assert len(short) < 640
    assert short.count("\n```") % 2 == 0


TEXT_OF_AN_SDK = (
    "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}"
)


@pytest.mark.parametrize("id", ["n8n", "claude-code", "cline"])
def test_a_bot_that_knows_the_client_of_its_user_gets_the_steps_for_it(client, id):
    said = client.post(URL, json={"text": TEXT_OF_AN_SDK}).json
    asked = client.post(URL, json={"text": TEXT_OF_AN_SDK, "client": id}).json
    assert asked["matches"][0]["cause"] == said["matches"][0]["cause"]
    assert said["first_step"]["code"] and asked["first_step"] != said["first_step"]
    # The report says what the text shows, whoever asks.
    assert asked["report"]["client"] == said["report"]["client"] == "anthropic-python"
    plain = client.post(f"{URL}?client={id}", data=TEXT_OF_AN_SDK, content_type="text/plain").json
    line = client.get(URL, query_string={"text": TEXT_OF_AN_SDK, "client": id}).json
    assert plain["first_step"] == line["first_step"] == asked["first_step"]


def test_a_client_in_the_body_counts_more_than_one_in_the_address_and_null_is_none(client):
    body = {"text": TEXT_OF_AN_SDK, "client": "cline"}
    both = client.post(f"{URL}?client=n8n", json=body).json
    assert both["first_step"] == client.post(URL, json=body).json["first_step"]
    assert client.post(URL, json={"text": TEXT_OF_AN_SDK, "client": None}).status_code == 200


def test_a_client_that_does_not_exist_is_refused_with_those_like_it_and_not_repeated(client):
    for answer in (
        client.post(URL, json={"text": OVERLOAD, "client": "Claude Cod"}),
        client.get(URL, query_string={"text": OVERLOAD, "client": "Claude Cod"}),
    ):
        assert answer.status_code == 422 and answer.json["type"].endswith("/bad-option")
        assert "claude-code" in answer.json["detail"] and "Cod" not in answer.json["detail"]
    assert client.post(URL, json={"text": OVERLOAD, "client": 7}).status_code == 422


def test_the_clients_that_can_be_named_are_listed_for_programs_models_and_people(client):
    schemas = client.get("/openapi.json").json["components"]["schemas"]
    listed = schemas["DiagnoseRequest"]["properties"]["client"]["anyOf"][0]["enum"]
    assert listed == sorted(clients())
    tool = client.get("/tools.json").json["claude"][0]["input_schema"]["properties"]
    assert tool["client"]["enum"] == listed
    reference = client.get("/docs/api.md").text
    assert reference.count("`librechat`") == 1


def test_responses_are_compressed_where_the_client_takes_it(client):
    packed = client.post(URL, json={"text": OVERLOAD}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < 12_000


def test_the_examples_of_the_description_work(client):
    document = client.get("/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    post = document["paths"][URL]["post"]
    for example in post["requestBody"]["content"]["application/json"]["examples"].values():
        assert client.post(URL, json=example["value"]).status_code == 200
    for parameter in document["paths"][URL]["get"]["parameters"]:
        if "example" in parameter:
            assert client.get(URL, query_string={parameter["name"]: parameter["example"]}).status_code == 200


def test_a_body_of_plain_text_is_diagnosed_as_the_same_text_in_json_is(client):
    plain = client.post(
        URL, data="529 overloaded_error \u2014 \xe9", content_type="text/plain; charset=utf-8"
    )
    assert plain.get_json() == client.post(URL, json={"text": "529 overloaded_error \u2014 \xe9"}).get_json()
    assert client.post(URL, data=" \n", content_type="text/plain").status_code == 422


def test_links_in_an_answer_hold_wherever_it_is_passed_on_to(client):
    answer = client.post(URL, json={"text": "529 overloaded_error"}, headers={"Host": "127.0.0.1:8123"})
    assert answer.get_json()["matches"][0]["cause"]["url"] == "http://127.0.0.1:8123/causes/overloaded"
    markdown = client.post(URL, json={"text": "529"}, headers={"Accept": "text/markdown"}).text
    assert "http://localhost/causes/overloaded" in markdown
    from diagnostic import create_app

    anywhere = (
        create_app({"ALLOWED_HOSTS": "*"})
        .test_client()
        .post(URL, json={"text": "529"}, headers={"Host": "evil.example"})
    )
    assert "evil.example" not in anywhere.text
