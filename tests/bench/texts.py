"""Real outputs of the SDKs -> fresh pastes of a wanted size, no two alike, so that no memory of pastes can
help.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator

from diagnostic.diagnosis import rulebook

_LEAST_BYTES = 600


def fresh_texts(count: int, size: int, seed: int = 1) -> Iterator[str]:
    """`count` different pastes of `size` bytes: a real output under a person's own frames, or between
    lines of a log.
    """
    chance = random.Random(seed)
    examples = [
        example.text
        for cause in rulebook().causes.values()
        for example in cause.examples()
        if _LEAST_BYTES <= len(example.text) <= size - 200 and example.text.isascii()
    ]
    for number in range(count):
        example = chance.choice(examples)
        room = size - len(example)
        if number % 2:
            yield _fill(_frame, chance, room) + example
        else:
            before = chance.randrange(room // 2, room)
            yield _fill(_log_line, chance, before) + example + _fill(_log_line, chance, room - before)


def _fill(line: Callable[[random.Random], str], chance: random.Random, size: int) -> str:
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append(line(chance))
        length += len(lines[-1])
    return "".join(lines)[length - size :]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=9))


def _frame(chance: random.Random) -> str:
    return (
        f'  File "/srv/app/{_word(chance)}/{_word(chance)}.py", line {chance.randrange(1, 900)}, in'
        f" {_word(chance)}\n    return self.{_word(chance)}({_word(chance)}, {_word(chance)}=True)\n"
    )


def _log_line(chance: random.Random) -> str:
    clock = f"{chance.randrange(10, 24)}:{chance.randrange(10, 60)}:{chance.randrange(10, 60)},{chance.randrange(100, 999)}"
    return (
        f"2026-11-{chance.randrange(10, 28)} {clock} INFO app.jobs: job {_word(chance)} took"
        f" {chance.randrange(9, 9999)} ms\n"
    )


def hostile_texts(size: int) -> Iterator[tuple[str, str]]:
    """(what it is, text): every line of every real output, over and over, and shapes that make parsers
    slow.
    """
    seen: set[str] = set()
    for cause in rulebook().causes.values():
        for example in cause.examples():
            for line in example.text.splitlines():
                key = line.strip()[:40]
                if key and key not in seen:
                    seen.add(key)
                    yield f"repeated: {key}", (line + "\n") * (size // (len(line) + 1) + 1)
    for shape in (
        '{"type":"error","error":',
        "[" * 50,
        "Traceback (most recent call last):\n",
        "\x1b[31m",
        "sk-ant-",
        "> > ",
        "\\\\n",
        "&quot;",
        "Caused by: ",
        "a.b.",
        "(" * 40,
        "event: error\ndata: ",
        "| ",
        "Error: ",
    ):
        yield f"shape: {shape[:20]!r}", shape * (size // len(shape) + 1)
