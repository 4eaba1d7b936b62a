"""Two requests, one connection, and no patience."""

import importlib
import threading

import anthropic

# httpx before 1.0, httpx2 since: the package that the SDK's own Timeout comes from
httpx = importlib.import_module(anthropic.Timeout.__module__.partition(".")[0])
client = anthropic.Anthropic(
    http_client=anthropic.DefaultHttpxClient(limits=httpx.Limits(max_connections=1)), max_retries=0
)


def ask(timeout: float) -> None:
    client.messages.create(
        model="claude-sonnet-4-6",
        max_tokens=64,
        messages=[{"role": "user", "content": "Say hello."}],
        timeout=timeout,
    )


threading.Thread(target=ask, args=(8,), daemon=True).start()
threading.Event().wait(0.3)
ask(1)
