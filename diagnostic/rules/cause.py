"""A rule folder, read: the cause with its verdict, prose, steps and programs."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from diagnostic.rules.examples import Example, read_examples
from diagnostic.rules.schema import Family, Retry, StepKind, Who


class Snippet(msgspec.Struct, frozen=True):
    """Code, commands or settings as people copy them, and the file name they see."""

    file: str | None
    change: str


class Audience(msgspec.Struct, frozen=True):
    """Whom a step is for; an empty field leaves it open."""

    kinds: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    os: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class Claim(msgspec.Struct, frozen=True):
    """Under this schedule of the lab the naive program ends like `naive`, and the step's block like `fix`."""

    schedule: str
    naive: str
    fix: str


class Step(msgspec.Struct, frozen=True):
    """One step of the fix; `snippets` by language: python, python_async, typescript, shell, powershell or
    settings.
    """

    id: str
    title: str
    text: str
    kind: StepKind
    audience: Audience
    versions: dict[str, str] | None
    snippets: dict[str, Snippet]
    proof: tuple[Claim, ...]


class Explanation(msgspec.Struct, frozen=True):
    """The Markdown under each heading of explanation.md."""

    what: str
    why: str
    tell_apart: str
    prevent: str
    wrong_advice: str | None


class Verified(msgspec.Struct, frozen=True):
    """SDK versions on which something was shown, and the simulated faults, from proof.json."""

    python: tuple[str, ...]
    typescript: tuple[str, ...]
    faults: tuple[str, ...]


class Cause(msgspec.Struct, frozen=True, eq=False):
    """All that a page about one cause shows."""

    id: str
    folder: Path
    title: str
    family: Family
    broader: str | None
    who: tuple[Who, ...]
    retry: Retry
    sdk_retries: bool | Literal["depends"]
    headline: str | None
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    overrides: tuple[str, ...]
    sources: tuple[str, ...]
    faults: tuple[str, ...]
    reproduced: dict[str, str]
    seen: tuple[tuple[str, ...], ...]  # of each [[when]]: the examples that need it
    steps: tuple[Step, ...]
    actions: tuple[str, ...]  # for people without code; how each is done there is in rules/_clients
    explanation: Explanation
    met: Verified | None  # the fault was met, and what was printed is diagnosed as this cause
    verified: Verified | None  # and the fix holds
    fix: str | None  # survives: a block of a step meets the fault and answers

    def examples(self) -> tuple[Example, ...]:
        """Real outputs, read when asked for: only checks and pages need them."""
        return read_examples(self.folder)
