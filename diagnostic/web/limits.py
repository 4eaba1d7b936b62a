"""Rate limits, off unless configured: behind a proxy only the operator knows which address is the client's."""

from __future__ import annotations

from flask import Flask


def install_limits(app: Flask) -> None:
    """Switches flask-limiter on where RATELIMIT_ENABLED is set; needs the `limits` extra."""
    if not app.config["RATELIMIT_ENABLED"]:
        return
    try:
        from flask_limiter import Limiter
        from flask_limiter.util import get_remote_address
    except ModuleNotFoundError:
        raise RuntimeError('RATELIMIT_ENABLED needs the extra: pip install "error-diagnostic[limits]"') from None
    if app.config.get("PROXIES"):
        from werkzeug.middleware.proxy_fix import ProxyFix

        hops = int(app.config["PROXIES"])
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)
    limiter = Limiter(
        get_remote_address,
        app=app,
        default_limits=[str(app.config.get("RATELIMIT_DEFAULT", "60 per minute"))],
        storage_uri=str(app.config.get("RATELIMIT_STORAGE_URI", "memory://")),
        headers_enabled=True,
    )
    limiter.request_filter(_is_free)


def _is_free() -> bool:
    from flask import request

    return request.path.startswith(("/static/", "/healthz", "/readyz"))
