"""The Slack bot with a simulated Slack API: signed requests get Block Kit that Slack's own models accept; all
others are refused.
"""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import pytest
from slack_sdk.models.blocks import Block
from vendor import as_json

from diagnostic import create_app
from diagnostic.bots import BUSY, FAILED, NO_TEXT
from diagnostic.bots.slack_blocks import answer_blocks
from diagnostic.bots.slack_text import plain_text
from diagnostic.diagnosis import diagnose
from diagnostic.render.short_answer import shorten
from diagnostic.text import MaskingError

SECRET, TOKEN = "8f742231b10e8888abcd99yyyzzz85a5", "xoxb-stand-in"
BASE = "https://errors.example"
OVERLOAD = (
    "Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}"
)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def sign(body: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers that Slack sends, made as its documents say and without its library."""
    moment = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": OVERLOAD}}, {"type": "divider"}]


@pytest.fixture(name="slack")
def _slack(vendor):
    def only_with_token(answer):
        def say(call):
            given = call.headers.get("authorization") or ""
            return as_json(
                answer(call) if given == f"Bearer {TOKEN}" else {"ok": False, "error": "not_authed"}
            )

        return say

    vendor.on("POST", "/api/chat.postMessage", only_with_token(lambda call: {"ok": True, "ts": "2.0"}))
    vendor.on("POST", "/hook", lambda call: (200, {}, b"ok"))
    return vendor


@pytest.fixture(name="settings", scope="module")
def _settings(vendor_of_module, tmp_path_factory):
    return {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": f"{vendor_of_module.url}/api/",
        "PUBLIC_URL": BASE,
        "BOTS_FOLDER": str(tmp_path_factory.mktemp("bots")),
    }


@pytest.fixture(name="app", scope="module")
def _app(settings):
    return create_app(settings)


def send(app, body: str, kind: str, headers: dict | None = None):
    return app.test_client().post(
        "/bots/slack", data=body, headers={"Content-Type": kind, **(headers or sign(body))}
    )


def done(app) -> None:
    app.extensions["bots"]["slack"].wait()


def mention(text: str, **more) -> str:
    event = {"type": "app_mention", "user": "U1", "text": text, "ts": "1.0", "channel": "C1", **more}
    body = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": f"E{time.time_ns()}"}
    return json.dumps({**body, "event": event})


def shortcut(vendor, **message) -> str:
    payload = {
        "type": "message_action",
        "callback_id": "diagnose_message",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message_ts": "1.0",
        "response_url": f"{vendor.url}/hook",
        "trigger_id": f"{time.time_ns()}",
        "message": {"type": "message", "user": "U2", "ts": "1.0", **message},
    }
    return urlencode({"payload": json.dumps(payload)})


def command(vendor, text: str) -> str:
    fields = {"command": "/diagnose", "text": text, "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
    return urlencode({**fields, "response_url": f"{vendor.url}/hook", "trigger_id": f"{time.time_ns()}"})


def posted(vendor) -> dict:
    """The one message that was sent to a channel."""
    (call,) = vendor.called("POST", "/api/chat.postMessage")
    return check(call.fields)


def check(fields: dict) -> dict:
    """The fields, once Slack's own models have accepted the blocks."""
    blocks = fields["blocks"] if isinstance(fields.get("blocks", []), list) else json.loads(fields["blocks"])
    for block in Block.parse_all(blocks):
        block.validate_json()
    return {**fields, "blocks": blocks}


def words(said: dict) -> str:
    return json.dumps(said["blocks"], ensure_ascii=False)


# Refused


@pytest.mark.parametrize(
    "headers",
    [
        lambda body: {},
        lambda body: sign(body, secret="another"),
        lambda body: sign(body + " "),
        lambda body: sign(body, at=time.time() - 301),
        lambda body: sign(body, at=time.time() + 330),
        lambda body: {**sign(body), "X-Slack-Request-Timestamp": "x"},
        lambda body: {**sign(body), "X-Slack-Signature": ""},
        lambda body: {**sign(body), "X-Slack-Signature": "v0=é"},
        lambda body: {**sign(body), "X-Slack-Request-Timestamp": "9" * 400},
    ],
    ids=[
        "unsigned",
        "other secret",
        "other body",
        "stale",
        "future",
        "no time",
        "empty",
        "not ascii",
        "huge",
    ],
)
def test_what_slack_did_not_sign_now_is_refused_and_nothing_is_called(app, slack, headers):
    body = command(slack, OVERLOAD)
    answer = send(app, body, FORM, {"X-Nothing": "1", **headers(body)})
    done(app)
    assert answer.status_code == 401
    assert slack.calls == []


def test_what_was_sent_before_is_refused_in_every_process(app, slack, settings):
    body = command(slack, OVERLOAD)
    headers = sign(body)
    assert send(app, body, FORM, headers).status_code == 200
    done(app)
    for one in (app, create_app(settings)):
        assert send(one, body, FORM, headers).status_code == 401
        done(one)
    assert len(slack.called("POST", "/hook")) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("[]", JSON),
        ("1", JSON),
        ("[" * 9000, JSON),
        ('{"type": "event_callback", "event": [[]]}', JSON),
        ('{"type": "event_callback", "event": null}', JSON),
        ('{"type": "event_callback", "authorizations": [1], "event": {"type": "app_mention"}}', JSON),
        (r'{"type": "event_callback", "event_id": "\ud800", "event": {"type": "app_mention"}}', JSON),
        ("payload=%5B1%5D", FORM),
        ("payload=%7B", FORM),
    ],
)
def test_a_signed_body_of_another_shape_is_a_bad_request(app, body, kind):
    assert send(app, body, kind).status_code == 400


