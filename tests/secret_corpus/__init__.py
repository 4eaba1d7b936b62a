"""Secrets of every kind x surrounding texts x formats -> texts with planted secrets,
and which parts survive.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from diagnostic.text import clean

from .formats import FORMATS
from .kinds import KINDS, Secret

TEXTS = sorted((Path(__file__).parent.parent / "secrets").glob("*.txt"))
_SLOT = re.compile("«([a-z0-9]+)»")
# So many characters in a row of a secret are a leak.
_SEEN = 7
# What diagnosis needs; each of them stands in some text, and must stand there still.
NEEDED = ("req_011CQEmvqRZcuYTHLTEZdNrL", "claude-sonnet-4-5", "529", "line 1054", "2.12.0", "127.0.0.1",
    "ECONNREFUSED", "incomplete chunked read", "overloaded_error", "_base_client.py",
    "APIConnectionError")  # fmt: skip


class Planted(NamedTuple):
    """A text with secrets in it, and the parts of them that nobody may see."""

    name: str
    text: str
    parts: tuple[str, ...]
    needed: tuple[str, ...]


def plant(form: str) -> Iterator[Planted]:
    """All planted texts in one format, the same ones each time."""
    change = FORMATS[form]
    for path in TEXTS:
        template = path.read_text()
        slots = sorted(set(_SLOT.findall(template)))
        for number in range(max(len(KINDS[slot]) for slot in slots)):
            chosen = {slot: list(KINDS[slot])[number % len(KINDS[slot])] for slot in slots}
            kind = max(chosen.items(), key=lambda item: len(KINDS[item[0]]))[1]
            name = f"{path.stem}, {kind}, {form}"
            rng = random.Random(name)
            made: list[Secret] = []

            def fill(
                slot: re.Match, chosen: dict = chosen, rng: random.Random = rng, made: list = made
            ) -> str:
                made.append(KINDS[slot[1]][chosen[slot[1]]](rng))
                return made[-1].text

            text = _SLOT.sub(fill, template)
            needed = tuple(word for word in NEEDED if word in template)
            yield Planted(name, change(text), tuple(part for secret in made for part in secret.parts), needed)


def find_leaks(planted: Planted) -> tuple[list[str], list[str]]:
    """Pieces of secrets that are seen in the masked text or in the cleaned one, and needed words that are
    gone.
    """
    cleaned = clean(planted.text)
    shown = f"{cleaned.masked}\n{cleaned.text}".lower()
    leaks = []
    for part in planted.parts:
        part = part.lower()
        width = min(_SEEN, len(part))
        leaks += [
            part[at : at + width] for at in range(len(part) - width + 1) if part[at : at + width] in shown
        ][:1]
    return leaks, [
        word for word in planted.needed if _count(word, planted.text) > _count(word, cleaned.masked)
    ]


def _count(word: str, text: str) -> int:
    return len(re.findall(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])", text))


# What the model wrote stands in such a text, and is masked as promised.
_ANSWERED = re.compile(r"TextBlock\(|text_delta|input_json_delta|\"?type\"?: ?[\"']text[\"']")


def find_needless(text: str) -> list[str]:
    """What is masked in a text that holds no secret."""
    kinds = [redaction.kind for redaction in clean(text).redactions]
    return [kind for kind in kinds if kind != "content" or not _ANSWERED.search(text)]


__all__ = ["NEEDED", "TEXTS", "Planted", "find_leaks", "find_needless", "plant"]
