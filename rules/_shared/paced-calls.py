"""One pace for all workers: when one is told to wait, all wait."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import anthropic

client = anthropic.Anthropic(max_retries=0)
QUESTIONS = ["Say hello."]


# fix:begin
class Pace:
    """Lets calls through evenly, and holds all of them while the API asks for a wait."""

    def __init__(self, per_minute: int) -> None:
        self._gap, self._next, self._lock = 60 / per_minute, 0.0, threading.Lock()

    def wait(self) -> None:
        """Blocks until this call's turn."""
        with self._lock:
            turn = max(self._next, time.monotonic())
            self._next = turn + self._gap
        time.sleep(max(0.0, turn - time.monotonic()))

    def hold(self, seconds: float) -> None:
        """Nobody calls for so many seconds."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


pace = Pace(per_minute=45)  # below the limit of 50: the gap is cheaper than a 429


def ask(question: str, attempts: int = 5) -> str:
    """One answer; a 429 is waited out by all."""
    for attempt in range(1, attempts + 1):
        pace.wait()
        try:
            message = client.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": question}]
            )
            return "".join(block.text for block in message.content if block.type == "text")
        except anthropic.RateLimitError as error:
            wait = error.response.headers.get("retry-after", "")
            if not wait.isdecimal() or attempt == attempts:
                raise  # the API names whole seconds; where it names none, it is a cap, and no wait helps
            pace.hold(float(wait))
    raise AssertionError("unreachable")
# fix:end


with ThreadPoolExecutor(4) as workers:
    for answer in workers.map(ask, QUESTIONS):
        print(answer)
