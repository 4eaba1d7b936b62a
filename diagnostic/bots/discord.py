"""Discord: "Diagnose this" on a message, or a slash command with a text box or a file -> an embed.

Interactions are signed with Ed25519 over timestamp and raw body. Discord expects a response within three
seconds: text is answered at once; a file is acknowledged, downloaded, and answered by editing the
acknowledgement.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import msgspec
from flask import Flask, Response, jsonify, request
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from diagnostic.bots import BUSY, FAILED, MALFORMED_BODY, NO_TEXT, count_diagnosis, is_timestamp
from diagnostic.bots.deferred import Deferred
from diagnostic.bots.discord_commands import FILE, FORM, TEXT, form
from diagnostic.bots.discord_embed import answer_message, note
from diagnostic.bots.discord_text import attached_files, find_value, may_be_text, read_message
from diagnostic.bots.download import MAX_BYTES, MAX_FILES, download_text
from diagnostic.bots.seen import Seen
from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.render.short_answer import shorten

_PING, _COMMAND, _FORM_SUBMITTED = 1, 2, 5
_PONG, _MESSAGE, _DEFERRED_MESSAGE, _OPEN_FORM = 1, 4, 5, 9
_MESSAGE_COMMAND = 3
_WINDOW_SECONDS = 300
_API_SECONDS = 10
_FILE_ORIGINS = ("https://cdn.discordapp.com", "https://media.discordapp.net")
# An edit that arrives before the acknowledgement fails; errors of Discord may be temporary.
_RETRY_PAUSES = (0.5, 1.0, 2.0, 4.0)


class Discord(msgspec.Struct, frozen=True):
    """The settings and services that the request handlers share."""

    base_url: str
    api: str
    file_origins: tuple[str, ...]
    deferred: Deferred
    report: Callable[[Exception], None]
    count: Callable[[Diagnosis], None]


def init_app(app: Flask) -> None:
    """Adds POST /bots/discord. Raises ValueError if the public key is invalid."""
    try:
        key = VerifyKey(bytes.fromhex(app.config["DISCORD_PUBLIC_KEY"]))
    except (ValueError, TypeError):
        raise ValueError(
            "DIAGNOSTIC_DISCORD_PUBLIC_KEY must be the 64 hexadecimal digits of the application"
        ) from None
    seen = Seen(app.config["BOTS_FOLDER"])
    api = app.config["DISCORD_API_URL"].rstrip("/")

    def report(error: Exception) -> None:
        app.logger.error("%s in an answer to Discord", type(error).__name__)

    deferred = Deferred(report)
    discord = Discord(
        app.config["PUBLIC_URL"].rstrip("/"),
        api,
        (*_FILE_ORIGINS, "/".join(api.split("/")[:3])),
        deferred,
        report,
        partial(count_diagnosis, app),
    )

    def webhook() -> Response:
        body = request.get_data()
        if not _is_signed(key, body) or not _is_new(seen):
            return Response("The request is not signed by Discord, is old, or was sent before.\n", 401)
        try:
            interaction = msgspec.json.decode(body, type=dict)
            answer = _answer(discord, interaction)
        except MALFORMED_BODY:  # msgspec.DecodeError is a ValueError
            return Response("The body is not one of Discord's.\n", 400)
        response = jsonify(answer)
        response.headers["Cache-Control"] = "no-store"
        return response

    app.add_url_rule("/bots/discord", "discord", webhook, methods=["POST"])
    app.extensions["bots"]["discord"] = deferred


def _is_signed(key: VerifyKey, body: bytes) -> bool:
    timestamp = request.headers.get("X-Signature-Timestamp", "")
    if not is_timestamp(timestamp):
        return False
    try:
        if abs(time.time() - int(timestamp)) > _WINDOW_SECONDS:
            return False
        key.verify(timestamp.encode() + body, bytes.fromhex(request.headers.get("X-Signature-Ed25519", "")))
    except (ValueError, BadSignatureError):  # not hexadecimal, or not signed by Discord
        return False
    return True


def _is_new(seen: Seen) -> bool:
    # As bytes, because hex digits can be in upper or lower case, and with spaces.
    signature = bytes.fromhex(request.headers["X-Signature-Ed25519"])
    return seen.claim(f"discord {signature.hex()}", 2 * _WINDOW_SECONDS + 1)


def _answer(discord: Discord, interaction: dict) -> dict:
    kind = interaction["type"]
    if kind == _PING:
        return {"type": _PONG}
    if kind == _FORM_SUBMITTED:
        return _answer_text(discord, find_value(interaction["data"]["components"], FORM))
    if kind != _COMMAND:
        raise LookupError(kind)
    data = interaction["data"]
    if data.get("type") == _MESSAGE_COMMAND:
        message = data["resolved"]["messages"][data["target_id"]]
        return _answer_message(discord, interaction, read_message(message), attached_files(message))
    options = {option["name"]: option["value"] for option in data.get("options") or ()}
    files = [data["resolved"]["attachments"][options[FILE]]] if FILE in options else []
    if not files and not str(options.get(TEXT, "")).strip():
        return {"type": _OPEN_FORM, "data": form()}
    return _answer_message(discord, interaction, str(options.get(TEXT, "")), files)


def _answer_message(discord: Discord, interaction: dict, text: str, files: list[dict]) -> dict:
    files = [file for file in files if file.get("size", 0) <= MAX_BYTES and may_be_text(file)][:MAX_FILES]
    if not files:
        return _answer_text(discord, text)
    # On a server the asker is a member; in a direct message, a user.
    asker = (interaction.get("member") or interaction)["user"]["id"]
    if discord.deferred.submit(asker, lambda: _edit_later(discord, interaction, text, files)):
        return {"type": _DEFERRED_MESSAGE}
    return {"type": _MESSAGE, "data": note(BUSY)}


def _answer_text(discord: Discord, text: str) -> dict:
    if not text.strip():
        return {"type": _MESSAGE, "data": note(NO_TEXT)}
    try:
        message = _diagnose(discord, text)
    except Exception as error:  # the user gets a message
        discord.report(error)
        message = note(FAILED)
    return {"type": _MESSAGE, "data": message}


def _edit_later(discord: Discord, interaction: dict, text: str, files: list[dict]) -> None:
    parts = [text, *(download_text(file["url"], discord.file_origins) or "" for file in files)]
    text = "\n\n".join(part for part in parts if part.strip())
    address = f"{discord.api}/webhooks/{interaction['application_id']}/{interaction['token']}"
    if not text:
        _edit(address, {"content": NO_TEXT})
        return
    try:
        message = _diagnose(discord, text)
    except Exception:
        _edit(address, {"content": FAILED})
        raise
    _edit(address, message)


def _diagnose(discord: Discord, text: str) -> dict:
    diagnosis = diagnose(text)
    message = answer_message(shorten(diagnosis, discord.base_url))
    discord.count(diagnosis)
    return message


def _edit(address: str, message: dict) -> None:
    """Edits the acknowledgement; the token in the URL is the only credential."""
    for pause in (*_RETRY_PAUSES, None):
        call = Request(  # noqa: S310 - the operator's or Discord's own address
            f"{address}/messages/@original",
            json.dumps(message).encode(),
            # Discord rejects Python's default user agent.
            {"Content-Type": "application/json", "User-Agent": "DiscordBot (error-diagnostic, 1)"},
            method="PATCH",
        )
        try:
            urlopen(call, timeout=_API_SECONDS).close()  # noqa: S310
            return
        except OSError as error:
            if pause is None or not _is_transient(error):
                raise
            time.sleep(pause)


def _is_transient(error: OSError) -> bool:
    """Whether the same edit may succeed later; repeating it changes nothing."""
    return not isinstance(error, HTTPError) or error.code in (404, 429) or error.code >= 500
