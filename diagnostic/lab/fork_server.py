"""Runs under an SDK's own Python: imports the SDK once, then forks for each program given on standard input.

An input line is {"program", "env", "stdout", "stderr", "waits", "seconds"}; an output line is {"exit"}, null
after a timeout. Programs run unchanged. Waits are recorded and shortened: sleeps to 20 ms, timeouts to 1 s.
Connect timeouts are shortened to 2.5 s if a program allows more than the default of 5 s, so that it still
waits longer than others.
"""

import asyncio
import contextlib
import json
import os
import runpy
import signal
import sys
import time
from typing import Any

import anthropic
import anyio

SLEEP_SECONDS = 0.02
TIMEOUT_SECONDS = 1.0
CONNECT_SECONDS = 2.5
WAITS: list = []  # seconds that the program asked to wait


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


def run(job: dict) -> None:
    """Runs in the child process, which becomes the program."""
    os.setsid()
    os.environ.clear()
    os.environ.update(job["env"])
    for path, target in ((job["stdout"], 1), (job["stderr"], 2)):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, target)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - for the life of the program
    sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
    sys.argv = [job["program"]]
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


def main() -> None:
    """Runs jobs until standard input ends."""
    shorten()
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            run(job)
        deadline = time.monotonic() + job["seconds"]
        exited = None
        while time.monotonic() < deadline:
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                exited = os.waitstatus_to_exitcode(status)
                break
            signal.sigtimedwait([], 0.01)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        if exited is None:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)
        print(json.dumps({"exit": exited}), flush=True)


main()
