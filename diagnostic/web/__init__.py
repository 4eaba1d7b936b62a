"""create_app: the Flask app with pages, API and documents; every response gets the same headers."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from typing import IO

from flask import Flask, Request
from flask.json.provider import DefaultJSONProvider

from diagnostic import bots
from diagnostic.diagnosis import rulebook
from diagnostic.opinion import MODEL, SECONDS
from diagnostic.paths import TEMPLATES, install_command
from diagnostic.web.struct_types import prepare_types

MAX_BODY_BYTES = 2 << 20

DEFAULTS: dict[str, object] = {
    # A body over 2 MiB gets a 413; multipart adds some bytes to the text itself.
    "MAX_CONTENT_LENGTH": MAX_BODY_BYTES + 4096,
    "MAX_FORM_MEMORY_SIZE": MAX_BODY_BYTES + 4096,
    "MAX_FORM_PARTS": 20,
    "RATELIMIT_ENABLED": False,
    "RATELIMIT_DEFAULT": "60 per minute",
    "RATELIMIT_STORAGE_URI": "memory://",
    # How many reverse proxies of the operator are in front: as many X-Forwarded-For entries are trusted.
    "PROXIES": 0,
    # Whether `diagnostic serve` writes one JSON line per response to standard output.
    "ACCESS_LOG": True,
    # Whether there are Prometheus metrics at /metrics.
    "METRICS": False,
    # The origins whose pages may frame /embed, separated by commas; if empty, there is no /embed.
    "EMBED_ORIGINS": "",
    # The address for links, sitemap and canonical URLs; if empty, they are relative.
    "PUBLIC_URL": "",
    # The host names of this site, separated by commas, in addition to loopback and that of PUBLIC_URL; * for
    # any.
    "ALLOWED_HOSTS": "",
    # Whether Claude may give a second opinion if no rule matches: only this sends redacted text to anyone.
    "OPINION_ENABLED": False,
    # A separate key, so that a key in the environment for other purposes is never used.
    "OPINION_API_KEY": "",
    "OPINION_MODEL": MODEL,
    "OPINION_CALLS_A_DAY": 100,
    "OPINION_SECONDS": SECONDS,
    # Where the calls of a day are counted; empty means the user's state folder.
    "OPINION_FOLDER": "",
    # Alternatively, where the machines of a site count calls together: redis://…
    "OPINION_STORAGE_URI": "",
    # The database for texts that people choose to send about errors without an answer, such as
    # sqlite:////var/lib/diagnostic/intake.db or postgresql://…; if empty, nothing can be sent.
    "INTAKE_DATABASE_URL": "",
    "INTAKE_DAYS": 90,
    "INTAKE_A_DAY": 500,
    "INTAKE_LIMIT": "5 per hour",
    # The password of /gaps, where the operator reads what was sent; if empty, there is no such page.
    "OPERATOR_TOKEN": "",
    # The address at which "Report a wrong or missing diagnosis" opens an issue, such as
    # https://github.com/you/repo/issues/new.
    "ISSUE_TRACKER_URL": "",
    **bots.DEFAULTS,
}


class _Request(Request):
    """A request whose body, large files included, never touches the disk."""

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        return io.BytesIO()


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """The WSGI app; `config` overrides the defaults, and DIAGNOSTIC_… environment variables override both."""
    from diagnostic.web import (
        api,
        catalogue,
        docs,
        embed,
        headers,
        hosts,
        limits,
        metrics,
        pages,
        problems,
        site,
        templating,
    )

    app = Flask("diagnostic", static_folder=None, template_folder=str(TEMPLATES))
    app.before_request(prepare_types)  # before anything reads the request
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.config.from_prefixed_env("DIAGNOSTIC")
    _keep_strings(app)
    _check_types(app)
    app.request_class = _Request
    app.json = DefaultJSONProvider(app)
    app.json.sort_keys = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    rulebook()  # an invalid rule must prevent the start
    headers.init_app(app)
    hosts.init_app(app)
    templating.init_app(app)
    for part in (pages, catalogue, api, docs, site):
        app.register_blueprint(part.blueprint)
    embed.init_app(app)
    bots.init_app(app)
    if app.config["OPINION_ENABLED"]:
        from diagnostic.web import opinion

        opinion.init_app(app)
    if app.config["INTAKE_DATABASE_URL"]:
        try:
            from diagnostic.web import intake
        except ModuleNotFoundError:
            raise RuntimeError(f"INTAKE_DATABASE_URL needs the extra: {install_command('intake')}") from None
        intake.init_app(app)
    problems.init_app(app)
    limits.init_app(app)
    metrics.init_app(app)
    return app


def _keep_strings(app: Flask) -> None:
    """Restores string settings that Flask parsed as numbers: a token may consist of digits."""
    for name, default in DEFAULTS.items():
        given = os.environ.get(f"DIAGNOSTIC_{name}")
        if given is not None and isinstance(default, str) and not isinstance(app.config[name], str):
            app.config[name] = given


def _check_types(app: Flask) -> None:
    """Raises ValueError for a setting of the wrong type: as a string, even "no" would count as true."""
    for name, default in DEFAULTS.items():
        if type(app.config[name]) is not type(default):
            # The value is not shown: it may be a key.
            raise ValueError(f"DIAGNOSTIC_{name} must be a {type(default).__name__}, such as {default!r}")
