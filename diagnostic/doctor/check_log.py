"""The settings of a check of one layer, its log, and the errors that it raises."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Settings:
    """The command line options."""

    base_url: str | None
    model: str | None
    call: bool
    seconds: float


@dataclass(slots=True)
class CheckLog:
    """The log of a check. It is available even if the check raises."""

    facts: list[str] = field(default_factory=list[str])
    warnings: list[str] = field(default_factory=list[str])
    is_skipped: bool = False

    def skip(self, why: str) -> None:
        """Marks the check as skipped, with the reason."""
        self.facts.append(why)
        self.is_skipped = True


class CheckFailed(Exception):
    """A failure for which the SDK raises no exception, so the engine diagnoses this message."""
