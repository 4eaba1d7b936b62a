"""Faults below HTTP: certificates, TLS spoken to the wrong port, proxies, names and ports that lead nowhere."""

from __future__ import annotations

import ssl
from pathlib import Path

from diagnostic.lab import healthy
from diagnostic.lab.fault import Fault, Request, Wire
from diagnostic.lab.wire import head

# Made for these faults, valid for 127.0.0.1 and localhost for a hundred years, trusted by nobody.
CERTIFICATE = Path(__file__).parent / "certificate.pem"


def tls_context() -> ssl.SSLContext:
    """A server that shows the untrusted certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


async def _answer(request: Request, wire: Wire) -> None:
    await wire.send(healthy.answer(request.json))


async def _proxy_407(request: Request, wire: Wire) -> None:
    await wire.send(head(407, {"proxy-authenticate": 'Basic realm="lab"', "content-length": "0"}))


async def _proxy_403(request: Request, wire: Wire) -> None:
    await wire.send(head(403, {"content-length": "0"}))


FAULTS = (
    Fault("tls-untrusted", "a certificate that nobody trusts", _answer, target="tls"),
    Fault("tls-to-plain-port", "https:// spoken to a port that answers in plain HTTP", _answer, target="tls-to-plain"),
    Fault("plain-to-tls-port", "http:// spoken to a TLS port", _answer, target="plain-on-tls"),
    Fault("proxy-407", "a proxy that wants a password", _answer, target="proxy", proxy=_proxy_407),
    Fault("proxy-403", "a proxy that forbids the host", _answer, target="proxy", proxy=_proxy_403),
    Fault("refused", "a port where nobody listens", target="refused"),
    Fault("dns", "a host name that does not exist", target="dns"),
)
