"""Real outputs of the SDKs -> new texts of a given size, no two alike, so that caches cannot help."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Callable, Iterator

from diagnostic.diagnosis import rulebook

_LEAST_BYTES = 600
# What people and programs put around an error.
_FORMS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, chance: text,
    lambda text, chance: f"```\n{text}\n```",
    lambda text, chance: "\n".join(f"> {line}" for line in text.split("\n")),
    lambda text, chance: json.dumps({"level": "error", "logger": _word(chance), "msg": text}),
    lambda text, chance: "\n".join(_stamp(chance) + line for line in text.split("\n")),
    lambda text, chance: f"Since {_word(chance)} I get this, what can I do?\n\n{text}\n\nThanks!",
)


def real_mix(count: int, seed: int = 1) -> list[str]:
    """Real outputs of all causes as people paste them, no two alike; half of them are under 300 bytes."""
    chance = random.Random(seed)
    texts = [example.text for cause in rulebook().causes.values() for example in cause.examples()]
    return [chance.choice(_FORMS)(_own_ids(text, chance), chance) for text in chance.sample(texts, count)]


def lines_of_real_texts(count: int, size: int, seed: int = 1) -> list[str]:
    """Lines of such outputs, cut to a size."""
    lines = [
        line for text in real_mix(count * 2, seed + 100) for line in text.split("\n") if len(line) > size // 2
    ]
    return random.Random(seed).sample(sorted({line[:size] for line in lines}), count)


def _own_ids(text: str, chance: random.Random) -> str:
    return text.replace("req_01", f"req_0{chance.randrange(1, 9)}")


def _stamp(chance: random.Random) -> str:
    return (
        f"2026-11-{chance.randrange(10, 28)} 10:{chance.randrange(10, 60)}:{chance.randrange(10, 60)},123 "
        "ERROR app: "
    )


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
    hour, minute, second = chance.randrange(10, 24), chance.randrange(10, 60), chance.randrange(10, 60)
    clock = f"{hour}:{minute}:{second},{chance.randrange(100, 999)}"
    return (
        f"2026-11-{chance.randrange(10, 28)} {clock} INFO app.jobs: job {_word(chance)} took"
        f" {chance.randrange(9, 9999)} ms\n"
    )
