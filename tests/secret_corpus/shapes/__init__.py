"""Shapes of text around a secret, written independently of the masks -> texts with new secrets for each seed.

A file has blocks between lines of %%; `### class` begins a class. «slot» names the kind of secret, and how it
is escaped.
"""

from __future__ import annotations

import base64
import html
import json
import random
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

HERE = Path(__file__).parent
GRAMMARS = tuple(path.stem for path in sorted(HERE.glob("*.txt")))
# So many characters in a row of a secret are a leak.
SEEN = 7
MASK = re.compile(r"\[masked-[a-z-]+(?: \d+ characters)?\]")
_SLOT = re.compile("«(\\w+)»")
_ALNUM = string.ascii_letters + string.digits
_PRINTABLE = "".join(char for char in string.printable if char.isprintable() and char != " ")
_PLAIN = "".join(char for char in _PRINTABLE if char not in "\"'`\\")
_WORDS = (
    "amber basil cedar delta ember fjord grove haven ivory jolly kayak lemon maple noble ocean pearl quilt"
    " raven solar tulip".split()
)
_BEGINS = ("$", "%", "<", "{", "(", "xxx", "self.", "config.", "env.", "${", "{{", "os.")


# As people choose passwords: marks and digits in or behind words, or before them.
_CHOSEN: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: (
        f"{rng.choice(_WORDS).title()}{rng.choice('!#@_')}{rng.randint(10, 9999)}{rng.choice(_WORDS)}"
    ),
    lambda rng: f"{rng.choice(_WORDS).title()}{rng.choice(_WORDS)}{rng.randint(10, 2031)}!",
    lambda rng: f"{rng.choice('$%<{(')}{_chars(rng, _ALNUM, 6)}{rng.choice('!#*?')}{_chars(rng, _ALNUM, 4)}",
    lambda rng: f"{rng.choice(_WORDS)[:4]}{rng.randint(10, 99)}{rng.choice(_WORDS)[:3]}",
)


class Shape(NamedTuple):
    """A text of one class, and the parts of it that nobody may see."""

    kind: str
    name: str
    text: str
    parts: tuple[str, ...]


def _chars(rng: random.Random, alphabet: str, length: int) -> str:
    # A letter at each end: nobody could say of a mark there whether it is the key's or the sentence's.
    middle = "".join(rng.choice(alphabet) for _ in range(length - 2))
    return rng.choice(string.ascii_letters) + middle + rng.choice(_ALNUM)


def _words(rng: random.Random, between: str) -> str:
    return between.join(rng.sample(_WORDS, rng.randint(3, 4)))


def _pem(rng: random.Random) -> str:
    kind = rng.choice(["", "RSA ", "EC ", "OPENSSH "])
    lines = [_chars(rng, _ALNUM + "+/", 64) for _ in range(5)] + [_chars(rng, _ALNUM + "+/", 30) + "=="]
    return "\n".join([f"-----BEGIN {kind}PRIVATE KEY-----", *lines, f"-----END {kind}PRIVATE KEY-----"])


_SLOTS: dict[str, Callable[[random.Random], str]] = {
    "raw": lambda rng: _chars(rng, _PRINTABLE, 16),
    "quoted": lambda rng: _chars(rng, _PLAIN, 16),
    "json": lambda rng: json.dumps(_chars(rng, _PRINTABLE, 16))[1:-1],
    "python": lambda rng: _chars(rng, _PRINTABLE, 16).replace("\\", "\\\\").replace("'", "\\'"),
    "xml": lambda rng: html.escape(_chars(rng, _PRINTABLE, 16)),
    "url": lambda rng: quote(_chars(rng, _PRINTABLE, 16), safe=""),
    "worded": lambda rng: _words(rng, " "),
    "joined": lambda rng: _words(rng, rng.choice("-_.")),
    "dollar": lambda rng: rng.choice(_BEGINS) + _chars(rng, _ALNUM + "!#*+-.=^_~", 13),
    "token": lambda rng: _chars(rng, _ALNUM, 32),
    "hex": lambda rng: "".join(rng.choice("0123456789abcdef") for _ in range(32)),
    "base64": lambda rng: base64.b64encode(rng.randbytes(32)).decode(),
    "told": lambda rng: rng.choice(_CHOSEN)(rng),
    "user": lambda rng: rng.choice("bdfghk") + "".join(rng.choice("aeioulmnrst") for _ in range(7)),
    "pem": _pem,
}


def read_blocks(path: Path) -> list[tuple[str, str]]:
    """(class, text) of each block of a file of shapes."""
    blocks: list[tuple[str, str]] = []
    kind = ""
    for part in re.split(r"(?m)^(?:%%|(?=### ))\n?", path.read_text()):
        if part.startswith("### "):
            head, _, part = part.partition("\n")
            kind = head[4:]
        if kind and part.strip("\n"):
            blocks.append((kind, part.strip("\n")))
    return blocks


def make_shapes(grammar: str, seed: int, times: int = 3) -> Iterator[Shape]:
    """Each shape of a grammar several times, with other secrets each time."""
    for number, (kind, block) in enumerate(read_blocks(HERE / f"{grammar}.txt")):
        for time in range(times):
            yield _fill(
                kind,
                f"{grammar} {number + 1}.{time}",
                block,
                random.Random(f"{seed} {grammar} {number} {time}"),
            )


def _fill(kind: str, name: str, block: str, rng: random.Random) -> Shape:
    parts: list[str] = []

    def put(slot: re.Match[str]) -> str:
        made = _SLOTS[slot[1]](rng)
        if slot[1] == "pem":
            parts.extend(made.split("\n")[1:-1])
            return made
        parts.append(made)
        return made

    lines = []
    for line in block.split("\n"):
        filled = _SLOT.sub(put, line)
        if "«pem»" in line:  # what stands beside the key stands beside each of its lines
            before, _, after = line.partition("«pem»")
            key = filled[len(before) : len(filled) - len(after)]
            filled = "\n".join(f"{before}{piece}{after}" for piece in key.split("\n"))
        lines.append(filled)
    return Shape(kind, name, "\n".join(lines), tuple(parts))


def hide_parts(shape: Shape) -> str:
    """The text with each part as ‹›."""
    text = shape.text
    for part in shape.parts:
        text = text.replace(part, "‹›")
    return text


def find_seen(shape: Shape, shown: str) -> list[str]:
    """The parts of the secrets of which so many characters in a row stand in what is shown."""
    return [part for part in shape.parts if _is_seen(part, shown)]


def _is_seen(part: str, shown: str) -> bool:
    width = min(SEEN, len(part))
    return any(part[at : at + width] in shown for at in range(len(part) - width + 1))
