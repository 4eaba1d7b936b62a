"""Runs a block exactly as it stands, with what a person's own code has around it; prints what came of it as
one line.

A block finds `client`, `messages`, `tools` and `model`. What it is, it says by itself:
it leaves a `message`, `text` or `answers`; or its last function takes a `client` and gives the answer;
or its last function takes a part of the request and gives it back put right; or it makes a `client` that
asks.
"""

import asyncio
import contextlib
import inspect
import json
import os
import re
import signal
import threading
from decimal import Decimal
from pathlib import Path

import anthropic

BLOCK = Path(os.environ["LAB_BLOCK"])
TRIAL = os.environ.get(
    "LAB_TRIAL", ""
)  # own-bug | own-cancel | sdk-objects: what is special on the person's own side
QUESTIONS = 6
request = {
    "model": "claude-sonnet-4-6",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Say hello."}],
    **json.loads(os.environ.get("LAB_REQUEST", "{}")),
}
if TRIAL == "sdk-objects":
    # As everybody keeps a history: with the content of an answer as the SDK gave it.
    for turn in request["messages"]:
        if turn["role"] == "assistant" and isinstance(turn["content"], list):
            turn["content"] = anthropic.types.Message.model_validate(
                {
                    "id": "msg_1",
                    "type": "message",
                    "role": "assistant",
                    "model": request["model"],
                    "stop_reason": "end_turn",
                    "stop_sequence": None,
                    "content": turn["content"],
                    "usage": {"input_tokens": 1, "output_tokens": 1},
                }
            ).content
shown = []


# The client that a program has on a cloud platform.
PLATFORMS = {
    "bedrock": ("AnthropicBedrock", {}),
    "vertex": ("AnthropicVertex", {"region": "us-east5", "project_id": "my-project"}),
    "foundry": ("AnthropicFoundry", {"resource": "my-resource"}),
}


class OwnBug(Exception):
    """What the person's own handler raises."""


def on_text(text):
    if TRIAL == "own-bug":
        raise OwnBug("a bug in the person's own handler")
    shown.append(text)


def on_restart(*_):
    shown.clear()


def main():
    """Prepares, runs the block, asks where it only prepared, and reports."""
    source = BLOCK.read_text()
    is_async = "async def" in source
    # A block that makes the client is for those whose own one cannot be made, or asks in vain.
    makes_client = re.search(r"(?m)^client = anthropic\.", source)
    name, given = PLATFORMS.get(os.environ.get("LAB_PLATFORM", ""), ("Anthropic", {}))
    kind = getattr(anthropic, f"Async{name}" if is_async else name)
    client = None if makes_client else kind(**given)
    names = {"tools": [], **request, "client": client, "questions": ["Say hello."] * QUESTIONS}
    space = {"__name__": "block", **names}
    before = set(space)
    if TRIAL == "own-cancel" and not is_async:
        # A program in the background of a shell ignores it, and its children inherit that.
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
    """Calls the block's function with what it asks for by name."""
    offered = {**space, "on_text": on_text, "on_restart": on_restart, "request": request}
    offered["call_tool"] = lambda name, given: "18 degrees"
    offered["batch_id"] = "msgbatch_01LabLabLabLabLabLab"
    offered["params_by_key"] = {"Paris, France": request, "Paris/France": request}
    offered["data"] = b"\x89PNG\r\n\x1a\n\xff"
    offered["value"] = {"price": Decimal("9.50"), "at": Path("x")}
    parameters = inspect.signature(function).parameters
    names = list(parameters)
    given = {name: offered[name] for name in names if name in offered and name != "request"}
    if parameters.get("request") and parameters["request"].kind is inspect.Parameter.VAR_KEYWORD:
        given |= {name: value for name, value in request.items() if name not in given}
    elif "request" in names:
        given["request"] = request
    result = function(**given)
    if inspect.iscoroutine(result):
        result = asyncio.run(cancelled(result) if TRIAL == "own-cancel" else result)
    elif inspect.isgenerator(result):
        result = "".join(result)
    elif inspect.isasyncgen(result):
        result = asyncio.run(join(result))
    if isinstance(result, tuple) and getattr(result[0], "type", "") == "message_batch":
        result = space["client"].messages.batches.results(result[0].id)
    if names[:1] in (["data"], ["value"]):  # what the block makes of it is a part of a message
        content = result if isinstance(result, str) else [result]
        return ask(space["client"], {**request, "messages": [{"role": "user", "content": content}]})
    if type(result).__name__.endswith("JSONLDecoder"):
        return [one.result.message for one in result]
    if "client" in names or not names or isinstance(result, anthropic.types.Message):
        return result
    if isinstance(result, (anthropic.Anthropic, anthropic.AsyncAnthropic)):
        return ask(result)
    return ask(space["client"], result if names[0] == "request" else {**request, names[0]: result})


async def join(pieces):
    return "".join([piece async for piece in pieces])


async def cancelled(work):
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().call_later(0.4, task.cancel)
    return await task


def ask(client, changed=None):
    """One request: the plain one, or what the block made of it."""
    asked = client.messages.create(**(changed or request))
    if not inspect.isawaitable(asked):
        return asked
    return asyncio.run(cancelled(asked) if TRIAL == "own-cancel" else asked)


def describe(result):
    """What the caller holds in the end."""
    if isinstance(result, tuple):  # the whole text, and the message that ended it
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
        "text": "".join(block.text for block in content if block.type == "text") if content else "",
        "tools": [block.input for block in content if block.type == "tool_use"] if content else [],
        "stop_reason": getattr(result, "stop_reason", None),
        "shown": "".join(shown),
    }


with contextlib.suppress(BrokenPipeError):
    main()
