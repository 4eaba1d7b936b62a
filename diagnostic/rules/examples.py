"""rules/<id>/examples/*.txt: real outputs; the first line of each states the expected diagnosis."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from diagnostic.rules.errors import RuleError

HEADER = "#= "
CONFIDENCES = ("certain", "likely", "possible")
_MARKS = str.maketrans("", "", "‹›")


class Example(msgspec.Struct, frozen=True):
    """One real output; `‹ ›` in `marked` enclose what the headline captures."""

    path: Path
    cause: str
    confidence: str
    marked: str

    @property
    def name(self) -> str:
        """The name that `seen` uses."""
        return self.path.stem

    @property
    def text(self) -> str:
        """The output as it was printed."""
        return self.marked.translate(_MARKS)


def list_examples(folder: Path) -> list[str]:
    """The paths of the examples of a rule folder, in order."""
    examples = folder / "examples"
    return sorted(entry.path for entry in os.scandir(examples)) if examples.is_dir() else []


def read_examples(folder: Path) -> tuple[Example, ...]:
    """The examples of a rule folder. Raises RuleError for a first line without the expected diagnosis."""
    return tuple(read_example(path) for path in sorted((folder / "examples").glob("*.txt")))


def read_example(path: Path) -> Example:
    """Parses one example file; its first line is separate from the output."""
    header, _, marked = path.read_text(encoding="utf-8").partition("\n")
    expected = header.removeprefix(HEADER).split()
    if not header.startswith(HEADER) or len(expected) != 2 or expected[1] not in CONFIDENCES:
        raise RuleError(
            path, f"the first line must be '#= <cause> <{'|'.join(CONFIDENCES)}>', not {header[:80]!r}"
        )
    return Example(path, expected[0], expected[1], marked)


def write_example(example: Example) -> None:
    """Writes an example with its first line."""
    example.path.write_text(
        f"{HEADER}{example.cause} {example.confidence}\n{example.marked}", encoding="utf-8"
    )
