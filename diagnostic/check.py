"""Checks of the rules: every rule against the examples of all rules, its patterns and its proofs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.engine import rank_hits
from diagnostic.finding import Finding, fill_headline
from diagnostic.matching import match_conditions, match_conditions_in_other_errors
from diagnostic.pattern_sets import find_uncompilable
from diagnostic.proof import read_steps
from diagnostic.rules import Example, Rulebook
from diagnostic.rules.cause import Cause

MARK = "‹"


class CheckResult(msgspec.Struct, frozen=True):
    """The problems found, and which rule matched which examples."""

    causes: int
    examples: int
    problems: list[str]
    hits: dict[str, Counter[str]]  # rule -> the rules on whose examples it ranked first


def check_rules(rules: Rulebook, only: Iterable[str] = ()) -> CheckResult:
    """Checks all rules, or `only` some, against their examples. Raises RuleError for one without header."""
    problems = _check_engine(rules)
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    causes = [rules.causes[id] for id in only] or list(rules.causes.values())
    count = 0
    for cause in causes:
        found = [(example, diagnose(example.text, rules)) for example in cause.examples()]
        count += len(found)
        for _, diagnosis in found:
            first = diagnosis.findings[0].cause.id if diagnosis.findings else "nothing"
            hits[first][cause.id] += 1
        problems += _check_patterns(cause, rules)
        problems += _check_answers(cause, found)
        problems += _check_tables(cause, found, rules)
        problems += _check_proofs(cause)
    return CheckResult(len(causes), count, problems, hits)


def _check_engine(rules: Rulebook) -> list[str]:
    """Reports patterns that Hyperscan cannot compile: a single one keeps the whole set on RE2."""
    return [
        f"{rules.causes[condition.cause].folder / 'rule.toml'}: $.when[{condition.table}]: {source!r} cannot"
        f" be compiled: {problem} Split it into two tables, or leave out counted gaps."
        for source, problem in find_uncompilable(rules.patterns).items()
        for condition in rules.conditions
        if source in (pattern.source for pattern in condition.patterns)
    ]


def _check_patterns(cause: Cause, rules: Rulebook) -> list[str]:
    """Reports patterns that match the empty string and therefore restrict nothing."""
    return [
        f"{cause.folder / 'rule.toml'}: $.when[{condition.table}]: {pattern.source!r} matches the empty text"
        for condition in rules.conditions
        if condition.cause == cause.id
        for pattern in (*condition.text, *condition.api_message, *condition.unless)
        if pattern.search(b"")
    ]


def _check_answers(cause: Cause, found: list[tuple[Example, Diagnosis]]) -> list[str]:
    """Reports examples whose diagnosis or captures differ from what the example file states."""
    if not found:
        return [f"{cause.folder / 'examples'}: there is no example"]
    problems = []
    for example, diagnosis in found:
        first = next((finding for finding in diagnosis.findings if finding.hit), None)  # not by similarity
        answer = f"{first.cause.id} {first.confidence}" if first else "nothing"
        if example.cause != cause.id:
            problems.append(f"{example.path}: the first line names {example.cause}, not {cause.id}")
        elif first is None or answer != f"{example.cause} {example.confidence}":
            problems.append(
                f"{example.path}: gives {answer}; its first line says {example.cause} {example.confidence}"
            )
        elif missing := _missing_captures(example, first):
            problems.append(f"{example.path}: captures differ from the marks: {', '.join(missing)}")
    for headline in cause.headlines:
        if not any(
            finding.headline == fill_headline(headline, finding.captures)
            for _, diagnosis in found
            for finding in diagnosis.findings[:1]
        ):
            problems.append(f"{cause.folder / 'rule.toml'}: $.headline: no example shows {headline!r}")
    return problems


def _check_tables(cause: Cause, found: list[tuple[Example, Diagnosis]], rules: Rulebook) -> list[str]:
    """Reports `[[when]]` tables without `seen` examples, and those that change no answer
    of these examples.
    """
    by_name = {example.name: diagnosis for example, diagnosis in found}
    problems = []
    for number, seen in enumerate(cause.seen):
        place = f"{cause.folder / 'rule.toml'}: $.when[{number}]"
        if not seen:
            needing = [
                name for name, diagnosis in by_name.items() if _is_needed(cause.id, number, diagnosis, rules)
            ]
            hint = (
                f"seen = {needing[:3]!r}"
                if needing
                else "no example needs it: add a real output, or drop the table"
            )
            problems.append(f"{place}.seen: missing; {hint}")
        for name in seen:
            if name not in by_name:
                problems.append(f"{place}.seen: there is no examples/{name}.txt")
            elif not _is_needed(cause.id, number, by_name[name], rules):
                problems.append(f"{place}.seen: {name} gets the same answer without this table")
    return problems


def _is_needed(cause: str, table: int, diagnosis: Diagnosis, rules: Rulebook) -> bool:
    """Whether the answer changes if this table is removed."""
    clean, reading = diagnosis.clean, diagnosis.reading
    hits = match_conditions(clean, reading, rules)
    others = match_conditions_in_other_errors(reading, rules)
    rest, other_rest = (
        [hit for hit in some if (hit.condition.cause, hit.condition.table) != (cause, table)]
        for some in (hits, others)
    )
    if len(rest) == len(hits) and len(other_rest) == len(others):
        return False
    with_it, without = (
        [(first.cause, first.confidence, first.hit and first.hit.captures) for first in findings[:1]]
        for findings in (
            rank_hits(clean, reading, rules, diagnosis.reader, hits, others),
            rank_hits(clean, reading, rules, diagnosis.reader, rest, other_rest),
        )
    )
    return with_it != without


def _missing_captures(example: Example, finding: Finding) -> list[str]:
    marked = {piece.split("›", 1)[0] for piece in example.marked.split(MARK)[1:]}
    return sorted(marked - set(finding.captures.values()))


def format_matrix(result: CheckResult) -> str:
    """Table of hits: for each rule, its own examples and those of other rules on which it ranked first."""
    lines = []
    for rule in sorted(result.hits):
        own = result.hits[rule][rule]
        others = ", ".join(f"{other} ×{times}" for other, times in result.hits[rule].items() if other != rule)
        lines.append(f"{rule:<36} own {own:>3}   {'others: ' + others if others else ''}".rstrip())
    return "\n".join(lines) + "\n"


def _check_proofs(cause: Cause) -> list[str]:
    """Reports claims of steps that were not run, or whose unfixed program does not fail under the fault."""
    place = cause.folder / "rule.toml"
    runs = read_steps(cause.folder)
    problems = []
    for step in cause.steps:
        for claim in step.proof:
            recorded = [run for run in runs if (run.step, run.schedule) == (step.id, claim.schedule)]
            if not recorded:
                problems.append(f"{place}: $.steps[{step.id}].proof: {claim.schedule} was not run")
            elif claim.fix == "answers" and any(run.naive.ends == "answered" for run in recorded):
                problems.append(
                    f"{place}: $.steps[{step.id}].proof: the plain program survives {claim.schedule} too, "
                    "so this proves nothing: inject the fault more often than the SDK retries automatically"
                )
    return problems
