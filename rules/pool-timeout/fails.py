"""Two requests, one connection, and no patience."""

import threading

import anthropic

try:
    import httpx2 as httpx  # since 1.0
except ModuleNotFoundError:
    import httpx

client = anthropic.Anthropic(
    http_client=anthropic.DefaultHttpxClient(limits=httpx.Limits(max_connections=1)), max_retries=0
)


def ask(timeout: float) -> None:
    client.messages.create(
        model="claude-sonnet-4-6",
        max_tokens=64,
        messages=[{"role": "user", "content": "Say hello."}],
        timeout=httpx.Timeout(timeout, pool=0.2),
    )


threading.Thread(target=ask, args=(8,), daemon=True).start()
threading.Event().wait(0.3)
ask(8)
