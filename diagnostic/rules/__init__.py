"""rules/ -> Rulebook; a faulty rule stops the start with a RuleError that names file and field."""

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
