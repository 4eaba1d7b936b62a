"""rules/_facts/sentences.jsonl -> every message that the packages can print, with its cause."""

from __future__ import annotations

import msgspec

from diagnostic.paths import RULES

PATH = RULES / "_facts" / "sentences.jsonl"
INTERNAL = "internal"


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message of one package.

    `printed`: the class that is raised, "log" or "warning" for a log line, "text" for a line on the screen,
    "error_code" for a code in a response body (`error.details.error_code`).
    `cause`: the id of a cause, "internal" if nobody sees it as an error of Claude, None if not yet reviewed.
    `reason`: why it is internal, or why its cause does not come first although people can see it.
    `values`: real values for its placeholders, in order, if the test's own values would change its meaning.
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
    """Writes one line per message, so that a new release gives a readable diff."""
    lines = sorted(sentences, key=lambda sentence: (sentence.package, sentence.sentence, sentence.printed))
    PATH.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
