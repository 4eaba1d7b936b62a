"""The lab beside the tests, a record of its requests, and a server with the second opinion enabled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from diagnostic.lab import healthy
from diagnostic.lab.server import Lab
from diagnostic.lab.wire import chunk, stream_head

AnyLab = TypeVar("AnyLab", bound=Lab)
# Two that begin the answer, and four pieces of it.
_FIRST_EVENTS = 6
# No rule matches it; two causes are similar; it contains a key.
TEXT = (
    "client.messages.stream wobbled: the model's answer stopped early and the token budget looked odd\n"
    "anthropic==2.12.0\nkey=sk-ant-api03-" + "a1B2" * 20
)
OWN_KEY = "sk-ant-lab-dummy"
# What a browser sends with the page's own script.
OWN = {"Sec-Fetch-Site": "same-origin", "Accept": "text/event-stream"}
# What this machine happens to have set must not decide a test.
ENVIRONMENT = (
    "HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy SSL_CERT_FILE "
    "ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_CUSTOM_HEADERS DIAGNOSTIC_OPINION_MODEL"
).split()


class RecordingLab(Lab):
    """A lab that keeps the requests, and at the address `says` answers `says`, at once or in pieces with a
    gap; while `is_held`, no more than the first of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict] = []
        self.keys: list[str] = []
        self.says = ""
        self.stop_reason = "end_turn"
        self.gap = 0.0
        self.is_held = False
        self.left = 0

    async def _answer(self, request, wire, tunnelled):
        self.asked.append(request.json)
        self.keys.append(
            request.headers.get("x-api-key")
            or request.headers.get("authorization", "").removeprefix("Bearer ")
        )
        if request.path.startswith("/says/"):
            events = [
                healthy.start("claude-sonnet-4-6"),
                *healthy.text_events(self.says, 1 + len(self.says) // 10),
                *healthy.end(self.stop_reason),
            ]
            try:
                await wire.send(stream_head(), *map(chunk, events[:_FIRST_EVENTS]), gap=self.gap)
                while self.is_held:
                    await wire.send(chunk(healthy.PING), gap=0.1)
                await wire.send(*map(chunk, events[_FIRST_EVENTS:]), chunk(b""), gap=self.gap)
            except ConnectionError:
                self.left += 1
                raise
            return True
        return await super()._answer(request, wire, tunnelled)


@contextmanager
def running_lab(kind: type[AnyLab] = RecordingLab) -> Iterator[AnyLab]:
    """The lab in a separate thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    lab = kind()
    asyncio.run_coroutine_threadsafe(lab.__aenter__(), loop).result(240)
    yield lab
    asyncio.run_coroutine_threadsafe(lab.__aexit__(), loop).result(240)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(240)
