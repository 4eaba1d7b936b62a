"""rules/ -> Rulebook; a faulty rule stops the start with a RuleError that names file and field."""

from diagnostic.rules.cause import Cause, Explanation, Snippet, Step, Verified, without_marks
from diagnostic.rules.conditions import Condition
from diagnostic.rules.errors import RuleError
from diagnostic.rules.rulebook import Rulebook, headline_names, load_rules

__all__ = [
    "Cause",
    "Condition",
    "Explanation",
    "RuleError",
    "Rulebook",
    "Snippet",
    "Step",
    "Verified",
    "headline_names",
    "load_rules",
    "without_marks",
]
