"""Raises traffic step by step instead of at once."""

import time
from concurrent.futures import ThreadPoolExecutor

import anthropic

client = anthropic.Anthropic(max_retries=5)  # waits out retry-after
QUESTIONS = ["Say hello."]


def ask(question: str) -> str:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": question}]
    )
    return "".join(block.text for block in message.content if block.type == "text")


# fix:begin
done = 0
for at_once in (1, 2, 4, 8, 16):
    begun = time.monotonic()
    with ThreadPoolExecutor(at_once) as workers:
        # A step lasts a minute at least, and sends what one worker can do in it.
        share = QUESTIONS[done : done + at_once * 10] if at_once < 16 else QUESTIONS[done:]
        for answer in workers.map(ask, share):
            print(answer)
    done += len(share)
    if done >= len(QUESTIONS):
        break
    time.sleep(max(0.0, 60 - (time.monotonic() - begun)))
# fix:end
