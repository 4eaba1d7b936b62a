"""Runs a block unchanged inside typical user code; prints the result as one line.

A block can use `client`, `messages`, `tools` and `model`. Its form shows its kind: it leaves a `message`,
`text` or `answers`; or its last function takes a `client` and returns the answer; or its last function takes
a part of the request and returns it repaired; or it creates a `client` to use.
"""

import asyncio
import contextlib
import inspect
import json
import os
import re
import signal
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import anthropic

sys.path.insert(0, str(Path(__file__).parent))  # this program is run by its path, from any folder
from request import make_request

BLOCK = Path(os.environ["LAB_BLOCK"])
# What is special in the user's code: own-bug, own-late-bug, own-restart-bug, own-tool-bug, own-cancel,
# patient, sdk-objects, tuples, iterators.
TRIAL = os.environ.get("LAB_TRIAL", "")
QUESTIONS = 6
request = make_request(BLOCK.read_text(), TRIAL)
shown = []


# The client class for each cloud platform.
PLATFORMS = {
    "bedrock": ("AnthropicBedrock", {}),
    "vertex": ("AnthropicVertex", {"region": "us-east5", "project_id": "my-project"}),
    "foundry": ("AnthropicFoundry", {"resource": "my-resource"}),
}


class OwnError(Exception):
    """Raised by the user's own code; like an instance of a frozen dataclass, it takes no attributes."""

    def __setattr__(self, name, value):
        raise AttributeError(f"cannot assign to field {name!r}")


def on_text(text):
    if TRIAL in ("own-bug", "own-late-bug"):
        raise OwnError("a bug in the person's own handler")
    shown.append(text)


def on_restart(*_):
    if TRIAL == "own-restart-bug":
        raise OwnError("a bug in the person's own handler")
    shown.clear()


def call_tool(name, given):
    if TRIAL == "own-tool-bug":
        raise OwnError("a bug in the person's own tool")
    return "18 degrees"


def later(function):
    """The function as asynchronous code has it: it sends the text to a browser."""

    async def call(*given):
        await asyncio.sleep(0)
        return function(*given)

    return call


def main():
    """Runs the block, sends a request if the block only prepared one, and prints the result."""
    source = BLOCK.read_text()
    is_async = "async def" in source
    # A block that creates the client is for users whose own client cannot be created, or whose requests fail.
    makes_client = re.search(r"(?m)^client = anthropic\.", source)
    name, given = PLATFORMS.get(os.environ.get("LAB_PLATFORM", ""), ("Anthropic", {}))
    kind = getattr(anthropic, f"Async{name}" if is_async else name)
    client = None if makes_client else kind(**given)
    names = {"tools": [], **request, "client": client, "questions": ["Say hello."] * QUESTIONS}
    space = {"__name__": "block", **names}
    before = set(space)
    if TRIAL == "patient":
        time.sleep = lambda seconds: None
    if TRIAL == "own-cancel" and not is_async:
        # A shell's background programs ignore SIGINT, and so do their children.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Timer(0.4, os.kill, (os.getpid(), signal.SIGINT)).start()
    exec(compile(source, str(BLOCK), "exec"), space)  # noqa: S102 - this is the block
    made = {name: value for name, value in space.items() if name not in before}
    result = next((made[name] for name in ("message", "text", "answers") if name in made), None)
    functions = [
        value for value in made.values() if inspect.isfunction(value) and value.__module__ == "block"
    ]
    if result is None and functions:
        result = call(functions[-1], space)
    elif result is None and space["client"] is not client:
        result = ask(space["client"])
    print("LAB-RESULT " + json.dumps(describe(result)))


