"""A URL -> probes below HTTP, one per layer: DNS, TCP, proxy, TLS."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from diagnostic.timed_client import http

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
# An OpenSSL flag that Python does not name: the dates of the certificate are read, not checked.
_NO_CHECK_TIME = 0x200000


class ProxyRefusal(OSError):
    """The proxy answered CONNECT with a status other than 2xx."""


@dataclass(frozen=True)
class Route:
    """The target of a call, and its proxy."""

    target: SplitResult
    proxy: SplitResult | None

    @property
    def is_tls(self) -> bool:
        """Whether the connection to the API uses TLS."""
        return self.target.scheme == "https"

    @property
    def first_hop(self) -> tuple[str, int]:
        """Host and port that this machine connects to: those of the proxy, or of the API without one."""
        hop = self.proxy or self.target
        return hop.hostname or "", hop.port or _PORTS.get(hop.scheme, 443)

    @property
    def is_tunnel(self) -> bool:
        """Whether a probe can request a tunnel from the proxy."""
        return self.proxy is not None and self.proxy.scheme == "http" and self.is_tls


def choose_route(base_url: str) -> Route:
    """Chooses the proxy like the HTTP library does."""
    target = urlsplit(base_url)
    proxies = getproxies()
    chosen = proxies.get(target.scheme) or proxies.get("all")
    if not chosen or proxy_bypass(target.hostname or ""):
        return Route(target, None)
    return Route(target, urlsplit(chosen if "://" in chosen else f"http://{chosen}"))


def resolve(route: Route) -> list[str]:
    """The IP addresses of the first hop."""
    host, port = route.first_hop
    return list(
        dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    )


def connect(route: Route, seconds: float) -> tuple[list[tuple[str, float]], list[tuple[str, OSError]]]:
    """Tries all addresses: those that accept, with the time taken, and those that fail."""
    addresses = resolve(route)
    accepted: list[tuple[str, float]] = []
    failed: list[tuple[str, OSError]] = []
    for address in addresses:
        begun = time.monotonic()
        try:
            socket.create_connection((address, route.first_hop[1]), seconds / len(addresses)).close()
            accepted.append((address, time.monotonic() - begun))
        except OSError as error:
            failed.append((address, error))
    return accepted, failed


def open_tunnel(route: Route, seconds: float) -> socket.socket:
    """A connection to the API, through the proxy if there is one."""
    raw = socket.create_connection(route.first_hop, seconds)
    if not route.is_tunnel:
        return raw
    try:
        raw.sendall(_connect_request(route))
        answer = b""
        while b"\r\n\r\n" not in answer and (piece := raw.recv(4096)):
            answer += piece
        status = answer.split(b"\r\n")[0].decode("latin-1")
        if not status.startswith("HTTP/") or status.split(" ")[1:2] != ["200"]:
            raise ProxyRefusal(status or "The proxy closed the connection.")
    except OSError:
        raw.close()
        raise
    return raw


def _connect_request(route: Route) -> bytes:
    assert route.proxy
    host = f"{route.target.hostname}:{route.target.port or 443}"
    lines = [f"CONNECT {host} HTTP/1.1", f"Host: {host}"]
    if route.proxy.username:
        user_info = f"{unquote(route.proxy.username)}:{unquote(route.proxy.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(user_info.encode()).decode()}")
    return "\r\n".join([*lines, "", ""]).encode()


def tls_handshake(route: Route, seconds: float) -> tuple[str, dict[str, Any]]:
    """The TLS version, and the server's certificate if this machine trusts it."""
    return _handshake(route, http.create_ssl_context(), seconds)


def is_publicly_trusted(route: Route, seconds: float) -> bool | None:
    """Whether public authorities also trust the certificate; None if their list is not installed."""
    if not find_spec("certifi"):
        return None
    public = ssl.create_default_context(cafile=import_module("certifi").where())
    try:
        _handshake(route, public, seconds)
    except ssl.SSLError:
        return False
    return True


def read_untrusted(route: Route, seconds: float) -> dict[str, Any] | None:
    """The untrusted certificate, to report its issuer; no request is sent to that server."""
    unverified = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    with contextlib.suppress(OSError, ValueError):
        with (
            open_tunnel(route, seconds) as raw,
            unverified.wrap_socket(raw, server_hostname=route.target.hostname) as tls,
        ):
            der = tls.getpeercert(binary_form=True)
        # Python parses only trusted certificates, so this certificate itself is added as trusted.
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname = False
        trusting.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VerifyFlags(_NO_CHECK_TIME)
        trusting.load_verify_locations(cadata=der)
        return _handshake(route, trusting, seconds)[1]
    return None


def _handshake(route: Route, context: ssl.SSLContext, seconds: float) -> tuple[str, dict[str, Any]]:
    with (
        open_tunnel(route, seconds) as raw,
        context.wrap_socket(raw, server_hostname=route.target.hostname) as tls,
    ):
        return tls.version() or "", tls.getpeercert() or {}


def issuer(certificate: dict[str, Any]) -> str:
    """The issuer of the certificate: organization and name."""
    fields = {name: value for part in certificate.get("issuer", ()) for name, value in part}
    wanted = (fields.get("organizationName"), fields.get("commonName"))
    return ", ".join(dict.fromkeys(value for value in wanted if value)) or "an unnamed issuer"
