"""What goes wrong in a rule folder."""


class RuleError(Exception):
    """A rule that cannot be loaded; the message names file and field."""

    def __init__(self, place: object, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
