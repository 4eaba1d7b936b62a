"""One call of the kind that CALL names; prints as JSON what a caller sees."""

import asyncio
import json
import os
import sys
from typing import Any

import anthropic

REQUEST: dict[str, Any] = {
    "model": "claude-sonnet-4-6",
    "max_tokens": 64,
    "messages": [{"role": "user", "content": "Say hello."}],
}
CLASSES = ("APIConnectionError", "APITimeoutError", "APIStatusError", "APIError", "AnthropicError")
seen: dict[str, Any] = {
    "text": "",
    "exception": None,
    "message": "",
    "status": None,
    "caught_by": [],
    "stop_reason": None,
}


def read(event: Any) -> None:
    if event.type == "content_block_delta" and event.delta.type == "text_delta":
        seen["text"] += event.delta.text
    elif event.type == "message_delta":
        seen["stop_reason"] = event.delta.stop_reason


def keep(message: Any) -> None:
    if isinstance(message, str):  # the SDK returns a body that is not JSON as text, without an error
        seen["text"], seen["stop_reason"] = message, "not a Message"
        return
    seen["text"] = "".join(block.text for block in message.content or [] if block.type == "text")
    seen["stop_reason"] = message.stop_reason


def create() -> None:
    keep(anthropic.Anthropic().messages.create(**REQUEST))


def stream() -> None:
    for event in anthropic.Anthropic().messages.create(**REQUEST, stream=True):
        read(event)


def helper() -> None:
    with anthropic.Anthropic().messages.stream(**REQUEST) as events:
        keep(events.get_final_message())


async def async_create() -> None:
    keep(await anthropic.AsyncAnthropic().messages.create(**REQUEST))


async def async_stream() -> None:
    async for event in await anthropic.AsyncAnthropic().messages.create(**REQUEST, stream=True):
        read(event)


async def async_helper() -> None:
    async with anthropic.AsyncAnthropic().messages.stream(**REQUEST) as events:
        keep(await events.get_final_message())


try:
    outcome = globals()[os.environ["CALL"]]()
    if asyncio.iscoroutine(outcome):
        asyncio.run(outcome)
except Exception as error:
    kind = type(error)
    module = kind.__module__.partition("._")[0]
    seen["exception"] = kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"
    seen["message"] = str(error)
    seen["status"] = getattr(error, "status_code", None)
    seen["caught_by"] = [name for name in CLASSES if isinstance(error, getattr(anthropic, name))]
json.dump(seen, sys.stdout)
