"""Faults below HTTP: certificates, TLS spoken to the wrong port, proxies, names and ports that lead nowhere."""

from __future__ import annotations

import contextlib
import socket
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


async def _proxy_hang(request: Request, wire: Wire) -> None:
    await wire.hold()


class FullQueue:
    """A port whose queue of waiting connections is full: the next one is never answered."""

    def __init__(self) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)
        self.port = self._listener.getsockname()[1]
        self._waiting = [self._knock() for _ in range(3)]

    def _knock(self) -> socket.socket:
        waiting = socket.socket()
        waiting.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            waiting.connect(("127.0.0.1", self.port))
        return waiting

    def close(self) -> None:
        """Frees the port."""
        for one in (*self._waiting, self._listener):
            one.close()


FAULTS = (
    Fault("tls-untrusted", "a certificate that nobody trusts", _answer, target="tls"),
    Fault(
        "tls-to-plain-port",
        "https:// spoken to a port that answers in plain HTTP",
        _answer,
        target="tls-to-plain",
    ),
    Fault("plain-to-tls-port", "http:// spoken to a TLS port", _answer, target="plain-on-tls"),
    Fault("proxy-407", "a proxy that wants a password", _answer, target="proxy", proxy=_proxy_407),
    Fault("proxy-403", "a proxy that forbids the host", _answer, target="proxy", proxy=_proxy_403),
    Fault("proxy-hang", "a proxy that never answers", _answer, target="proxy", proxy=_proxy_hang),
    Fault("proxy-refused", "a proxy address where nobody listens", target="proxy-refused"),
    Fault("tls-hang", "a port that takes the TLS greeting and says nothing", target="tls-hang"),
    Fault("connect-hang", "a port that never takes the connection", target="connect-hang"),
    Fault("refused", "a port where nobody listens", target="refused"),
    Fault("dns", "a host name that does not exist", target="dns"),
)