def call(function, space):
    """Calls the function with arguments by parameter name; a result that is not an answer goes into a
    request.
    """
    parameters = inspect.signature(function).parameters
    client, names = space["client"], list(parameters)
    before = repr(request)  # a block changes a copy
    given = choose(parameters, space)
    if inspect.iscoroutinefunction(function):
        given |= {name: later(given[name]) for name in ("on_text", "on_restart") if name in given}
    try:
        result = finish(function(**given))
    except BaseException as error:
        print("LAB-LEFT", [getattr(error, name, None) for name in ("turns", "parts", "container")])
        raise
    if repr(request) != before:
        raise AssertionError(f"the block changed what it was given: {before} is {request}")
    if isinstance(result, tuple) and getattr(result[0], "type", "") == "message_batch":
        result = client.messages.batches.results(result[0].id)
    if names[:1] in (["data"], ["value"]):  # the block changes a part of a message
        content = result if isinstance(result, str) else [result]
        return ask(client, {**request, "messages": [{"role": "user", "content": content}]})
    if type(result).__name__.endswith("JSONLDecoder"):
        return [getattr(one.result, "message", None) or ValueError(one.result) for one in result]
    if "client" in names or not names or isinstance(result, anthropic.types.Message):
        return result
    if isinstance(result, (anthropic.Anthropic, anthropic.AsyncAnthropic)):
        return ask(result)
    return ask(client, result if names[0] == "request" else {**request, names[0]: result})


def choose(parameters, space):
    """Arguments for the parameters, out of everything that a block can ask for."""
    offered = {
        **space,
        "on_text": on_text,
        "on_restart": on_restart,
        "call_tool": call_tool,
        "batch_id": "msgbatch_01LabLabLabLabLabLab",
        "params_by_key": {"Paris, France": request, "Paris/France": request},
        "agent_id": "agent_01LabLabLabLabLabLab",
        "change": lambda agent: {"system": f"{agent.system} Be brief."},
        "data": b"\x89PNG\r\n\x1a\n\xff",
        "value": {"price": Decimal("9.50"), "at": Path("x")},
    }
    given = {name: offered[name] for name in parameters if name in offered and name != "request"}
    if "request" not in parameters:
        return given
    if parameters["request"].kind is inspect.Parameter.VAR_KEYWORD:
        return {**request, **given}
    return {**given, "request": request}


def finish(result):
    """The function's result: awaited, or joined if it arrives in pieces."""
    if inspect.iscoroutine(result):
        return asyncio.run(cancelled(result) if TRIAL == "own-cancel" else result)
    if inspect.isgenerator(result):
        return "".join(result)
    return asyncio.run(join(result)) if inspect.isasyncgen(result) else result


async def join(pieces):
    return "".join([piece async for piece in pieces])


async def cancelled(work):
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().call_later(0.4, task.cancel)
    return await task


def ask(client, changed=None):
    """Sends the plain request, or what the block made of it."""
    asked = client.messages.create(**(changed or request))
    if not inspect.isawaitable(asked):
        return asked
    return asyncio.run(cancelled(asked) if TRIAL == "own-cancel" else asked)


def text_of(block):
    """The text of a block, which a gateway may have left out."""
    return getattr(block, "text", None) or "" if getattr(block, "type", "") == "text" else ""


def describe(result):
    """What the caller finally has."""
    if getattr(result, "type", "") == "agent":
        result = result.description  # the lab's text, if the change was accepted
    if isinstance(result, tuple):  # the complete text, and its final message
        text, message = map(describe, result)
        return {**message, "text": text["text"]}
    if isinstance(result, list):
        return {"answers": [describe(one) for one in result], "shown": "".join(shown)}
    if isinstance(result, BaseException):
        return {"error": f"{type(result).__name__}: {result}"}
    if isinstance(result, str):
        return {"text": result, "shown": "".join(shown)}
    content = getattr(result, "content", None)
    return {
        "text": "".join(map(text_of, content or [])),
        "tools": [block.input for block in content or [] if getattr(block, "type", "") == "tool_use"],
        "stop_reason": getattr(result, "stop_reason", None),
        "shown": "".join(shown),
    }


with contextlib.suppress(BrokenPipeError):
    main()
