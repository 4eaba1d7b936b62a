"""The Discord bot with a simulated Discord API: signed requests get an embed that Discord's published types
and limits allow; all others are refused.
"""

import json
import time

import pytest
from nacl.signing import SigningKey
from shapes import check_embeds, check_types

from diagnostic import create_app
from diagnostic.bots import BUSY, FAILED, NO_TEXT
from diagnostic.bots.discord_commands import commands
from diagnostic.bots.discord_embed import answer_message
from diagnostic.diagnosis import diagnose
from diagnostic.render.short_answer import shorten
from diagnostic.text import MaskingError

KEY = SigningKey.generate()
BASE = "https://errors.example"
OVERLOAD = (
    "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}"
)
PAGE = f"{BASE}/causes/overloaded"


def sign(body: str, at: float | None = None, key: SigningKey = KEY) -> dict[str, str]:
    """The headers that Discord sends."""
    moment = str(int(time.time() if at is None else at))
    return {
        "X-Signature-Timestamp": moment,
        "X-Signature-Ed25519": key.sign(moment.encode() + body.encode()).signature.hex(),
    }


@pytest.fixture(name="settings", scope="module")
def _settings(vendor_of_module, tmp_path_factory):
    return {
        "DISCORD_PUBLIC_KEY": KEY.verify_key.encode().hex(),
        "DISCORD_API_URL": f"{vendor_of_module.url}/api/v10",
        "PUBLIC_URL": BASE,
        "BOTS_FOLDER": str(tmp_path_factory.mktemp("bots")),
    }


@pytest.fixture(name="app", scope="module")
def _app(settings):
    return create_app(settings)


def send(app, body: str, headers: dict | None = None):
    headers = {"Content-Type": "application/json", **(sign(body) if headers is None else headers)}
    return app.test_client().post("/bots/discord", data=body, headers=headers)


def done(app) -> None:
    app.extensions["bots"]["discord"].wait()


def interaction(type: int, **more) -> str:
    return json.dumps(
        {
            "id": f"{time.time_ns()}",
            "application_id": "77",
            "token": "tok",
            "type": type,
            "user": {"id": "U1"},
            **more,
        }
    )


def slash(*options: dict, **resolved) -> str:
    return interaction(
        2, data={"id": "1", "name": "diagnose", "type": 1, "options": list(options), "resolved": resolved}
    )


def on_message(content: str, **more) -> str:
    message = {"id": "5", "content": content, "attachments": [], "embeds": [], **more}
    data = {"id": "2", "name": "Diagnose this", "type": 3, "target_id": "5"}
    return interaction(2, data={**data, "resolved": {"messages": {"5": message}}})


def text(value: str) -> dict:
    return {"name": "text", "type": 3, "value": value}


@pytest.mark.parametrize(
    "headers",
    [
        lambda body: {},
        lambda body: sign(body, key=SigningKey.generate()),
        lambda body: sign(body + " "),
        lambda body: sign(body, at=time.time() - 302),
        lambda body: sign(body, at=time.time() + 330),
        lambda body: {**sign(body), "X-Signature-Timestamp": str(int(time.time()) - 7)},
        lambda body: {**sign(body), "X-Signature-Ed25519": "zz"},
        lambda body: {**sign(body), "X-Signature-Ed25519": "00" * 64},
        lambda body: {**sign(body), "X-Signature-Timestamp": "9" * 400},
    ],
    ids=["unsigned", "other key", "other body", "stale", "future", "other time", "no hex", "zeros", "huge"],
)
def test_what_discord_did_not_sign_now_is_refused(app, headers):
    body = interaction(1)
    answer = send(app, body, headers(body))
    assert answer.status_code == 401
    assert "type" not in answer.text


def test_what_was_sent_before_is_refused_in_every_process_and_spelling(app, settings):
    body = on_message(OVERLOAD)
    headers = sign(body)
    assert send(app, body, headers).status_code == 200
    digits = headers["X-Signature-Ed25519"]
    for one in (app, create_app(settings)):
        for again in (
            digits,
            digits.upper(),
            f"{digits[:10]} {digits[10:]}",
            f"{digits[:10]}\t{digits[10:]}",
        ):
            assert send(one, body, {**headers, "X-Signature-Ed25519": again}).status_code == 401


