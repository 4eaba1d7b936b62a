"""rules/<id>/examples/*.txt: real outputs; the first line of each says what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from diagnostic.rules.errors import RuleError

HEADER = "#= "
CONFIDENCES = ("certain", "likely", "possible")
_MARKS = str.maketrans("", "", "‹›")


@dataclass(frozen=True, slots=True)
class Example:
    """One real output; `‹ ›` in `marked` enclose what the headline captures."""

    path: Path
    cause: str
    confidence: str
    marked: str

    @property
    def name(self) -> str:
        """What `seen` calls it."""
        return self.path.stem

    @property
    def text(self) -> str:
        """The output as the tool printed it."""
        return self.marked.translate(_MARKS)


def read_examples(folder: Path) -> tuple[Example, ...]:
    """The examples of one rule folder; raises RuleError if a first line does not say what must come of
    it.
    """
    return tuple(read_example(path) for path in sorted((folder / "examples").glob("*.txt")))


def read_example(path: Path) -> Example:
    """One example file, its first line apart."""
    header, _, marked = path.read_text(encoding="utf-8").partition("\n")
    said = header.removeprefix(HEADER).split()
    if not header.startswith(HEADER) or len(said) != 2 or said[1] not in CONFIDENCES:
        raise RuleError(
            path, f"the first line must be '#= <cause> <{'|'.join(CONFIDENCES)}>', not {header[:80]!r}"
        )
    return Example(path, said[0], said[1], marked)


def write_example(example: Example) -> None:
    """Puts an example back, with its first line."""
    example.path.write_text(
        f"{HEADER}{example.cause} {example.confidence}\n{example.marked}", encoding="utf-8"
    )
