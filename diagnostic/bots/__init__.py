"""Bots: signed webhooks of Slack, Discord and GitHub -> the short answer in the vendor's own form.

Each bot is mounted only if its secret is configured, and needs its own extra. All follow one order:
verify the signature over the raw body, refuse what is stale or was sent before, acknowledge in the vendor's
time, mask, diagnose, answer. Nothing of a text is stored or logged.
"""

from __future__ import annotations

from importlib import import_module
from urllib.parse import urlsplit

import re2
from flask import Flask, Response

from diagnostic.diagnosis import Diagnosis

DEFAULTS: dict[str, object] = {
    # A bot is there if the first setting of its group is set; it then needs the others that have no default.
    "SLACK_SIGNING_SECRET": "",
    "SLACK_BOT_TOKEN": "",
    # GovSlack and Discord proxies of the operator's own have another address; GitHub Enterprise Server, too.
    "SLACK_API_URL": "https://slack.com/api/",
    "DISCORD_PUBLIC_KEY": "",
    "DISCORD_API_URL": "https://discord.com/api/v10",
    "GITHUB_WEBHOOK_SECRET": "",
    "GITHUB_APP_ID": 0,
    "GITHUB_PRIVATE_KEY": "",
    # The label that an answered issue gets; empty for none.
    "GITHUB_LABEL": "",
    "GITHUB_API_URL": "https://api.github.com",
    # Where all processes of a machine note which requests they have seen; empty is the user's state folder.
    "BOTS_FOLDER": "",
}
# What reading a signed body of another shape raises: a wrong type, a missing key, too deep a nesting.
OTHER_SHAPE = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError)
# A moment in seconds, as vendors write it; a longer number is none, and cannot be calculated with.
_MOMENT = re2.compile(r"\d{1,12}")
_NEEDS = {
    "slack": ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"),
    "discord": ("DISCORD_PUBLIC_KEY",),
    "github": ("GITHUB_WEBHOOK_SECRET", "GITHUB_APP_ID", "GITHUB_PRIVATE_KEY"),
}


def install(app: Flask) -> None:
    """Mounts each configured bot under /bots/; a bot that could not answer stops the start."""
    app.extensions["bots"] = {}  # by name: what goes on after the acknowledgement
    for bot, (secret, *others) in _NEEDS.items():
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
            raise RuntimeError(
                f'DIAGNOSTIC_{secret} needs the extra: pip install "error-diagnostic[{bot}]"'
            ) from None
        module.install(app)
    if app.extensions["bots"]:
        _answer_without_notes(app)


def _answer_without_notes(app: Flask) -> None:
    import sqlite3  # only where a bot is on

    def refuse(error: sqlite3.Error) -> Response:
        # Whether a request was sent before is unknown: it is refused, and its sender may try again.
        app.logger.error("%s: the notes of the bots in BOTS_FOLDER cannot be written", type(error).__name__)
        return Response("Try again in a minute.\n", 503, {"Retry-After": "60"}, mimetype="text/plain")

    app.register_error_handler(sqlite3.Error, refuse)


def is_moment(header: str) -> bool:
    """Whether a header is a moment in seconds since 1970."""
    return bool(_MOMENT.fullmatch(header))


def count_diagnosis(app: Flask, diagnosis: Diagnosis) -> None:
    """Adds an answer that was made after its request to the metrics, if there are any."""
    if metrics := app.extensions.get("metrics"):
        metrics.count_diagnosis(diagnosis)