@pytest.mark.parametrize(
    "body", ["[]", '"x"', "{", '{"type": 2}', '{"type": 99}', '{"type": 2, "data": 1}', '{"a":' + "[" * 9000]
)
def test_a_signed_body_of_another_shape_is_a_bad_request(app, body):
    assert send(app, body, sign(body)).status_code == 400


def test_without_its_key_there_is_no_such_address_and_a_wrong_key_stops_the_start(settings):
    assert create_app().test_client().post("/bots/discord").status_code == 404
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        create_app({**settings, "DISCORD_PUBLIC_KEY": "abc"})


def test_discord_can_verify_the_address(app):
    assert send(app, interaction(1)).json == {"type": 1}


@pytest.mark.parametrize("body", [on_message(OVERLOAD), slash(text(OVERLOAD))], ids=["message", "slash"])
def test_text_is_answered_at_once(app, vendor, body):
    answer = send(app, body).json
    assert answer["type"] == 4
    (embed,) = answer["data"]["embeds"]
    assert embed["url"] == PAGE
    said = {field["name"]: field["value"] for field in embed["fields"]}
    assert {"Who needs to act", "Retry", "Do this first"} <= said.keys()
    assert vendor.calls == []


def test_an_alert_is_read_in_its_embeds(app):
    answer = send(app, on_message("", embeds=[{"title": "Alert", "fields": [{"value": OVERLOAD}]}])).json
    assert answer["data"]["embeds"][0]["url"] == PAGE


@pytest.mark.parametrize(
    "message",
    [
        {"message_snapshots": [{"message": {"content": OVERLOAD}}]},
        {"message_snapshots": [{"message": {"content": "", "embeds": [{"description": OVERLOAD}]}}]},
        {"components": [{"type": 17, "components": [{"type": 10, "content": OVERLOAD}]}]},
    ],
    ids=["forwarded", "forwarded embed", "components"],
)
def test_a_message_is_read_wherever_it_keeps_its_text(app, message):
    answer = send(app, on_message("", **message)).json
    assert answer["data"]["embeds"][0]["url"] == PAGE


def test_a_text_without_a_cause_leads_on(app):
    (embed,) = send(app, on_message("nothing that anybody knows")).json["data"]["embeds"]
    assert "Send more" in embed["description"]
    assert f"]({BASE}/)" in json.dumps(embed["fields"])


def test_without_text_a_box_opens_and_what_is_typed_there_is_answered(app):
    box = send(app, slash()).json
    assert box["type"] == 9
    field = box["data"]["components"][0]["components"][0]
    sent = {"type": 1, "components": [{"type": 4, "custom_id": field["custom_id"], "value": OVERLOAD}]}
    answer = send(app, interaction(5, data={"custom_id": "diagnose", "components": [sent]})).json
    assert answer["data"]["embeds"][0]["url"] == PAGE


@pytest.mark.parametrize("failure", [404, 429, 500, 503])
def test_a_file_is_announced_and_its_answer_edited_in_even_if_that_fails_at_first(
    app, vendor, monkeypatch, failure
):
    monkeypatch.setattr("diagnostic.bots.discord._RETRY_PAUSES", (0.01, 0.01))
    vendor.on(
        "GET", "/log", lambda call: (200, {"content-type": "text/plain"}, b"x\n" * 9000 + OVERLOAD.encode())
    )
    tries = iter([failure, failure, 200])
    edit = "/api/v10/webhooks/77/tok/messages/@original"
    vendor.on("PATCH", edit, lambda call: (next(tries), {}, b""))
    file = {
        "id": "9",
        "url": f"{vendor.url}/log",
        "size": 19_000,
        "content_type": "text/plain",
        "filename": "x",
    }
    answer = send(app, slash({"name": "file", "type": 11, "value": "9"}, attachments={"9": file})).json
    assert answer == {"type": 5}
    done(app)
    calls = vendor.called("PATCH", edit)
    assert len(calls) == 3
    assert calls[-1].fields["embeds"][0]["url"] == PAGE
    assert calls[-1].headers["user-agent"].startswith("DiscordBot")


