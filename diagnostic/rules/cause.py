"""The parsed form of a rule folder: a cause with its verdict, prose, steps and programs."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from diagnostic.rules.conditions import Pattern
from diagnostic.rules.examples import Example, read_examples
from diagnostic.rules.schema import Family, Retry, StepKind, Who


# Without `gc`: nothing in a rule refers back to what holds it, so there are no cycles to look for.
class Snippet(msgspec.Struct, frozen=True, gc=False):
    """Code, commands or settings to copy, and the file name shown above them."""

    file: str | None
    change: str


class Audience(msgspec.Struct, frozen=True, gc=False):
    """The readers that a step is for; an empty field does not restrict them."""

    kinds: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    os: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class Claim(msgspec.Struct, frozen=True, gc=False):
    """A claim: under this schedule, the naive program ends like `naive`, and the block like `fix`."""

    schedule: str
    naive: str
    fix: str


class Step(msgspec.Struct, frozen=True, gc=False):
    """One step. `snippets` by language: python, python_async, typescript, shell, powershell or settings."""

    id: str
    title: str
    text: str
    kind: StepKind
    audience: Audience
    versions: dict[str, str] | None
    snippets: dict[str, Snippet]
    proof: tuple[Claim, ...]
    shown_by: Pattern | None = None  # only for texts that contain this
    headline: str | None = None  # the title with captures


class Explanation(msgspec.Struct, frozen=True, gc=False):
    """The Markdown under each heading of explanation.md."""

    what: str
    why: str
    tell_apart: str
    prevent: str
    wrong_advice: str | None


class Verified(msgspec.Struct, frozen=True, gc=False):
    """SDK versions and simulated faults for which something was proven, from proof.json."""

    python: tuple[str, ...]
    typescript: tuple[str, ...]
    faults: tuple[str, ...]


class Cause(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Everything that a cause's page shows."""

    id: str
    folder: Path
    title: str
    family: Family
    broader: str | None
    who: tuple[Who, ...]
    retry: Retry
    sdk_retries: bool | Literal["depends"]
    headlines: tuple[str, ...]  # the first whose values the text has is shown
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    overrides: tuple[str, ...]
    harmless: bool  # stops nothing: any other error in the text is the one
    sources: tuple[str, ...]
    faults: tuple[str, ...]
    reproduced: dict[str, str]
    seen: tuple[tuple[str, ...], ...]  # for each [[when]], the examples that need it
    steps: tuple[Step, ...]
    actions: tuple[str, ...]  # for people without code; rules/_clients has the instructions for each program
    explanation: Explanation
    reproduced_on: Verified | None  # the fault was reproduced, and its output is diagnosed as this cause
    verified: Verified | None  # the fix also works
    fix: str | None  # survives: a step's block recovers from the fault and gets an answer

    def examples(self) -> tuple[Example, ...]:
        """Real outputs. Read on demand, because only checks and pages need them."""
        return read_examples(self.folder)
