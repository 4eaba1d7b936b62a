"""create_app: the pages, the API and the documents, with the same headers on every response."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from diagnostic.diagnosis import rulebook
from diagnostic.paths import TEMPLATES
from diagnostic.web.limits import install_limits

MAX_BODY_BYTES = 2 << 20

DEFAULTS = {
    # A body over 2 MiB gets a 413; multipart adds some bytes around the text itself.
    "MAX_CONTENT_LENGTH": MAX_BODY_BYTES + 4096,
    "MAX_FORM_MEMORY_SIZE": MAX_BODY_BYTES + 4096,
    "MAX_FORM_PARTS": 20,
    "RATELIMIT_ENABLED": False,
    # The address that links, sitemap and canonical URLs start with; without it they are relative.
    "PUBLIC_URL": "",
    # Where "This is wrong" opens an issue, such as https://github.com/you/repo/issues/new.
    "ISSUE_TRACKER_URL": "",
}


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """The WSGI app; `config` overrides the defaults, and DIAGNOSTIC_… environment variables override both."""
    from diagnostic.web import api, docs, headers, pages, problems

    app = Flask("diagnostic", static_folder=None, template_folder=str(TEMPLATES))
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.config.from_prefixed_env("DIAGNOSTIC")
    app.json.sort_keys = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    rulebook()  # a faulty rule stops the start
    headers.install(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(docs.blueprint)
    problems.install(app)
    install_limits(app)
    return app