@pytest.mark.parametrize(
    "file",
    [
        {"url": "https://elsewhere.invalid/log", "size": 5},
        {"url": "{vendor}/log", "size": 5_000_000},
        {"url": "{vendor}/log", "size": 5, "content_type": "image/png"},
    ],
)
def test_files_from_elsewhere_too_large_or_pictures_are_not_fetched(app, vendor, file):
    vendor.on("PATCH", "/api", lambda call: (200, {}, b""))
    file = {"id": "9", **file, "url": file["url"].replace("{vendor}", vendor.url)}
    answer = send(app, on_message("", attachments=[file])).json
    done(app)
    said = [call.fields["content"] for call in vendor.called("PATCH", "/api")]
    assert [answer.get("data", {}).get("content"), *said][-1] == NO_TEXT
    assert not vendor.called("GET", "/")


def test_a_text_whose_secrets_cannot_be_masked_gets_no_answer(app, monkeypatch, caplog):
    def fail(text):
        raise MaskingError

    monkeypatch.setattr("diagnostic.bots.discord.diagnose", fail)
    data = send(app, on_message(OVERLOAD)).json["data"]
    assert data["content"] == FAILED and "embeds" not in data
    assert "MaskingError in an answer to Discord" in caplog.text


def test_a_flood_is_shed(app, vendor, monkeypatch):
    monkeypatch.setattr(app.extensions["bots"]["discord"], "submit", lambda asker, work: False)
    file = {"id": "9", "url": f"{vendor.url}/log", "size": 5}
    answer = send(app, on_message("", attachments=[file])).json
    assert answer["data"]["content"] == BUSY and answer["data"]["flags"] == 64


def test_nothing_of_a_text_calls_or_links(app):
    typed = "404 not_found_error model: claude-x:@everyone <@1> @here https://evil.example [a](https://evil.example)"
    data = send(app, on_message(typed)).json["data"]
    shown = json.dumps(data["embeds"])
    assert data["allowed_mentions"] == {"parse": []}
    assert "evil.example" not in shown and "<@1>" not in shown and "@here" not in shown


def test_every_answer_has_the_published_shape_and_limits(rules, tmp_path):
    examples = [example for cause in rules.causes.values() for example in cause.examples()[:1]]
    answers = [shorten(diagnose(example.text), BASE) for example in examples]
    answers.append(shorten(diagnose("nothing that anybody knows"), BASE))
    messages = [answer_message(answer) for answer in answers]
    for message in messages:
        (embed,) = message["embeds"]
        sizes = [len(embed["title"]), len(embed.get("description", "")), len(embed["footer"]["text"])]
        sizes += [len(field["name"]) + len(field["value"]) for field in embed["fields"]]
        assert sum(sizes) <= 6000
    check_embeds([message["embeds"][0] for message in messages])
    from diagnostic.bots.discord_commands import form
    from diagnostic.bots.slack_blocks import answer_blocks

    check_types(
        tmp_path,
        [
            ("RESTPutAPIApplicationCommandsJSONBody", commands()),
            ("APIInteractionResponse", {"type": 9, "data": form()}),
            *[("APIInteractionResponse", {"type": 4, "data": message}) for message in messages[::8]],
            *[
                ("RESTPatchAPIInteractionOriginalResponseJSONBody", message)
                for message in (*messages[::8], messages[-1])
            ],
            *[("KnownBlock[]", answer_blocks(answer)) for answer in (*answers[::8], answers[-1])],
        ],
    )


def test_no_secret_is_shown_and_nothing_is_logged(app, vendor, caplog, capfd):
    caplog.set_level(0)
    key = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"
    canary = key[13:24]
    vendor.on("GET", "/log", lambda call: (200, {"content-type": "text/plain"}, f"{OVERLOAD} {key}".encode()))
    vendor.on("PATCH", "/api", lambda call: (400, {}, canary.encode()))
    file = {"id": "9", "url": f"{vendor.url}/log", "size": 5}
    said = [
        send(app, on_message(f"invalid x-api-key {key}")).text,
        send(app, on_message(key)).text,
        send(app, on_message(key, attachments=[file])).text,
        send(app, f'{{"{canary}', sign(f'{{"{canary}')).text,
        send(app, f'{{"{canary}": 1}}', sign(canary)).text,
    ]
    done(app)
    (call,) = vendor.called("PATCH", "/api")
    assert canary not in "".join(said) and canary.encode() not in call.body
    written = capfd.readouterr()
    assert canary not in caplog.text + written.out + written.err
    assert "HTTPError in an answer to Discord" in caplog.text
