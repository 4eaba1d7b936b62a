"""Faults below HTTP: certificates, TLS on the wrong port, proxies, and names and ports that lead nowhere."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import ssl
from pathlib import Path

from diagnostic.lab import healthy
from diagnostic.lab.fault import Fault, Request, Wire, hang, respond_with
from diagnostic.lab.wire import head

# Created for these faults, valid for a hundred years, trusted by nobody: for 127.0.0.1, localhost,
# api.lab.invalid and the hosts of cloud platforms that the lab's proxy simulates.
CERTIFICATE = Path(__file__).parent / "certificate.pem"
PROXY_USER, PROXY_PASSWORD = "lab", "p@ss:word"


def tls_context() -> ssl.SSLContext:
    """The context of a server with the untrusted certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def proxy_credentials(request: Request) -> tuple[str, str]:
    """User and password that a client sent to the proxy; empty if none."""
    raw = request.headers.get("proxy-authorization", "").partition(" ")[2]
    try:
        user, _, password = base64.b64decode(raw).decode(errors="replace").partition(":")
    except ValueError:
        return "", ""
    return user, password


async def tunnel(wire: Wire, port: int, ends: dict[int, str | None], name: str | None) -> None:
    """Forwards an accepted CONNECT to the lab, whatever its target.

    `ends` contains the port from which the tunnel comes only while it is open, because another connection may
    get that port next.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    end = writer.get_extra_info("sockname")[1]
    ends[end] = name
    try:
        await wire.send(head(200, {}))
        back = asyncio.create_task(_copy(reader, wire.writer))
        try:
            await _copy(wire.reader, writer)
        finally:
            back.cancel()
    finally:
        del ends[end]
        writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


class FullBacklog:
    """A port whose accept backlog is full, so further connections are never accepted."""

    def __init__(self) -> None:
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self._waiting = [self._open_connection() for _ in range(3)]

    def _open_connection(self) -> socket.socket:
        waiting = socket.socket()
        waiting.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            waiting.connect(("127.0.0.1", self.port))
        return waiting

    def drop_clients(self) -> None:
        """Disconnects the waiting clients."""
        for one in self._waiting:
            one.close()

    def close(self) -> None:
        """Frees the port."""
        self.drop_clients()
        self.listener.close()


_ask = respond_with(head(407, {"proxy-authenticate": 'Basic realm="lab"', "content-length": "0"}))
_forbid = respond_with(head(403, {"content-length": "0"}))
FAULTS = (
    Fault("tls-untrusted", "a certificate that nobody trusts", healthy.play, target="tls"),
    Fault(
        "tls-to-plain-port",
        "https:// spoken to a port that answers in plain HTTP",
        healthy.play,
        target="tls-to-plain",
    ),
    Fault("plain-to-tls-port", "http:// spoken to a TLS port", healthy.play, target="plain-on-tls"),
    Fault(
        "proxy-407",
        "a proxy that wants a password",
        healthy.play,
        target="proxy",
        proxy=_ask,
    ),
    Fault(
        "proxy-403",
        "a proxy that forbids the host",
        healthy.play,
        target="proxy",
        proxy=_forbid,
    ),
    Fault("proxy-hang", "a proxy that never answers", healthy.play, target="proxy", proxy=hang),
    Fault("proxy-socks", "a proxy variable with an invalid scheme", healthy.play, target="proxy-socks"),
    Fault("proxy-refused", "a proxy address where nobody listens", healthy.play, target="proxy-refused"),
    Fault("tls-hang", "a port that takes the TLS greeting and says nothing", target="tls-hang"),
    Fault("connect-hang", "a port that never takes the connection", healthy.play, target="connect-hang"),
    Fault("no-route", "an address to which there is no way", target="no-route"),
    Fault("refused", "a port where nobody listens", target="refused"),
    Fault("dns", "a host name that does not exist", target="dns"),
)
