"""Bots: signed webhooks of Slack, Discord and GitHub -> a short answer in each vendor's format.

A bot is mounted only if its secret is configured, and needs its own extra. All follow the same order: verify
the signature of the raw body, refuse stale or repeated requests, acknowledge within the vendor's time limit,
redact, diagnose, answer. No text is stored or logged.
"""

from __future__ import annotations

from importlib import import_module
from urllib.parse import urlsplit

import re2
from flask import Flask, Response

from diagnostic.diagnosis import Diagnosis
from diagnostic.paths import install_command

DEFAULTS: dict[str, object] = {
    # The first setting of a group enables the bot, which then needs the others that have no default.
    "SLACK_SIGNING_SECRET": "",
    "SLACK_BOT_TOKEN": "",
    # GovSlack, an operator's proxies for Discord, and GitHub Enterprise Server have other addresses.
    "SLACK_API_URL": "https://slack.com/api/",
    "DISCORD_PUBLIC_KEY": "",
    "DISCORD_API_URL": "https://discord.com/api/v10",
    "GITHUB_WEBHOOK_SECRET": "",
    "GITHUB_APP_ID": 0,
    "GITHUB_PRIVATE_KEY": "",
    # The label for answered issues; empty for none.
    "GITHUB_LABEL": "",
    "GITHUB_API_URL": "https://api.github.com",
    # Where all processes of a machine record requests they have seen; empty means the user's state folder.
    "BOTS_FOLDER": "",
}
# What people are told in place of an answer, or below it.
NO_TEXT = (
    "There is no text to diagnose here. Send the error as text or as a text file; pictures cannot be read."
)
FAILED = "The diagnosis failed, and the text was not stored. Try again, or send a shorter part of it."
BUSY = "Too many questions at the moment. Ask again in a minute."
MASKED = "Secrets were redacted before the text was read."
# Exceptions that a signed body of an unexpected shape can cause: wrong type, missing key, nesting too deep.
MALFORMED_BODY = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError)
# A Unix time in seconds; a longer number is not a time, and would overflow.
_TIMESTAMP = re2.compile(r"\d{1,12}")
_REQUIRED_SETTINGS = {
    "slack": ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"),
    "discord": ("DISCORD_PUBLIC_KEY",),
    "github": ("GITHUB_WEBHOOK_SECRET", "GITHUB_APP_ID", "GITHUB_PRIVATE_KEY"),
}


def init_app(app: Flask) -> None:
    """Mounts the configured bots under /bots/. A bot that could not answer prevents the start."""
    app.extensions["bots"] = {}  # name -> its work after the acknowledgement
    for bot, (secret, *others) in _REQUIRED_SETTINGS.items():
        if not app.config[secret]:
            continue
        for name in (*others, "PUBLIC_URL"):
            if not app.config[name]:
                raise ValueError(f"DIAGNOSTIC_{secret} is set, so DIAGNOSTIC_{name} must be set too")
        if urlsplit(app.config["PUBLIC_URL"]).scheme not in ("http", "https"):
            raise ValueError("DIAGNOSTIC_PUBLIC_URL must start with https://: the answers of bots link to it")
        try:
            module = import_module(f"diagnostic.bots.{bot}")
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("diagnostic"):
                raise
            raise RuntimeError(f"DIAGNOSTIC_{secret} needs the extra: {install_command(bot)}") from None
        module.init_app(app)
    if app.extensions["bots"]:
        _refuse_without_database(app)


def _refuse_without_database(app: Flask) -> None:
    import sqlite3  # only needed if a bot is enabled

    def refuse(error: sqlite3.Error) -> Response:
        # A repeated request could not be detected, so it is refused, and the sender may retry.
        app.logger.error("%s: the notes of the bots in BOTS_FOLDER cannot be written", type(error).__name__)
        return Response("Try again in a minute.\n", 503, {"Retry-After": "60"}, mimetype="text/plain")

    app.register_error_handler(sqlite3.Error, refuse)


def is_timestamp(header: str) -> bool:
    """Whether a header is a Unix time in seconds."""
    return bool(_TIMESTAMP.fullmatch(header))


def count_diagnosis(app: Flask, diagnosis: Diagnosis) -> None:
    """Counts a diagnosis that was made after its request, if there are metrics."""
    if metrics := app.extensions.get("metrics"):
        metrics.count_diagnosis(diagnosis)
