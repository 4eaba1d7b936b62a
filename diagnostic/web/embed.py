"""/embed: the text box alone, for frames on pages of the configured origins, and the
element that frames it.
"""

from __future__ import annotations

import re2
from flask import Blueprint, Flask, Response, abort, g, make_response, render_template, request

from diagnostic.diagnosis import diagnose
from diagnostic.render.short_answer import SEND_MORE, shorten
from diagnostic.web.assets import send_asset
from diagnostic.web.hosts import base_url

blueprint = Blueprint("embed", __name__)

_ORIGIN = re2.compile(r"https?://(?:\*\.)?[a-z0-9.-]+(?::\d+)?")
_FRAMED = ("/embed", "/error-diagnostic.js")


def init_app(app: Flask) -> None:
    """Adds the routes if EMBED_ORIGINS names origins. Raises ValueError for an invalid origin."""
    origins = [one.strip() for one in app.config["EMBED_ORIGINS"].split(",") if one.strip()]
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                "EMBED_ORIGINS (DIAGNOSTIC_EMBED_ORIGINS) must contain origins such as https://docs.example.com,"
                " separated by commas"
            )
    if not origins:
        return

    def allow() -> None:
        # Set before anything can fail: error pages must be visible in the frame too.
        if request.path in _FRAMED:
            g.framed_by = " ".join(origins)

    app.before_request(allow)
    app.register_blueprint(blueprint)


@blueprint.get("/embed")
def box() -> Response:
    """The text box."""
    return _page()


@blueprint.post("/embed")
def answer() -> Response:
    """The short answer in the same frame, with a link to the full one."""
    text = request.form.get("text", "")
    if not text.strip():
        return _page(422, problem="There is no text yet. Paste an error.")
    g.diagnosis = diagnose(text)
    return _page(answer=shorten(g.diagnosis, base_url()), send_more=SEND_MORE)


@blueprint.get("/error-diagnostic.js")
def element() -> Response:
    """The element's script under a fixed address for other pages; it changes with this server."""
    response = send_asset("element.js", "")
    if response is None:
        abort(404)
    response.headers["Cache-Control"] = "public, max-age=3600"
    # Browsers fetch a module of another origin with CORS.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _page(status: int = 200, **shown: object) -> Response:
    response = make_response(render_template("embed.html", **shown), status)
    response.headers["Cache-Control"] = "no-store"
    return response
