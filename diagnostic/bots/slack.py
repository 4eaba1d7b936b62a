"""Slack: "Diagnose this" on a message, a mention, or a slash command -> an answer in the thread or to the
asker.

Slack's own library verifies the signature: over timestamp and raw body, in constant time, at most five
minutes old. Slack expects an acknowledgement within three seconds; the answer comes afterwards.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import msgspec
from flask import Flask, Response, request
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from diagnostic.bots import BUSY, FAILED, MALFORMED_BODY, NO_TEXT, count_diagnosis, is_timestamp
from diagnostic.bots.deferred import Deferred
from diagnostic.bots.download import download_text
from diagnostic.bots.seen import Seen
from diagnostic.bots.slack_blocks import answer_blocks, answer_line
from diagnostic.bots.slack_text import plain_text, read_message
from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.render.short_answer import shorten

# As in the manifest of the app, which templates/docs/slack.md shows.
SHORTCUT, COMMAND = "diagnose_message", "/diagnose"
# Timestamps may be off by five minutes in either direction; the claim of a request covers both.
_WINDOW_SECONDS = 601.0
# Slack redelivers an unacknowledged event within an hour.
_RETRY_SECONDS = 3700.0
_API_SECONDS = 10
_MAX_THREAD_MESSAGES = 50
_FILE_ORIGINS = ("https://files.slack.com", "https://*.slack.com", "https://*.slack-gov.com")
_USAGE = f"Paste the error after `{COMMAND}`, or use “Diagnose this” in the menu of a message."
Send = Callable[..., Any]


class Slack(msgspec.Struct, frozen=True):
    """The settings and services that the request handlers share."""

    base_url: str
    token: str
    file_origins: tuple[str, ...]
    deferred: Deferred
    count: Callable[[Diagnosis], None]


def init_app(app: Flask) -> None:
    """Adds POST /bots/slack."""
    api = app.config["SLACK_API_URL"].rstrip("/") + "/"
    origin = urlsplit(api)
    own = f"{origin.scheme}://{origin.netloc}"
    deferred = Deferred(lambda error: app.logger.error("%s in an answer to Slack", type(error).__name__))
    slack = Slack(
        app.config["PUBLIC_URL"].rstrip("/"),
        app.config["SLACK_BOT_TOKEN"],
        (*_FILE_ORIGINS, own),
        deferred,
        partial(count_diagnosis, app),
    )
    seen = Seen(app.config["BOTS_FOLDER"])
    handler = SlackRequestHandler(_bolt(app, slack, api, seen))
    verifier = SignatureVerifier(app.config["SLACK_SIGNING_SECRET"])

    def webhook() -> Response:
        if not _is_signed(verifier) or not _is_new(seen):
            return Response("The request is not signed by Slack, is old, or was sent before.\n", 401)
        try:
            response = handler.handle(request)
        except MALFORMED_BODY:  # Bolt reads the body at once
            return Response("The body is not one of Slack's.\n", 400)
        response.headers["Cache-Control"] = "no-store"
        return response

    app.add_url_rule("/bots/slack", "slack", webhook, methods=["POST"])
    app.extensions["bots"]["slack"] = deferred


def _is_signed(verifier: SignatureVerifier) -> bool:
    if not is_timestamp(request.headers.get("X-Slack-Request-Timestamp", "")):
        return False
    try:
        return verifier.is_valid_request(request.get_data(), dict(request.headers))
    except (ValueError, TypeError):  # the body is not UTF-8, or the signature is not ASCII
        return False


def _is_new(seen: Seen) -> bool:
    return seen.claim(f"slack {request.headers['X-Slack-Signature']}", _WINDOW_SECONDS)


def _bolt(app: Flask, slack: Slack, api: str, seen: Seen) -> App:
    quiet = _quiet_logger()
    client = WebClient(base_url=api, timeout=_API_SECONDS, logger=quiet)
    bolt = App(
        client=client,
        signing_secret=app.config["SLACK_SIGNING_SECRET"],
        # The token belongs to one workspace; looking that up would delay the acknowledgement.
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=slack.token
        ),
        request_verification_enabled=False,  # done before Bolt reads anything
        # Handlers only acknowledge; the work continues in our own threads.
        process_before_response=True,
        logger=quiet,
    )

    @bolt.error
    def report(error: Exception) -> BoltResponse:
        if isinstance(error, MALFORMED_BODY):
            return BoltResponse(status=400, body="The body is not one of Slack's.\n")
        app.logger.error("%s in a request of Slack", type(error).__name__)
        return BoltResponse(status=500, body="")

    @bolt.event("app_mention")
    def mention(body: dict, event: dict, client: WebClient) -> BoltResponse | None:
        key = f"slack event {body.get('event_id')}"
        if event.get("bot_id") or not seen.claim(key, _RETRY_SECONDS):
            return None
        if slack.deferred.submit(f"{event.get('user')}", lambda: _answer_mention(slack, client, body)):
            return None
        seen.release(key)  # Slack sends it again
        return BoltResponse(status=503, body="", headers={"retry-after": "60"})

    @bolt.shortcut({"type": "message_action", "callback_id": SHORTCUT})
    def shortcut(ack: Send, body: dict, client: WebClient, respond: Send) -> BoltResponse | None:
        asker = body["user"]["id"]
        if slack.deferred.submit(asker, lambda: _answer_shortcut(slack, client, body, respond)):
            ack()
            return None
        # Slack tells the asker itself; a call to do so would delay the next request.
        return BoltResponse(status=503, body="")

    @bolt.command(COMMAND)
    def command(ack: Send, body: dict, respond: Send) -> None:
        text = plain_text(body.get("text") or "")
        # Visible only to the asker: an answer in the channel would show the pasted text to everybody.
        if not text:
            ack(_USAGE)
        elif slack.deferred.submit(body["user_id"], lambda: _answer(slack, text, respond)):
            ack()
        else:
            ack(BUSY)

    return bolt


def _answer_mention(slack: Slack, client: WebClient, body: dict) -> None:
    event = body["event"]
    thread = event.get("thread_ts")
    text = _read(slack, client, event)
    if not text and thread:
        found = client.conversations_replies(channel=event["channel"], ts=thread, limit=_MAX_THREAD_MESSAGES)
        thread_messages: list[dict] = found.get("messages") or []
        own_app_id = body.get("api_app_id")
        others = [
            one for one in thread_messages if one["ts"] != event["ts"] and one.get("app_id", "") != own_app_id
        ]
        text = "\n\n".join(filter(None, (_read(slack, client, one) for one in others)))
    _answer(slack, text, _in_thread(client, event["channel"], thread or event["ts"]))


def _answer_shortcut(slack: Slack, client: WebClient, body: dict, respond: Send) -> None:
    message = body["message"]
    in_thread = _in_thread(client, body["channel"]["id"], message.get("thread_ts") or message["ts"])

    def send(**message_fields: Any) -> None:
        try:
            in_thread(**message_fields)
        except SlackApiError:  # the bot is not in that channel
            respond(**message_fields)

    _answer(slack, _read(slack, client, message), send)


def _in_thread(client: WebClient, channel: str, thread: str) -> Send:
    def send(**message_fields: Any) -> None:
        client.chat_postMessage(
            channel=channel, thread_ts=thread, unfurl_links=False, unfurl_media=False, **message_fields
        )

    return send


def _answer(slack: Slack, text: str, send: Send) -> None:
    if not text.strip():
        send(text=NO_TEXT)
        return
    try:
        diagnosis = diagnose(text)
        answer = shorten(diagnosis, slack.base_url)
        blocks = answer_blocks(answer)
    except Exception:
        send(text=FAILED)
        raise
    slack.count(diagnosis)
    send(text=answer_line(answer), blocks=blocks)


def _read(slack: Slack, client: WebClient, message: dict) -> str:
    def fetch(file: dict) -> str | None:
        if file.get("file_access") == "check_file_info":  # a file of another workspace
            file = client.files_info(file=file["id"]).get("file") or {}
        url = file.get("url_private_download") or file.get("url_private") or ""
        return download_text(url, slack.file_origins, {"Authorization": f"Bearer {slack.token}"})

    return read_message(message, fetch)


def _quiet_logger() -> logging.Logger:
    """A silent logger: Bolt quotes request bodies in warnings and debug output."""
    logger = logging.getLogger("diagnostic.bots.slack.quiet")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    logger.setLevel(logging.CRITICAL + 1)
    return logger
