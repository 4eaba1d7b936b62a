"""Errors in rule folders."""


class RuleError(Exception):
    """A rule cannot be loaded; the message names file and field."""

    def __init__(self, place: object, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
