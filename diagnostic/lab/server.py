"""The fault server: the first path segment names the fault, and all requests are counted."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable

from diagnostic.lab import cloud, healthy
from diagnostic.lab.catalogue import FAULTS, STREAM_FAULTS
from diagnostic.lab.defects import turns
from diagnostic.lab.fault import MAX_BODY_BYTES, Fault, Request, Wire, read_request
from diagnostic.lab.network import (
    PROXY_PASSWORD,
    PROXY_USER,
    FullBacklog,
    proxy_credentials,
    tls_context,
    tunnel,
)
from diagnostic.lab.schedule import Schedule
from diagnostic.lab.target import Ports, client_environment
from diagnostic.lab.wire import api_error, response

SECONDS_TO_OPEN = 1.0
Log = Callable[[str], None]


class Lab:
    """Simulates faults on 127.0.0.1; an async context manager."""

    def __init__(self, port: int = 0, log: Log = lambda line: None) -> None:
        self.port = port
        self.tls_port = self.proxy_port = 0
        self.requests: Counter[str] = Counter()
        self._log = log
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._backlogs: list[FullBacklog] = []
        # Bound for as long as the lab runs, so that no other program listens where connections are refused.
        self._closed = socket.socket()
        self.tunnels: dict[int, str | None] = {}  # port of a tunnel's end -> the schedule for its requests

    async def __aenter__(self) -> Lab:
        plain = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=MAX_BODY_BYTES)
        tls = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls_context(), limit=MAX_BODY_BYTES)
        proxy = await asyncio.start_server(self._serve_proxy, "127.0.0.1", 0)
        mute = await asyncio.start_server(self._hold, "127.0.0.1", 0)
        self._servers = [plain, tls, proxy, mute]
        self.port, self.tls_port, self.proxy_port, self._mute_port = (
            server.sockets[0].getsockname()[1] for server in self._servers
        )
        self._backlogs = [FullBacklog()]
        self._closed.bind(("127.0.0.1", 0))
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for backlog in self._backlogs:
            backlog.close()
        self._closed.close()
        # Stalled and hanging connections would never end.
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def count_requests(self, run: str) -> int:
        """The number of requests that a run sent."""
        return sum(count for name, count in self.requests.items() if name.endswith(f"@{run}"))

    def environment(self, schedule: str, run: str = "") -> dict[str, str]:
        """The variables that direct an unchanged program to a schedule; after `fault*0`, the user has put
        the fault right.
        """
        parsed = Schedule.parse(schedule)
        fault = FAULTS[parsed.fault]
        full = self._backlog_for(fault, parsed.failing_requests)
        closed_port = self._closed.getsockname()[1]
        ports = Ports(self.port, self.tls_port, self.proxy_port, self._mute_port, full.port, closed_port)
        segment = f"{schedule.replace(' ', '')}{f'@{run}' if run else ''}"
        return client_environment(fault, ports, segment, run, is_fixed=parsed.failing_requests == 0)

    def _backlog_for(self, fault: Fault, times: int | None) -> FullBacklog:
        if fault.target != "connect-hang" or not times:
            return self._backlogs[0]
        # A connection that is not accepted cannot be counted, so this fault ends after a time.
        backlog = FullBacklog()
        self._backlogs.append(backlog)
        opening = asyncio.create_task(self._accept_later(backlog))
        self._tasks.add(opening)
        return backlog

    async def _accept_later(self, backlog: FullBacklog) -> None:
        await asyncio.sleep(SECONDS_TO_OPEN)
        self._servers.append(await asyncio.start_server(self._serve, sock=backlog.listener))
        backlog.drop_clients()

    def _track_task(self) -> None:
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._track_task()
        try:
            await Wire(reader, writer).hold()
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client gave up, or the lab closes
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._track_task()
        wire = Wire(reader, writer)
        tunnelled = self._schedule_of_tunnel(writer)
        try:
            while (request := await read_request(reader)) and not writer.is_closing():
                if not await self._answer(request, wire, tunnelled):
                    break
        except ValueError:
            writer.write(response(400, "Bad Request\n", kind="text/plain"))
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            asyncio.CancelledError,
        ):
            pass  # the client has gone, or the lab closes: nothing to answer
        finally:
            writer.close()

    def _schedule_of_tunnel(self, writer: asyncio.StreamWriter) -> str | None:
        # Tunnels lead to the TLS port; a connection to another port may have the same client port.
        if writer.get_extra_info("ssl_object") is None:
            return None
        return self.tunnels.get(writer.get_extra_info("peername")[1])

    async def _answer(self, request: Request, wire: Wire, tunnelled: str | None) -> bool:
        """Answers one request; returns whether the connection stays open."""
        if signed_in := cloud.sign_in(request):
            await wire.send(signed_in)
            return True
        path = request.path.lstrip("/")
        segment, _, path = (tunnelled, "", path) if tunnelled else path.partition("/")
        try:
            schedule = Schedule.parse(segment)
        except ValueError as error:
            await wire.send(response(404, f"{error}.\n", kind="text/plain"))
            return True
        part = schedule.part(self.requests[segment])
        is_over = part is None
        name = part.fault if part else schedule.fault
        fault = FAULTS.get(name)
        wire.headers = part.headers_now() if part else {}
        if fault is None or not (is_over or fault.play or fault.check):
            hint = (
                "`diagnostic lab --list` names them"
                if fault is None
                else f"`diagnostic lab {fault.name}` says how to meet it"
            )
            await wire.send(
                response(404, f"There is no fault {name!r} at this address: {hint}.\n", kind="text/plain")
            )
            return True
        self.requests[segment] += 1
        number = self.requests[segment]
        origin = f"http://{request.headers.get('host', '')}/{segment}"
        inner = Request(request.method, "/" + path.partition("?")[0], request.headers, request.body, origin)
        outcome = await _play(fault, inner, wire, is_over)
        self._log(f"{name}: request {number}, {outcome}")
        return not wire.writer.is_closing()

    async def _serve_proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._track_task()
        try:
            request = await read_request(reader)
            if request:
                await self._answer_connect(request, Wire(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, ValueError, asyncio.CancelledError):
            pass  # the client has gone, or the lab closes
        finally:
            writer.close()

    async def _answer_connect(self, request: Request, wire: Wire) -> None:
        name, run = shown = proxy_credentials(request)
        to_cloud = _leads_to_cloud(name)
        if to_cloud or shown == (PROXY_USER, PROXY_PASSWORD):
            await tunnel(wire, self.tls_port, self.tunnels, name if to_cloud else None)
            return
        fault = FAULTS.get(name, FAULTS["proxy-407"])
        self.requests[f"{fault.name}@{run}" if run != "run" else fault.name] += 1
        self._log(f"{fault.name}: CONNECT refused")
        if fault.proxy:
            await fault.proxy(request, wire)


def _leads_to_cloud(user: str) -> bool:
    try:
        fault = FAULTS.get(Schedule.parse(user).fault)
    except ValueError:
        return False
    return fault is not None and fault.target in ("vertex", "foundry")


async def _play(fault: Fault, request: Request, wire: Wire, is_over: bool) -> str:
    if is_over:
        # A second look at an iterator or a file finds it empty, and the API refuses an empty turn.
        problem = turns.no_empty(request.json) or turns.read_again(request.json)
        refused = problem and api_error(400, "invalid_request_error", problem)
        await wire.send(refused or healthy.respond(request))
        return "answered: the fault is over"
    if fault.name == "ok" or (fault.name in STREAM_FAULTS and not request.json.get("stream")):
        await wire.send(healthy.respond(request))
        return "answered: no fault"
    if fault.check:
        error = fault.check(request)
        await wire.send(error or healthy.respond(request))
        return "answered: the defect was in the request" if error else "answered: no defect in the request"
    assert fault.play is not None
    await fault.play(request, wire)
    return "played"
