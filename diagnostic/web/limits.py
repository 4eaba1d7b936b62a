"""Rate limits. Off by default: behind a proxy, only the operator knows which address is the client's."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from diagnostic.paths import install_command

# All webhooks of a vendor come from a few addresses; the bots verify and limit them.
_EXEMPT_PATHS = ("/static/", "/bots/", "/healthz", "/readyz", "/metrics")
# A slower store counts as unavailable: each request queries it up to four times, and must not be delayed.
_STORE_TIMEOUTS: Any = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}


def store_options(address: str) -> Any:
    """Connection options for the storage at this address."""
    return {} if address.startswith("memory:") else _STORE_TIMEOUTS


def init_app(app: Flask) -> None:
    """Trusts the operator's proxies; enables flask-limiter if RATELIMIT_ENABLED is set (extra: `limits`)."""
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)
    if not app.config["RATELIMIT_ENABLED"]:
        return
    try:
        from flask_limiter import Limiter
        from flask_limiter.util import get_remote_address
        from limits import parse_many
        from limits.errors import ConfigurationError
    except ModuleNotFoundError:
        raise RuntimeError(f"RATELIMIT_ENABLED needs the extra: {install_command('limits')}") from None
    # Parsed only as a check: an invalid limit would fail each request instead of the start.
    parse_many(app.config["RATELIMIT_DEFAULT"])
    address = app.config["RATELIMIT_STORAGE_URI"]
    limiter = Limiter(
        get_remote_address,
        application_limits=[app.config["RATELIMIT_DEFAULT"]],
        storage_uri=address,
        storage_options=store_options(address),
        headers_enabled=True,
        # If the shared store is unavailable, each process counts separately: responses come first.
        in_memory_fallback_enabled=True,
    )
    limiter.request_filter(_is_exempt)
    try:
        limiter.init_app(app)
    except ConfigurationError as error:
        raise RuntimeError(f"RATELIMIT_STORAGE_URI: {error}") from None


def _is_exempt() -> bool:
    # A CORS preflight is not the call itself.
    return request.method == "OPTIONS" or request.path.startswith(_EXEMPT_PATHS)
