"""The host names of this site, and the base address of absolute links."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.sansio.utils import host_is_trusted

from diagnostic.web.problems import UnknownHost

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
# A load balancer's probes use the machine's address; these responses contain no links.
_EXEMPT_PATHS = ("/healthz", "/readyz", "/metrics")


def init_app(app: Flask) -> None:
    """Rejects requests for unknown host names: a sender of a Host header must not decide where links lead."""
    configured = [name.strip() for name in app.config["ALLOWED_HOSTS"].split(",") if name.strip()]
    public = urlsplit(app.config["PUBLIC_URL"]).hostname
    allowed = [*_LOOPBACK, *configured, *([public] if public else [])]

    def check_host() -> None:
        if (
            "*" not in configured
            and request.path not in _EXEMPT_PATHS
            and not host_is_trusted(request.host, allowed)
        ):
            raise UnknownHost

    app.before_request(check_host)
    app.extensions["any_host"] = "*" in configured


def base_url() -> str:
    """The base of absolute links: PUBLIC_URL, else the requested host; empty if any name is allowed."""
    if current_app.config["PUBLIC_URL"]:
        return current_app.config["PUBLIC_URL"]
    if current_app.extensions["any_host"]:
        return ""
    # url_root would also decode the host's name, which takes longer than all headers.
    return f"{request.scheme}://{request.host}{request.root_path}".rstrip("/")


def is_from_own_page() -> bool:
    """Whether a page of this site sent the form, according to Sec-Fetch-Site, else Origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.host
    except ValueError:  # not an address
        return False
