"""Texts whose versions, models, names and captures are all new -> memory use over time. As a program, prints
resident MiB after each tenth of the requests.
"""

from __future__ import annotations

import json
import os
import random
import string
import sys
from collections.abc import Iterator
from pathlib import Path

_FORMS = (
    "Error code: 404 - {{'type': 'error', 'error': {{'type': 'not_found_error', 'message': 'model:"
    " {model}'}}, 'request_id': 'req_{id}'}}",
    "anthropic {version}: Error code: 400 - prompt is too long: {number} tokens > 200000 maximum",
    "TypeError: Messages.create() got an unexpected keyword argument '{name}' (anthropic=={version}, Python"
    " 3.{minor})",
    "{name}.{name}Error: 529 overloaded_error model={model} request-id: req_{id}",
    'Traceback (most recent call last):\n  File "/srv/{name}/{id}.py", line {number}, in {name}\n'
    "{name}Error: {name} {id} DB_PASSWORD={id}",
)


def make_texts(count: int, seed: int) -> Iterator[str]:
    """So many texts, no two alike."""
    rng = random.Random(seed)
    letters = string.ascii_letters
    for number in range(count):
        yield _FORMS[number % len(_FORMS)].format(
            model=(
                f"claude-{rng.choice(('sonnet', 'opus', 'haiku'))}"
                f"-{rng.randrange(10**6)}-{rng.randrange(10**8)}"
            ),
            version=f"{rng.randrange(100)}.{rng.randrange(1000)}.{rng.randrange(1000)}",
            name="".join(rng.choice(letters) for _ in range(10)),
            id="".join(rng.choice(letters + string.digits) for _ in range(24)),
            number=rng.randrange(10**7),
            minor=rng.randrange(1000),
        )


def resident() -> float:
    """MiB that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(count: int) -> list[float]:
    """Resident MiB after each tenth of the texts, each diagnosed and answered as the API does."""
    from diagnostic import diagnose
    from diagnostic.render.json import encode_answer

    found: list[float] = []
    for number, text in enumerate(make_texts(count, seed=5), 1):
        encode_answer(diagnose(text))
        if number % (count // 10) == 0:
            found.append(round(resident(), 1))
            print(number, found[-1], file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
