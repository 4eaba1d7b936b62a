"""Each fault on the wire, byte by byte: tests/lab/wire/<fault>.txt; UPDATE_WIRE=1 writes these files."""

import asyncio
import base64
import json
import os
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lab_client import BODY, PATIENCE_SECONDS, as_text, ask

from diagnostic.lab import healthy
from diagnostic.lab.catalogue import FAULTS, GROUPS
from diagnostic.lab.server import Lab
from diagnostic.lab.statuses import FAULTS as STATUSES
from diagnostic.lab.streams import CALL_FAULTS, STREAM_FAULTS

pytestmark = pytest.mark.slow

WIRE = Path(__file__).parent / "lab" / "wire"
DEFECTS = json.loads((Path(__file__).parent / "lab" / "defects.json").read_text())
# Their number depends on how long one listens.
_ENDLESS = ("pings-only",)


def play(fault: str, **request) -> tuple[bytes, str]:
    async def run():
        async with Lab() as lab:
            return await ask(lab.port, fault, **request)

    return asyncio.run(run())


def defective(fault: str) -> dict:
    """The request that has the defect; "@n" stands for n letters."""
    wanted = json.loads(json.dumps(DEFECTS[fault]), object_hook=_lengthen)
    if "without" in wanted:
        return {
            "raw": json.dumps(
                {name: value for name, value in BODY.items() if name != wanted["without"]}
            ).encode()
        }
    if "raw" in wanted:
        return {"raw": wanted["raw"].encode()}
    return {name: wanted[name] for name in ("body", "headers", "path") if name in wanted}


def _lengthen(found: dict) -> dict:
    return {
        name: "x" * int(value[1:]) if isinstance(value, str) and value.startswith("@") else value
        for name, value in found.items()
    }


def same_as_recorded(fault: str, received: bytes, end: str) -> bool:
    path, seen = WIRE / f"{fault}.txt", as_text(received, end)
    if os.environ.get("UPDATE_WIRE"):
        path.write_text(seen)
    expected = path.read_text()
    if fault in _ENDLESS:
        seen, expected = seen[:900], expected[:900]
    assert seen == expected
    return True


OVER_HTTP = [fault for fault in FAULTS.values() if fault.target in ("http", "bedrock")]
UNCONDITIONAL = [fault.name for fault in OVER_HTTP if not fault.is_conditional]
CONDITIONAL = [fault.name for fault in OVER_HTTP if fault.is_conditional]


@pytest.mark.parametrize("fault", UNCONDITIONAL)
def test_fault_breaks_byte_by_byte_as_recorded(fault):
    streams = fault in {stream.name for stream in (*CALL_FAULTS, *STREAM_FAULTS)}
    limit = 1.5 if fault in _ENDLESS else 240
    # Where something comes, it may come late on a busy machine.
    path = WIRE / f"{fault}.txt"
    patience = limit if path.is_file() and not path.read_text().endswith("[held]\n") else PATIENCE_SECONDS
    body = {"stream": True} if streams else None
    assert same_as_recorded(fault, *play(fault, body=body, patience=patience, limit=limit))


@pytest.mark.parametrize("fault", CONDITIONAL)
def test_defect_is_refused_as_recorded(fault):
    assert same_as_recorded(fault, *play(fault, **defective(fault)))


@pytest.mark.parametrize("fault", CONDITIONAL)
def test_request_without_the_defect_is_answered(fault):
    received, _ = play(fault)
    assert received.startswith(b"HTTP/1.1 200 ")
    assert healthy.TEXT.encode() in received


