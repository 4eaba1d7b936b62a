"""create_app: the pages, the API and the documents, with the same headers on every response."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO

from flask import Flask, Request

from diagnostic.diagnosis import rulebook
from diagnostic.paths import TEMPLATES

MAX_BODY_BYTES = 2 << 20

DEFAULTS = {
    # A body over 2 MiB gets a 413; multipart adds some bytes around the text itself.
    "MAX_CONTENT_LENGTH": MAX_BODY_BYTES + 4096,
    "MAX_FORM_MEMORY_SIZE": MAX_BODY_BYTES + 4096,
    "MAX_FORM_PARTS": 20,
    "RATELIMIT_ENABLED": False,
    "RATELIMIT_DEFAULT": "60 per minute",
    "RATELIMIT_STORAGE_URI": "memory://",
    # How many proxies of the operator's own stand in front; so many X-Forwarded-For entries are believed.
    "PROXIES": 0,
    # One JSON line for each answer, on standard output of `diagnostic serve`.
    "ACCESS_LOG": True,
    # Prometheus metrics at /metrics.
    "METRICS": False,
    # The address that links, sitemap and canonical URLs start with; without it they are relative.
    "PUBLIC_URL": "",
    # Where "This is wrong" opens an issue, such as https://github.com/you/repo/issues/new.
    "ISSUE_TRACKER_URL": "",
}


class _Request(Request):
    """A request of which nothing touches the disk, large files included."""

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        return io.BytesIO()


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """The WSGI app; `config` overrides the defaults, and DIAGNOSTIC_… environment variables override both."""
    from diagnostic.web import api, docs, headers, limits, metrics, pages, problems

    app = Flask("diagnostic", static_folder=None, template_folder=str(TEMPLATES))
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.config.from_prefixed_env("DIAGNOSTIC")
    _check_types(app)
    app.request_class = _Request
    app.json.sort_keys = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    rulebook()  # a faulty rule stops the start
    headers.install(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(docs.blueprint)
    problems.install(app)
    limits.install(app)
    metrics.install(app)
    return app


def _check_types(app: Flask) -> None:
    """Stops the start at a value that would silently mean something else, such as the word "no"."""
    for name, default in DEFAULTS.items():
        if type(app.config[name]) is not type(default):
            # The value stays unsaid: it may be a key.
            raise ValueError(f"DIAGNOSTIC_{name} must be a {type(default).__name__}, such as {default!r}")
