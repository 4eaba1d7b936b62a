"""Blocks that ask again, behind a gateway that redirects: from http to https, or to a page for signing in."""

import asyncio
import json
from typing import Any

import anthropic
import httpx2
import pytest
from block_runs import load_block

QUESTION = {"role": "user", "content": "Say hello."}
REQUEST = {
    "model": "claude-sonnet-4-6",
    "max_tokens": 8000,
    "messages": [QUESTION, {"role": "assistant", "content": "Hello."}, QUESTION],
}
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [{"type": "text", "text": "Hello."}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 1},
}
TOO_LONG = "prompt is too long: 300000 tokens > 200000 maximum"
NO_ROOM = "input length and `max_tokens` exceed context limit: 198000 + 8000 > 200000"
UNKNOWN = "Unexpected value(s) `lab-1` for the `anthropic-beta` header."
# block -> status and message of the error after which it asks again, and what it adds to the request
ASK_AGAIN = {
    "prompt-too-long/trim-history": (400, TOO_LONG, {}),
    "request-too-large/measure-body": (413, "Request exceeds the maximum size", {}),
    "context-limit-exceeded/fit-max-tokens": (400, NO_ROOM, {}),
    "beta-header-invalid/known-betas": (400, UNKNOWN, {"betas": ["lab-1"]}),
}
BLOCKS = [*ASK_AGAIN, *(f"{block}_async" for block in list(ASK_AGAIN)[:3])]


class Gateway(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Redirects each request that comes by http; the API behind it refuses the first one that arrives.

    httpx2.MockTransport would read each request, and after that the blocks can read it in any way.
    """

    def __init__(self, redirect: int, status: int, message: str):
        self.redirect, self.status, self.message = redirect, status, message
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.scheme == "http":
            location = str(request.url.copy_with(scheme="https"))
            return httpx2.Response(self.redirect, headers={"location": location})
        stream: Any = request.stream
        self.bodies.append(b"".join(stream))
        if len(self.bodies) > 1:
            return httpx2.Response(200, json=MESSAGE)
        error = {"type": "error", "error": {"type": "invalid_request_error", "message": self.message}}
        return httpx2.Response(self.status, json=error)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)


def ask(block: str, gateway: Gateway, request: dict) -> Any:
    """What the block makes of a request through the gateway."""
    function = load_block(block)["ask"]
    given: Any = {"api_key": "k", "base_url": "http://gateway.example", "max_retries": 0}
    if not block.endswith("_async"):
        http = anthropic.DefaultHttpxClient(transport=gateway)
        return function(anthropic.Anthropic(http_client=http, **given), request)
    http = anthropic.DefaultAsyncHttpxClient(transport=gateway)
    return asyncio.run(function(anthropic.AsyncAnthropic(http_client=http, **given), request))


@pytest.mark.parametrize("redirect", [307, 308])
@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_asks_again_behind_a_redirect(block, redirect):
    status, message, more = ASK_AGAIN[block.removesuffix("_async")]
    gateway = Gateway(redirect, status, message)
    assert ask(block, gateway, {**REQUEST, **more}).id == "msg_1"
    first, second = (json.loads(body) for body in gateway.bodies)
    assert second["messages"] and second["messages"] == first["messages"][-len(second["messages"]) :]
    assert {**second, "messages": 0, "max_tokens": 0} == {**first, "messages": 0, "max_tokens": 0}


@pytest.mark.parametrize("redirect", [302, 308])
@pytest.mark.parametrize("status", [400, 404])
@pytest.mark.parametrize("block", [*BLOCKS, "invalid-request/show-path"])
def test_an_error_behind_a_redirect_is_the_one_that_is_raised(block, status, redirect):
    gateway = Gateway(redirect, status, "no such page")  # 302 takes the body away
    with pytest.raises(anthropic.APIStatusError, match="no such page"):
        ask(block, gateway, REQUEST)
    assert len(gateway.bodies) == 1