@pytest.mark.parametrize(
    "fault", [name for name in UNCONDITIONAL if name not in ("ok", "bedrock", "slow", "late-answer")]
)
def test_recovering_fault_answers_once_it_is_over(fault):
    async def run():
        async with Lab() as lab:

            async def meet(run):
                met = await ask(lab.port, run, body={"stream": True}, patience=0.2, limit=1)
                while not lab.requests[run]:
                    await asyncio.sleep(0.01)
                return met

            await meet(f"{fault}+1@a")
            again, _ = await ask(lab.port, f"{fault}+1@a", body={"stream": True}, patience=240)
            return again, await meet(f"{fault}+1@b"), lab.requests

    again, (other, _), requests = asyncio.run(run())
    assert again.startswith(b"HTTP/1.1 200 ") and b"message_stop" in again and again.endswith(b"0\r\n\r\n")
    assert requests[f"{fault}+1@a"] == 2
    assert requests[f"{fault}+1@b"] == 1, "runs are counted apart"
    assert other != again


def test_no_two_faults_share_a_name():
    names = [fault.name for group in GROUPS.values() for fault in group]
    assert sorted(names) == sorted(set(names))


def test_each_recorded_fault_exists():
    assert {path.stem for path in WIRE.glob("*.txt")} == {fault.name for fault in OVER_HTTP}


def test_unknown_fault_says_how_to_list_them():
    received, _ = play("no-such-fault")
    assert received.startswith(b"HTTP/1.1 404 ") and b"--list" in received


def test_errors_of_the_api_carry_a_request_id_and_gateways_do_not():
    for fault in STATUSES:
        received, _ = play(fault.name)
        is_api = b'"type":"error"' in received
        assert (b"\r\nrequest-id: req_" in received) is is_api, fault.name


def test_nothing_but_loopback_is_listened_on_or_pointed_at():
    async def run():
        async with Lab() as lab:
            hosts = {
                server_socket.getsockname()[0] for server in lab._servers for server_socket in server.sockets
            }
            urls = [value for name in FAULTS for value in lab.environment(name).values() if "://" in value]
            return hosts, {urlsplit(url).hostname for url in urls}

    listening, pointed_at = asyncio.run(run())
    assert listening == {"127.0.0.1"}
    # RFC 6761: names under .invalid never resolve
    assert all(host.startswith("127.") or host.endswith(".invalid") for host in pointed_at)


def test_output_never_holds_headers_or_bodies():
    lines: list[str] = []

    async def run():
        async with Lab(log=lines.append) as lab:
            for fault in ("ok", "overloaded", "wrong-key"):
                await ask(
                    lab.port,
                    fault,
                    body={"metadata": {"user_id": "body-secret"}},
                    headers={"x-api-key": "header-secret"},
                )

    asyncio.run(run())
    assert len(lines) == 3 and "overloaded: request 1" in lines[1]
    assert not any("secret" in line for line in lines)


def test_nothing_listens_once_the_lab_is_closed():
    async def run():
        async with Lab() as lab:
            ports = lab.port, lab.tls_port, lab.proxy_port
            await ask(lab.port, "stall", body={"stream": True}, patience=0.1)
        return ports

    for port in asyncio.run(run()):
        with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 1):
            pass


def test_untrusted_certificate_is_refused_by_those_who_check():
    async def run():
        async with Lab() as lab:
            trusting = ssl.create_default_context()
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            received, _ = await ask(lab.tls_port, "tls-untrusted", tls=trusting)
            with pytest.raises(ssl.SSLCertVerificationError):
                await ask(lab.tls_port, "tls-untrusted", tls=ssl.create_default_context())
            return received

    assert healthy.TEXT.encode() in asyncio.run(run())


def test_tls_spoken_to_the_plain_port_is_no_tls():
    async def run():
        async with Lab() as lab:
            with pytest.raises(ssl.SSLError):
                await ask(lab.port, "tls-to-plain-port", tls=ssl.create_default_context())

    asyncio.run(run())


def test_http_spoken_to_the_tls_port_gets_no_http():
    async def run():
        async with Lab() as lab:
            return await ask(lab.tls_port, "plain-to-tls-port")

    received, end = asyncio.run(run())
    assert end in ("closed", "reset") and b"HTTP/" not in received


