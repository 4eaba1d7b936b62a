"""Runs under an SDK's own Python: imports the SDK once, then forks for each program that it is given.

Each connection to the socket named as argument is one program: a line with {"program", "env", "stdout",
"stderr", "waits", "seconds"}, answered at its end by a line with {"exit"}, null after a timeout. The first
line of standard input is {"program", "env", "calls"}: what to run in advance; the server ends when standard
input does. Programs run unchanged. Waits are recorded and shortened: sleeps to 20 ms, timeouts to 1 s.
Connect timeouts are shortened to 2.5 s if a program allows more than the default of 5 s, so that it still
waits longer than others.
"""

import asyncio
import contextlib
import gc
import json
import os
import runpy
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

import anthropic
import anyio

SLEEP_SECONDS = 0.02
TIMEOUT_SECONDS = 1.0
CONNECT_SECONDS = 2.5
WAITS: list = []  # seconds that the program asked to wait
CONTEXTS = 3  # TLS contexts that are ready for each program; few create more clients
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")  # variables that a new context reads


def shorten() -> None:
    """Shortens all waits of a program, including those of libraries."""
    real_sleep, real_async_sleep = time.sleep, asyncio.sleep

    def short_sleep(seconds: float) -> None:
        WAITS.append(seconds)
        real_sleep(min(seconds, SLEEP_SECONDS))

    time.sleep = short_sleep

    async def short(seconds: float, result: object = None) -> object:
        WAITS.append(seconds)
        return await real_async_sleep(min(seconds, 0.2), result)

    asyncio.sleep = short
    real_anyio_sleep = anyio.sleep

    async def short_anyio(seconds: float) -> None:
        WAITS.append(seconds)
        await real_anyio_sleep(min(seconds, SLEEP_SECONDS))

    anyio.sleep = short_anyio
    kind = anthropic.Timeout
    real_init = kind.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        real_init(self, *args, **kwargs)
        shorten_timeout(self)

    kind.__init__ = init
    shorten_timeout(anthropic.DEFAULT_TIMEOUT)  # it was created before the line above


def shorten_timeout(timeout: Any) -> None:
    """Shortens the limits of an existing timeout."""
    # A timeout may be made from another several times: never shorten one twice.
    if timeout.connect is not None and timeout.connect > CONNECT_SECONDS:
        timeout.connect = CONNECT_SECONDS if timeout.connect > 5 else TIMEOUT_SECONDS
    for name in ("read", "write", "pool"):
        value = getattr(timeout, name)
        if value is not None:
            setattr(timeout, name, min(value, TIMEOUT_SECONDS))


def warm_up(job: dict) -> None:
    """Makes each call once in this process, so that programs find modules imported and models built."""
    out = sys.stdout
    for call in job["calls"]:
        os.environ.update(job["env"], CALL=call)
        with open(os.devnull, "w") as sys.stdout:
            runpy.run_path(job["program"])
        gc.collect()  # or the next call's event loop closes this one's client
    sys.stdout = out
    WAITS.clear()
    if sys.version_info < (3, 14):  # until then, asyncio.get_event_loop() depends on whether a loop has run
        asyncio.set_event_loop_policy(None)
    gc.freeze()  # a collection in a program would copy all of this


def make_contexts() -> Callable[[], None]:
    """Creates TLS contexts in advance, because that takes longer than everything else in a short program.

    Returns a function that makes the clients of a program use them, each one once.
    """
    package = next(name for name in ("httpx2", "httpx") if name in sys.modules)  # the one that this SDK uses
    transports: Any = sys.modules[f"{package}._transports.default"]
    real = transports.create_ssl_context
    ready = [real(verify=True, cert=None, trust_env=True) for _ in range(CONTEXTS)]

    def create(*args: Any, **kwargs: Any) -> Any:
        plain = not args and kwargs == {"verify": True, "cert": None, "trust_env": True}
        return ready.pop() if plain and ready else real(*args, **kwargs)

    def offer() -> None:
        if not any(name in os.environ for name in CERTIFICATES):
            transports.create_ssl_context = create

    return offer


def run(job: dict, offer_contexts: Callable[[], None]) -> None:
    """Runs in the child process, which becomes the program."""
    os.setsid()
    os.environ.clear()
    os.environ.update(job["env"])
    for path, target, mode in (
        (os.devnull, 0, os.O_RDONLY),
        (job["stdout"], 1, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (job["stderr"], 2, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(path, mode), target)
    os.closerange(3, 1024)  # other programs' connections
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - for the life of the program
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
    sys.argv = [job["program"]]
    offer_contexts()
    status = 0
    try:
        runpy.run_path(job["program"], run_name="__main__")
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
        if isinstance(error.code, str):
            print(error.code, file=sys.stderr)
        status = 0 if error.code is None else status
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    with open(job["waits"], "w") as file:
        json.dump(WAITS, file)
    os._exit(status)


class Child:
    """A running program, and the connection that requested it."""

    def __init__(self, connection: socket.socket, offer_contexts: Callable[[], None]) -> None:
        self._connection = connection
        with connection.makefile("rb") as lines:
            job = json.loads(lines.readline())
        self._pid = os.fork()
        if self._pid == 0:
            run(job, offer_contexts)
        self.deadline = time.monotonic() + job["seconds"]
        self.ended = os.pidfd_open(self._pid)  # becomes readable when the program ends

    def end(self) -> None:
        """Kills everything that the program started, and reports its exit status."""
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        if not pid:
            os.waitpid(self._pid, 0)
        os.close(self.ended)
        with contextlib.suppress(ConnectionError), self._connection as connection:
            answer = {"exit": os.waitstatus_to_exitcode(status) if pid else None}
            connection.sendall(json.dumps(answer).encode() + b"\n")


def serve(listener: socket.socket, offer_contexts: Callable[[], None]) -> None:
    """Runs programs, several at once, until standard input ends."""
    children: dict[int, Child] = {}
    poll = select.poll()
    poll.register(0)
    poll.register(listener)
    over = False
    while not over:
        now = time.monotonic()
        first = min((child.deadline for child in children.values()), default=now + 60)
        ready = [at for at, _ in poll.poll(max(0, first - now) * 1000 + 1)]
        over = 0 in ready
        if listener.fileno() in ready:
            child = Child(listener.accept()[0], offer_contexts)
            children[child.ended] = child
            poll.register(child.ended, select.POLLIN)
        now = time.monotonic()
        for at, child in [*children.items()]:
            if over or at in ready or child.deadline <= now:
                poll.unregister(at)
                children.pop(at).end()


def main() -> None:
    """Warms up, prints "ready", and runs programs."""
    job = json.loads(sys.stdin.readline())
    shorten()
    warm_up(job)
    os.environ.clear()
    offer_contexts = make_contexts()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    print("ready", flush=True)
    serve(listener, offer_contexts)


main()
