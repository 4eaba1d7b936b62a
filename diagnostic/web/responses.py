"""Pages that caches may keep, and pages about a text that somebody sent, which nobody may."""

from __future__ import annotations

from flask import Response, current_app, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse


def cached(body: str | bytes, kind: str = "text/html", names_host: bool = False) -> BaseResponse:
    """A page that is the same for everybody until the rules change. A page that names the requested host is
    never cached for other readers.
    """
    response = Response(body, mimetype=kind)
    is_shared = current_app.config["PUBLIC_URL"] or not names_host
    response.headers["Cache-Control"] = "public, max-age=300" if is_shared else "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def private(template: str, status: int = 200, **values: object) -> Response:
    """A page for one reader: neither for caches nor for search engines."""
    response = make_response(render_template(template, **values), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