def test_refused_port_refuses():
    async def run():
        async with Lab() as lab:
            port = urlsplit(lab.environment("refused")["ANTHROPIC_BASE_URL"]).port
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", port)
            with pytest.raises(OSError, match="in use"), socket.socket() as other:
                other.bind(("127.0.0.1", port))

    asyncio.run(run())


async def connect(port: int, credentials: str):
    """Asks a proxy for a tunnel."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    shown = base64.b64encode(credentials.encode()).decode()
    writer.write(
        f"CONNECT api.lab.invalid:443 HTTP/1.1\r\nproxy-authorization: Basic {shown}\r\n\r\n".encode()
    )
    return reader, writer


def test_proxy_makes_a_tunnel_for_the_right_password_and_it_ends_in_the_lab():
    async def run():
        async with Lab() as lab:
            told = lab.environment("proxy-407")
            reader, writer = await connect(lab.proxy_port, f"{told['PROXY_USER']}:{told['PROXY_PASSWORD']}")
            accepted = await reader.readuntil(b"\r\n\r\n")
            trusting = ssl.create_default_context(cafile=told["SSL_CERT_FILE"])
            await writer.start_tls(trusting, server_hostname="api.lab.invalid")
            data = json.dumps(BODY)
            writer.write(
                f"POST /proxy-407/v1/messages HTTP/1.1\r\ncontent-length: {len(data)}\r\n\r\n{data}".encode()
            )
            answer = await reader.readuntil(healthy.TEXT.encode())
            writer.close()
            return accepted, answer

    accepted, answer = asyncio.run(run())
    assert accepted.startswith(b"HTTP/1.1 200 ") and answer.startswith(b"HTTP/1.1 200 ")


def test_full_queue_takes_nobody_and_the_one_that_passes_opens():
    async def run():
        async with Lab() as lab:
            for_ever = urlsplit(lab.environment("connect-hang")["ANTHROPIC_BASE_URL"]).port
            passing = urlsplit(lab.environment("connect-hang*1")["ANTHROPIC_BASE_URL"]).port
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.open_connection("127.0.0.1", for_ever), 0.3)
            return await asyncio.wait_for(ask(passing, "connect-hang+1"), 240)

    received, _ = asyncio.run(run())
    assert healthy.TEXT.encode() in received


def test_address_without_a_way_is_unreachable_and_belongs_to_loopback():
    async def run():
        async with Lab() as lab:
            return urlsplit(lab.environment("no-route")["ANTHROPIC_BASE_URL"])

    address = asyncio.run(run())
    assert address.hostname.startswith("127.")
    with (
        pytest.raises(OSError, match="unreachable"),
        socket.create_connection((address.hostname, address.port), 1),
    ):
        pass


@pytest.mark.parametrize("fault", [fault.name for fault in FAULTS.values() if fault.target != "http"])
def test_fault_is_over_where_somebody_has_acted(fault):
    async def run():
        async with Lab() as lab:
            told = lab.environment(f"{fault}*0")
            if proxy := told.get("HTTPS_PROXY"):
                assert urlsplit(proxy).port == lab.proxy_port
                return b"a proxy that makes tunnels"
            address = urlsplit(told.get("ANTHROPIC_BASE_URL") or told["ANTHROPIC_BEDROCK_BASE_URL"])
            assert address.scheme == "http" and address.port == lab.port
            return (await ask(lab.port, address.path.strip("/")))[0]

    assert asyncio.run(run())


PROXIES = {"proxy-407": b"HTTP/1.1 407 ", "proxy-403": b"HTTP/1.1 403 "}


@pytest.mark.parametrize("fault", PROXIES)
def test_proxy_refuses_to_connect(fault):
    async def run():
        async with Lab() as lab:
            proxy = urlsplit(lab.environment(fault)["HTTPS_PROXY"])
            reader, writer = await connect(proxy.port, f"{proxy.username}:{proxy.password}")
            received = await reader.read()
            writer.close()
            return received, lab.requests[fault]

    received, requests = asyncio.run(run())
    assert received.startswith(PROXIES[fault]) and requests == 1