def test_an_event_that_slack_sends_again_is_answered_once(app, slack):
    body = mention(f"<@UBOT> {OVERLOAD}")
    now = time.time()
    for wait in (0, 1, 2):
        headers = {**sign(body, now - wait), "X-Slack-Retry-Num": str(wait)}
        assert send(app, body, JSON, headers).status_code == 200
    done(app)
    posted(slack)


def test_a_flood_is_shed(app, slack, monkeypatch):
    monkeypatch.setattr(app.extensions["bots"]["slack"], "submit", lambda asker, work: False)
    answer = send(app, body := mention(f"<@UBOT> {OVERLOAD}"), JSON)
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert send(app, command(slack, OVERLOAD), FORM).text == BUSY
    assert send(app, shortcut(slack, text=OVERLOAD), FORM).status_code == 503
    assert slack.calls == []
    # Slack sends the event again, and then it is not taken for a repetition.
    monkeypatch.undo()
    assert send(app, body, JSON, sign(body, time.time() - 60)).status_code == 200
    done(app)
    assert posted(slack)


def test_without_its_secret_there_is_no_such_address():
    assert create_app().test_client().post("/bots/slack").status_code == 404


@pytest.mark.parametrize("missing", ["SLACK_BOT_TOKEN", "PUBLIC_URL"])
def test_half_a_configuration_stops_the_start(missing, tmp_path):
    settings = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": TOKEN, "PUBLIC_URL": BASE}
    with pytest.raises(ValueError, match=missing):
        create_app({**settings, "BOTS_FOLDER": str(tmp_path), missing: ""})


# Answered


def test_slack_can_verify_the_address(app):
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
    answer = send(app, body, JSON)
    assert answer.status_code == 200 and "abc" in answer.text


def test_a_mention_is_answered_in_its_thread(app, slack):
    assert send(app, mention(f"<@UBOT> {OVERLOAD}"), JSON).status_code == 200
    done(app)
    said = posted(slack)
    assert said["channel"] == "C1" and said["thread_ts"] == "1.0"
    shown = words(said)
    for part in ("Who needs to act", "Retry", "Do this first", f"{BASE}/causes/overloaded|"):
        assert part in shown


def test_a_mention_without_text_is_about_its_thread(app, slack):
    thread = [
        {"ts": "0.5", "text": "it fails:", "user": "U2"},
        {"ts": "0.6", "text": OVERLOAD.replace("<", "&lt;"), "user": "U2"},
        {"ts": "0.7", "text": "401 authentication_error", "bot_id": "B1", "app_id": "A1"},
    ]
    slack.on("POST", "/api/conversations.replies", {"ok": True, "messages": thread})
    send(app, mention("<@UBOT>", thread_ts="0.5"), JSON)
    done(app)
    said = posted(slack)
    assert said["thread_ts"] == "0.5"
    assert "/causes/overloaded|" in words(said) and "invalid-api-key" not in words(said)


def test_the_action_answers_in_the_thread_of_the_message(app, slack):
    assert send(app, shortcut(slack, text=OVERLOAD), FORM).status_code == 200
    done(app)
    assert posted(slack)["thread_ts"] == "1.0"


