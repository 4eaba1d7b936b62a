"""Rate limits, off unless configured: behind a proxy only the operator knows which address is the
client's.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

# All of a vendor's webhooks come from few addresses; bots verify and bound them by themselves.
_FREE = ("/static/", "/bots/", "/healthz", "/readyz", "/metrics")
# A store that does not answer by then is away: a request asks it up to four times, and must not wait for it.
_STORE: Any = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}


def store_options(address: str) -> Any:
    """What the store of counts at this address is opened with."""
    return {} if address.startswith("memory:") else _STORE


def install(app: Flask) -> None:
    """Believes the operator's proxies, and switches flask-limiter on if RATELIMIT_ENABLED is set; needs
    the `limits` extra.
    """
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
        raise RuntimeError(
            'RATELIMIT_ENABLED needs the extra: pip install "error-diagnostic[limits]"'
        ) from None
    parse_many(
        app.config["RATELIMIT_DEFAULT"]
    )  # else a word too many would fail every request, and not the start
    address = app.config["RATELIMIT_STORAGE_URI"]
    limiter = Limiter(
        get_remote_address,
        application_limits=[app.config["RATELIMIT_DEFAULT"]],
        storage_uri=address,
        storage_options=store_options(address),
        headers_enabled=True,
        # Where the shared store is away, each process counts for itself: answers come first.
        in_memory_fallback_enabled=True,
    )
    limiter.request_filter(_is_free)
    try:
        limiter.init_app(app)
    except ConfigurationError as error:
        raise RuntimeError(f"RATELIMIT_STORAGE_URI: {error}") from None


def _is_free() -> bool:
    # A browser's question before a call is not the call.
    return request.method == "OPTIONS" or request.path.startswith(_FREE)
