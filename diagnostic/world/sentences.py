"""rules/_facts/sentences.jsonl -> every message that the packages can print, and the cause that each one
means.
"""

from __future__ import annotations

import msgspec

from diagnostic.paths import RULES

PATH = RULES / "_facts" / "sentences.jsonl"
INTERNAL = "internal"


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message of one package.

    `printed`: the class that is raised, "log" or "warning" for a line of a log, "text" for a line on the
    screen,
    "error_code" for a code in the body of an answer (`error.details.error_code`).
    `cause`: an id of a cause, "internal" for what nobody sees as an error of Claude, None until somebody has
    read it.
    `reason`: why it is internal, or why its cause does not come first although a person can see it.
    `values`: what is really in its holes, in their order, if the test's own fillings would mean
    something else.
    """

    package: str
    sentence: str
    printed: str
    cause: str | None = None
    reason: str | None = None
    values: tuple[str, ...] = ()


def load_sentences() -> tuple[Sentence, ...]:
    """All known messages, sorted by package and text."""
    decoder = msgspec.json.Decoder(Sentence)
    return tuple(decoder.decode(line) for line in PATH.read_bytes().splitlines())


def save_sentences(sentences: list[Sentence]) -> None:
    """One line a message, so that a new release shows as a diff."""
    lines = sorted(sentences, key=lambda sentence: (sentence.package, sentence.sentence, sentence.printed))
    PATH.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