def test_where_the_bot_is_not_in_the_channel_the_asker_alone_gets_the_answer(app, slack):
    slack.on("POST", "/api/chat.postMessage", {"ok": False, "error": "not_in_channel"})
    send(app, shortcut(slack, text=OVERLOAD), FORM)
    done(app)
    (call,) = slack.called("POST", "/hook")
    assert "/causes/overloaded|" in words(check(call.fields))
    assert call.fields.get("response_type", "ephemeral") == "ephemeral"


def test_a_command_is_answered_to_the_asker_alone(app, slack):
    assert send(app, command(slack, OVERLOAD), FORM).status_code == 200
    done(app)
    (call,) = slack.called("POST", "/hook")
    assert call.fields.get("response_type", "ephemeral") == "ephemeral"
    assert "/causes/overloaded|" in words(check(call.fields))


def test_a_command_without_text_says_how_to_ask(app, slack):
    assert "Diagnose this" in send(app, command(slack, " "), FORM).text


def test_a_mention_under_an_alert_of_another_app_is_about_the_alert(app, slack):
    alert = {"ts": "0.5", "text": "New alert", "bot_id": "B2", "app_id": "A2", "blocks": SECTION}
    slack.on("POST", "/api/conversations.replies", {"ok": True, "messages": [alert]})
    send(app, mention("<@UBOT>", thread_ts="0.5"), JSON)
    done(app)
    assert "/causes/overloaded|" in words(posted(slack))


@pytest.mark.parametrize(
    "message",
    [
        {"attachments": [{"fallback": "x", "text": OVERLOAD}]},
        {"attachments": [{"fallback": OVERLOAD}]},
        {"attachments": [{"title": "Alert", "fields": [{"title": "error", "value": OVERLOAD}]}]},
        {"attachments": [{"blocks": SECTION}]},
        {"blocks": SECTION},
        {"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": OVERLOAD}]}]},
        {"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [
            {"type": "text", "text": OVERLOAD[:30]}, {"type": "text", "text": OVERLOAD[30:]}]}]}]},
        {"blocks": SECTION, "text": "New alert", "bot_id": "B2"},
    ],
)  # fmt: skip
def test_a_message_of_an_alerting_bot_is_read_wherever_it_keeps_its_text(app, slack, message):
    send(app, shortcut(slack, **{"text": "", **message}), FORM)
    done(app)
    assert "/causes/overloaded|" in words(posted(slack))


def test_a_long_paste_is_read_from_its_file(app, slack):
    def give(call):
        ok = call.headers.get("authorization") == f"Bearer {TOKEN}"
        page = (200, {"content-type": "text/html"}, b"<title>Sign in</title>")
        return (200, {"content-type": "text/plain"}, (b"x\n" * 9000) + OVERLOAD.encode()) if ok else page

    slack.on("GET", "/files/", give)
    file = {"id": "F1", "mimetype": "text/plain", "url_private_download": f"{slack.url}/files/a.txt"}
    picture = {"id": "F2", "mimetype": "image/png", "url_private_download": f"{slack.url}/files/a.png"}
    send(app, shortcut(slack, text="see file", files=[picture, file]), FORM)
    done(app)
    assert "/causes/overloaded|" in words(posted(slack))
    assert [call.path for call in slack.called("GET", "/files/")] == ["/files/a.txt"]


def test_a_file_of_another_workspace_is_asked_for_first(app, slack):
    slack.on("GET", "/files/", lambda call: (200, {"content-type": "text/plain"}, OVERLOAD.encode()))
    slack.on("POST", "/api/files.info", {"ok": True, "file": {"url_private": f"{slack.url}/files/b.txt"}})
    send(app, shortcut(slack, text="", files=[{"id": "F1", "file_access": "check_file_info"}]), FORM)
    done(app)
    assert "/causes/overloaded|" in words(posted(slack))


@pytest.mark.parametrize("where", ["elsewhere", "redirect", "huge", "binary"])
def test_the_token_goes_nowhere_else_and_what_is_no_text_is_left(app, slack, vendor_elsewhere, where):
    vendor_elsewhere.on("GET", "/", lambda call: (200, {"content-type": "text/plain"}, OVERLOAD.encode()))
    slack.on("GET", "/files/redirect", lambda call: (302, {"location": vendor_elsewhere.url}, b""))
    slack.on("GET", "/files/huge", lambda call: (200, {"content-type": "text/plain"}, b"529 " * 700_000))
    slack.on(
        "GET",
        "/files/binary",
        lambda call: (200, {"content-type": "text/plain"}, b"PK\3\4" + OVERLOAD.encode()),
    )
    url = vendor_elsewhere.url + "/x" if where == "elsewhere" else f"{slack.url}/files/{where}"
    send(app, shortcut(slack, text="", files=[{"id": "F1", "url_private_download": url}]), FORM)
    done(app)
    (call,) = slack.called("POST", "/api/chat.postMessage")
    assert call.fields["text"] == NO_TEXT
    assert vendor_elsewhere.calls == []


