"""What browsers and search engines expect of a site: static files, favicon, robots.txt, sitemap.xml."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from diagnostic.diagnosis import rulebook
from diagnostic.web.assets import asset_url, send_asset
from diagnostic.web.docs import PAGES
from diagnostic.web.hosts import base_url
from diagnostic.web.responses import cached

blueprint = Blueprint("site", __name__)


@blueprint.get("/static/<digest>/<name>")
def static_file(digest: str, name: str) -> BaseResponse:
    """A static file under its hashed URL."""
    response = send_asset(name, digest)
    if response is None:
        abort(404)
    return response


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """For browsers that request /favicon.ico."""
    return redirect(asset_url("favicon.svg"), 302)


@blueprint.get("/robots.txt")
def robots() -> BaseResponse:
    """Everything but answers may be indexed."""
    lines = ["User-agent: *", "Disallow: /diagnose", "Disallow: /*?error=", "Allow: /"]
    if current_app.config["PUBLIC_URL"]:
        lines.append(f"Sitemap: {current_app.config['PUBLIC_URL']}/sitemap.xml")
    return cached("\n".join(lines) + "\n", "text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> BaseResponse:
    """All permanent pages."""
    base = base_url()
    paths = [
        "/",
        "/causes/",
        "/behaviour",
        "/docs",
        *(f"/docs/{name}" for name in PAGES),
        *(f"/causes/{id}" for id in rulebook().causes),
    ]
    urls = "".join(f"<url><loc>{Markup.escape(base + path)}</loc></url>" for path in paths)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><urlset '
        f'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )
    return cached(document, "application/xml", names_host=True)
