"""Runs programs under one SDK version with a time limit, and leaves no process behind."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import re2

from diagnostic.lab.sdks import LATEST, Sdk
from diagnostic.lab.server import Lab
from diagnostic.paths import ROOT

SECONDS = 40  # long enough for six attempts that each wait a hundredth of Node's own 300 s
# Details that vary between runs and mean nothing: ports, addresses, local paths.
_RUN_SPECIFIC = re2.compile(
    r"127\.\d+\.\d+\.\d+:\d+|\b(?:port:?"
    r" )\d+|0x[0-9a-f]+|/(?:tmp|work|home|root|usr)/[\w/.@-]+|\(_ssl\.c:\d+\)|[0-9A-F]{16}:error"
)
_HERE = Path(__file__).parent
_UNUSED_FILES = shutil.ignore_patterns("*.map", "*.d.ts", "*.d.mts", "src")
CLOUD_PACKAGES = ("bedrock-sdk", "vertex-sdk", "foundry-sdk")
PROBE = _HERE / "probe"
PYTHON_CALLS = ("create", "stream", "helper", "async_create", "async_stream", "async_helper")
_STRIP_TYPES = (
    'process.stdout.write(require("node:module").stripTypeScriptTypes('
    'require("node:fs").readFileSync(0, "utf8")))'
)
# Programs are too short-lived for garbage collection, or threads for it, to pay off.
_NODE_FLAGS = ("--min-semi-space-size=64", "--max-semi-space-size=64", "--v8-pool-size=0")


def without_run_specific_details(text: str) -> str:
    """The text without details that vary between runs."""
    return _RUN_SPECIFIC.sub(lambda _: "…", text)  # RE2 would read "…" in a template as Latin-1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended. `status` is None after a timeout; `waits` are the seconds that
    it asked to wait.
    """

    status: int | None
    stdout: str
    stderr: str
    waits: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """Where a program writes."""

    stdout: Path
    stderr: Path
    waits: Path


_Run = Callable[[Path, dict[str, str], Files], Awaitable[int | None]]


class Runner:
    """Runs programs under one SDK, as many at once as are asked for; an async context manager."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self._server: asyncio.subprocess.Process | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="lab-"))
        self._socket = self._folder / "socket"

    async def __aenter__(self) -> Runner:
        await (self._start_server() if self.sdk.language == "python" else asyncio.to_thread(self._link_sdk))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            assert self._server.stdin is not None
            self._server.stdin.close()
            await self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _start_server(self) -> None:
        self._server = await asyncio.create_subprocess_exec(
            self.sdk.folder / "bin" / "python", _HERE / "fork_server.py", self._socket,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._server.stdin is not None and self._server.stdout is not None
        async with Lab() as lab:
            first = {"program": str(PROBE / "probe.py"), "env": lab.environment("ok"), "calls": PYTHON_CALLS}
            self._server.stdin.write(json.dumps(first).encode() + b"\n")
            if not await self._server.stdout.readline():
                raise RuntimeError(f"the programs' server did not start under {self.sdk.name}")

    def _link_sdk(self) -> None:
        # Programs import "@anthropic-ai/sdk"; their folder decides which version that is.
        modules = self._folder / "node_modules" / "@anthropic-ai"
        modules.mkdir(parents=True)
        (modules / "sdk").symlink_to(self.sdk.folder / "node_modules" / "@anthropic-ai" / "sdk")
        root = ROOT / "node_modules"
        # Node resolves the SDK from a package's real path, so only a copy finds this version.
        for name in CLOUD_PACKAGES:
            shutil.copytree(root / "@anthropic-ai" / name, modules / name, ignore=_UNUSED_FILES)
        for package in root.iterdir():
            if package.name not in ("@anthropic-ai", ".bin", ".package-lock.json"):
                (self._folder / "node_modules" / package.name).symlink_to(package)
        (self._folder / "package.json").write_text('{"type": "module"}')

    async def run(self, program: Path, environment: dict[str, str]) -> Outcome:
        """Runs the program unchanged."""
        if not self._server:
            return await self.run_text(program.read_text(encoding="utf-8"), environment, program.stem)
        return await self._run(self._run_python, program, environment)

    async def run_text(self, text: str, environment: dict[str, str], name: str = "block") -> Outcome:
        """Runs a TypeScript program that is given as text."""
        # The same text keeps its place, because Node keeps what it compiled by path.
        folder = self._folder / hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        program = folder / f"{name}.{'js' if self.sdk.node else 'ts'}"
        if not program.is_file():
            text = await _without_types(text) if self.sdk.node else text
        if not program.is_file():  # another run may have written it, and Node may be reading it
            folder.mkdir(exist_ok=True)
            program.write_text(text, encoding="utf-8")
        return await self._run(self._run_node, program, environment)

    async def _run(self, run: _Run, program: Path, environment: dict[str, str]) -> Outcome:
        base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = {**base, "NO_PROXY": "", **environment}
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            files = Files(*(Path(folder) / name for name in ("out", "err", "waits")))
            status = await run(program, environment, files)
            waits = json.loads(files.waits.read_text() or "[]") if files.waits.is_file() else []
            stdout, stderr = (path.read_text(errors="replace") for path in (files.stdout, files.stderr))
        return Outcome(status, stdout, stderr, tuple(waits))

    async def _run_python(self, program: Path, environment: dict[str, str], files: Files) -> int | None:
        paths = {"stdout": str(files.stdout), "stderr": str(files.stderr), "waits": str(files.waits)}
        job = {"program": str(program), "env": environment, "seconds": SECONDS, **paths}
        reader, writer = await asyncio.open_unix_connection(self._socket)
        try:
            writer.write(json.dumps(job).encode() + b"\n")
            return json.loads(await reader.readline())["exit"]
        finally:
            writer.close()

    async def _run_node(self, program: Path, environment: dict[str, str], files: Files) -> int | None:
        own = {"LAB_WAITS": str(files.waits), "NODE_COMPILE_CACHE": str(self._folder / "compiled")}
        with files.stdout.open("wb") as stdout, files.stderr.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                self.sdk.node_program, "--no-warnings", *_NODE_FLAGS,
                "--import", _HERE / "shorten.mjs", program,
                env={**environment, **own},
                stdin=asyncio.subprocess.DEVNULL, stdout=stdout, stderr=stderr, start_new_session=True,
            )  # fmt: skip
            try:
                return await asyncio.wait_for(process.wait(), SECONDS)
            except TimeoutError:
                return None
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()


async def _without_types(text: str) -> str:
    """The program as the lab's own Node runs it; older ones do not read TypeScript."""
    process = await asyncio.create_subprocess_exec(
        LATEST["typescript"].node_program, "--no-warnings", "-e", _STRIP_TYPES,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    printed, _ = await process.communicate(text.encode())
    if process.returncode:
        raise RuntimeError("Node cannot remove the types of a program")
    return printed.decode()
