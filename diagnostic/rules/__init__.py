"""rules/ -> Rulebook. An invalid rule prevents the start: RuleError names the file and the field."""

from diagnostic.rules.cause import Cause, Explanation, Snippet, Step, Verified
from diagnostic.rules.conditions import Condition
from diagnostic.rules.errors import RuleError
from diagnostic.rules.examples import Example, read_example
from diagnostic.rules.rulebook import Rulebook, headline_names, load_rules

__all__ = [
    "Cause",
    "Condition",
    "Example",
    "Explanation",
    "RuleError",
    "Rulebook",
    "Snippet",
    "Step",
    "Verified",
    "headline_names",
    "load_rules",
    "read_example",
]
