"""The words and functions that every template may use."""

from __future__ import annotations

from functools import cache

from flask import Flask, current_app, render_template
from markupsafe import Markup

from diagnostic.render.phrases import CONFIDENCE, RETRY, SDK_RETRIES, first_sentence, say_proof, who_acts
from diagnostic.rules import Cause
from diagnostic.web.assets import asset_url
from diagnostic.web.highlighting import show_text
from diagnostic.web.markdown import breakable, highlight, render_inline, render_prose
from diagnostic.world.clients import clients

FAMILIES = {
    "streaming": "Streaming",
    "connection": "Connection",
    "timeout": "Timeouts",
    "api-status": "API status",
    "auth-billing": "Keys and billing",
    "invalid-request": "Requests",
    "sdk-usage": "Using the SDK",
    "cloud-platforms": "Cloud platforms",
    "claude-code": "Claude Code",
    "gateways": "Gateways and relays",
}
_LANGUAGES = {
    "python": "Python",
    "python_async": "Python (async)",
    "typescript": "TypeScript",
    "shell": "Shell",
    "powershell": "PowerShell",
    "settings": "Settings",
}
_PACKAGES = {"python": "anthropic", "typescript": "@anthropic-ai/sdk"}


def install(app: Flask) -> None:
    """Adds them to the app's templates."""
    app.jinja_env.globals.update(
        asset=asset_url,
        who_acts=who_acts,
        first_sentence=first_sentence,
        prose=render_prose,
        inline=render_inline,
        highlight=highlight,
        say_proof=say_proof,
        capital=_capital,
        cause_body=cause_body,
        RETRY=RETRY,
        SDK_RETRIES=SDK_RETRIES,
        CONFIDENCE=CONFIDENCE,
        CLIENTS={client.id: client.name for client in clients().values()},
        FAMILIES=FAMILIES,
        LANGUAGES=_LANGUAGES,
        PACKAGES=_PACKAGES,
    )
    app.jinja_env.filters.update(breakable=breakable, shown=show_text)
    app.context_processor(_settings)


def _settings() -> dict:
    return {
        "public_url": current_app.config["PUBLIC_URL"],
        "second_opinion": current_app.config["OPINION_ENABLED"],
    }


def _capital(words: str) -> str:
    """The first letter large, and the others as they are."""
    return words[:1].upper() + words[1:]


@cache
def cause_body(cause: Cause, answered: bool = False) -> Markup:
    """Steps, explanation, the way to see it fail, and proof of a cause: the same for every paste, so made once."""
    from diagnostic.lab.reproduction import show  # only pages of causes need the lab

    has_pair = any({"python", "typescript"} <= step.snippets.keys() for step in cause.steps)
    page = render_template(
        "_cause_body.html", cause=cause, showing=show(cause), has_pair=has_pair, answered=answered
    )
    return Markup(page)  # noqa: S704 - a template of our own, autoescaped