@pytest.fixture(name="vendor_elsewhere")
def _vendor_elsewhere():
    from vendor import running_vendor

    with running_vendor() as vendor:
        yield vendor


def test_a_text_whose_secrets_cannot_be_masked_gets_no_answer(app, slack, monkeypatch, caplog):
    def fail(text):
        raise MaskingError

    monkeypatch.setattr("diagnostic.bots.slack.diagnose", fail)
    send(app, mention(f"<@UBOT> {OVERLOAD}"), JSON)
    done(app)
    (call,) = slack.called("POST", "/api/chat.postMessage")
    assert call.fields["text"] == FAILED and "blocks" not in call.fields
    assert "MaskingError in an answer to Slack" in caplog.text


# What it says


def test_a_text_without_a_cause_leads_on(app, slack):
    send(app, mention("<@UBOT> nothing that anybody knows"), JSON)
    done(app)
    shown = words(posted(slack))
    assert "Send more" in shown and f"<{BASE}/|" in shown


@pytest.mark.parametrize(
    "mrkdwn, typed",
    [
        ("<@UBOT> 529", "529"),
        ("a &lt;b&gt; &amp;&amp; c", "a <b> && c"),
        ("<http://anthropic.APIError|anthropic.APIError>: x", "anthropic.APIError: x"),
        ("see <https://api.anthropic.com/v1>", "see https://api.anthropic.com/v1"),
        ("<!channel> <!here|here> x", "x"),
    ],
)
def test_a_message_is_read_as_it_was_typed(mrkdwn, typed):
    assert " ".join(plain_text(mrkdwn).split()) == typed


def test_nothing_of_a_text_calls_or_links(app, slack):
    text = (
        "<@UBOT> anthropic.NotFoundError: Error code: 404 - {'type': 'error', 'error': {'type':"
        " 'not_found_error', 'message': 'model: claude-x:@U1'}} &lt;!channel&gt; &lt;@U1&gt; *x*"
        " &lt;https://evil.example|click&gt; https://evil.example"
    )
    send(app, mention(text), JSON)
    done(app)
    said = posted(slack)
    shown = words(said) + said["text"]
    assert "<!channel" not in shown and "<@U1" not in shown and "evil.example" not in shown
    for block in said["blocks"]:
        for text in [block.get("text"), *block.get("fields", []), *block.get("elements", [])]:
            assert text is None or text["type"] == "plain_text" or text["verbatim"] is True


def test_the_answer_to_every_example_is_one_that_slack_takes(rules):
    """And no mark of Markdown is left in it that Slack would show."""
    for cause in rules.causes.values():
        for example in cause.examples()[:1]:
            blocks = answer_blocks(shorten(diagnose(example.text), BASE))
            check({"blocks": blocks})
            assert len(blocks) <= 50
            said = json.dumps([block for block in blocks if "```" not in json.dumps(block)])
            assert "**" not in said and "](" not in said, cause.id


def test_no_secret_is_shown_and_nothing_is_logged(app, slack, caplog, capfd):
    caplog.set_level(0)
    key = "sk-ant-api03-Wn8vB2jKf5XqL7tYr3Mz9Pc6Dh4Gs0EuUa1Io"
    canary = key[13:24]
    slack.on("POST", "/api/chat.postMessage", {"ok": False, "error": "invalid_blocks", "said": canary})
    send(app, mention(f"<@UBOT> {OVERLOAD} {key}"), JSON)
    send(app, shortcut(slack, text=f"nothing known {key}"), FORM)
    send(app, command(slack, f"invalid x-api-key {key}"), FORM)
    send(app, body := mention(f"<@UBOT> {key}", type=f"unknown_{canary}"), JSON)
    send(app, body, JSON, sign(body + "x"))
    send(app, f"payload={canary}", FORM)
    send(app, f'{{"{canary}', JSON)
    done(app)
    assert slack.called("POST", "/hook")
    assert not [call for call in slack.calls if canary.encode() in call.body]
    said = capfd.readouterr()
    logged = [line for line in caplog.text.splitlines() if canary in line]
    assert not logged and canary not in said.out + said.err
    assert "SlackApiError in an answer to Slack" in caplog.text
