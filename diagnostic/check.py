"""The rules tried on all examples of all rules: what a rule author wants to know before anyone else does."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from diagnostic.diagnosis import diagnose
from diagnostic.rules import Rulebook, headline_names, load_rules, without_marks
from diagnostic.rules.cause import Cause

MARKED = "‹"


@dataclass(frozen=True)
class CheckResult:
    """What was found wrong, and which rule hit which examples."""

    causes: int
    examples: int
    problems: list[str]
    hits: dict[str, Counter[str]]  # rule -> the rules whose examples it came first on


def check_rules(rules: Rulebook | None = None) -> CheckResult:
    """Loads every rule and diagnoses every example; raises RuleError where a rule cannot be loaded."""
    rules = rules or load_rules()
    problems = _endless_patterns(rules)
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    count = 0
    for cause in rules.causes.values():
        examples = cause.examples()
        if not examples:
            problems.append(f"{cause.folder / 'examples'}: there is no example")
        shown = False
        for name, example in examples.items():
            count += 1
            found = diagnose(without_marks(example), rules).findings
            first = found[0].cause.id if found else "nothing"
            hits[first][cause.id] += 1
            if first != cause.id:
                problems.append(f"{cause.folder / 'examples' / name}.txt: {first} comes first")
                continue
            if missing := _unmarked(example, found[0].captures, cause):
                problems.append(
                    f"{cause.folder / 'examples' / name}.txt: not captured as marked: {', '.join(missing)}"
                )
            shown = shown or found[0].headline != cause.title
        if cause.headline and examples and not shown:
            problems.append(f"{cause.folder / 'rule.toml'}: $.headline: no example gives all of its values")
    return CheckResult(len(rules.causes), count, problems, hits)


def _endless_patterns(rules: Rulebook) -> list[str]:
    """Patterns that fit any text, and so narrow nothing; the start looks only at those that lead to a condition."""
    return [
        f"{rules.causes[condition.cause].folder / 'rule.toml'}: $.when: {pattern.source!r} matches the empty text"
        for condition in rules.conditions
        for pattern in (*condition.text, *condition.api_message, *condition.unless)
        if pattern.find.search(b"")
    ]


def _unmarked(example: str, captures: dict[str, str], cause: Cause) -> list[str]:
    marked = {piece.split("›", 1)[0] for piece in example.split(MARKED)[1:]}
    named = set(headline_names(cause.headline or ""))
    captured = {value for name, value in captures.items() if name in named}
    return sorted(value for value in marked if value not in captured)


def draw_matrix(result: CheckResult) -> str:
    """Each rule's hits over all examples: its own, and those of others that it came first on."""
    lines = []
    for rule in sorted(result.hits):
        own = result.hits[rule][rule]
        others = ", ".join(f"{other} ×{times}" for other, times in result.hits[rule].items() if other != rule)
        lines.append(f"{rule:<36} own {own:>3}   {'others: ' + others if others else ''}".rstrip())
    return "\n".join(lines) + "\n"
