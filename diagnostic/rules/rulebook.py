"""rules/ -> Rulebook: all causes, and the indexes that lead from a text to conditions."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from string import Formatter

import msgspec

from diagnostic.digests import blake2b
from diagnostic.file_cache import cached
from diagnostic.paths import RULES
from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import without_upper_bounds
from diagnostic.rules import compiled
from diagnostic.rules.captures import FACTS
from diagnostic.rules.cause import Cause
from diagnostic.rules.compiled import RuleSet
from diagnostic.rules.conditions import Condition, compile_conditions
from diagnostic.rules.errors import RuleError
from diagnostic.rules.folder import read_folder

# Suffixes of the files that define rules; examples are read on demand.
_RULE_FILES = (".toml", ".md", ".py", ".ts", ".json", ".jsonl")


class Rulebook(msgspec.Struct, frozen=True):
    """All causes by id, with their relations and the indexes of their conditions."""

    causes: dict[str, Cause]
    aliases: dict[str, str]
    overrides: dict[str, frozenset[str]]  # cause -> all causes that it is preferred to
    special_cases: dict[str, tuple[str, ...]]  # broader cause -> ids
    conditions: tuple[Condition, ...]
    patterns: PatternSet[str]  # that lead to conditions, and those of messages; named by their sources
    in_messages: PatternSet[str]  # those that are searched for in the API's own message only
    by_pattern: dict[str, tuple[Condition, ...]]  # pattern that leads to conditions -> these
    by_fact: dict[tuple[str, object], tuple[Condition, ...]]  # conditions without such a pattern
    version: str

    def compile_places(self) -> None:
        """Compiles the patterns that locate sentences (0.1 ms each); a server does this beside its first
        requests.
        """
        for condition in self.conditions:
            for pattern in condition.patterns:
                _ = pattern.search
            for pattern in (*condition.text[1:], *condition.unless):
                _ = pattern.occurs


def load_rules(folder: Path = RULES) -> Rulebook:
    """All rules, compiled by the wheel or read from their folders. Raises RuleError on the first error."""
    rule_set = compiled.read(folder) or (_cached_rules() if folder == RULES else read_rules(folder))
    return build_rulebook(
        {cause.id: cause for cause in rule_set.causes}, rule_set.conditions, rule_set.version
    )


def _cached_rules() -> RuleSet:
    """The rules of this checkout, from the cache if no file has changed."""
    sources = [
        *_rule_files(RULES),
        *Path(__file__).parent.glob("*.py"),
        *RULES.glob("_*/*.toml"),
    ]
    # The cache checks what it gives back.
    found = compiled.unpack(cached("rules", sources, lambda: compiled.pack(read_rules(RULES))), RULES)
    return found or read_rules(RULES)


def read_rules(folder: Path) -> RuleSet:
    """Reads every rule folder and checks what the rules say of each other. Cached and compiled rules have
    passed this, so a start does not repeat it.
    """
    read = [read_folder(path.parent) for path in sorted(folder.glob("*/rule.toml"))]
    if not read:
        raise RuleError(folder, "no rules found")
    conditions = tuple(
        condition
        for cause, tables in read
        for number, table in enumerate(tables)
        for condition in compile_conditions(cause.id, cause.folder / "rule.toml", number, table)
    )
    causes = {cause.id: cause for cause, _ in read}
    _check_links(causes)
    _check_headlines(causes, conditions)
    return RuleSet(tuple(causes.values()), conditions, hash_rules(folder))


def build_rulebook(causes: dict[str, Cause], conditions: tuple[Condition, ...], version: str) -> Rulebook:
    """Builds the indexes. Raises RuleError for an alias that is taken."""
    by_pattern: dict[str, list[Condition]] = defaultdict(list)
    by_fact: dict[tuple[str, object], list[Condition]] = defaultdict(list)
    for condition in conditions:
        if key := condition.key:
            by_pattern[key.source].append(condition)
        else:
            name, values = condition.values[0]
            for value in values:
                by_fact[name, value].append(condition)
    special: dict[str, list[str]] = defaultdict(list)
    for cause in causes.values():
        if cause.broader:
            special[cause.broader].append(cause.id)
    in_messages = {
        pattern.source: pattern.source for condition in conditions for pattern in condition.api_message
    }
    return Rulebook(
        causes=causes,
        aliases=_index_aliases(causes),
        overrides={id: _find_overridden(causes, id) for id in causes},
        special_cases={id: tuple(sorted(ids)) for id, ids in special.items()},
        conditions=conditions,
        # The other patterns of a condition are often common words, and few texts need them. Without upper
        # bounds they take two thirds of the memory; what they find is searched for as it is written.
        patterns=PatternSet(
            {source: without_upper_bounds(source) for source in (*by_pattern, *in_messages)},
            ignores_case=True,
        ),
        in_messages=PatternSet(in_messages, ignores_case=True),
        by_pattern={source: tuple(found) for source, found in by_pattern.items()},
        by_fact={key: tuple(found) for key, found in by_fact.items()},
        version=version,
    )


def _check_links(causes: dict[str, Cause]) -> None:
    for cause in causes.values():
        place = cause.folder / "rule.toml"
        for field, ids in (
            ("related", cause.related),
            ("overrides", cause.overrides),
            ("broader", (cause.broader,)),
        ):
            for other in ids:
                if other is not None and (other not in causes or other == cause.id):
                    raise RuleError(place, f"$.{field}: unknown cause {other!r}")
        _find_overridden(causes, cause.id)


def _find_overridden(causes: dict[str, Cause], id: str) -> frozenset[str]:
    found: set[str] = set()
    to_visit = [id]
    while to_visit:
        cause = causes[to_visit.pop()]
        for other in (*cause.overrides, *((cause.broader,) if cause.broader else ())):
            if other == id:
                raise RuleError(causes[id].folder / "rule.toml", "$.overrides: forms a cycle")
            if other not in found:
                found.add(other)
                to_visit.append(other)
    return frozenset(found)


def headline_names(headline: str | None) -> list[str]:
    """The fields that a headline names in braces. Raises ValueError if a field has a format or an index."""
    names: list[str] = []
    for _, name, format_spec, conversion in Formatter().parse(headline or ""):
        if name is None:
            continue
        if format_spec or conversion or not name.isidentifier():
            raise ValueError(f"{{{name}}} is not a plain field such as {{tokens}}")
        names.append(name)
    return names


def _check_headlines(causes: dict[str, Cause], conditions: tuple[Condition, ...]) -> None:
    groups: dict[str, set[str]] = defaultdict(set)
    of_tables: dict[str, set[str]] = defaultdict(set)
    for condition in conditions:
        own = {group for pattern in condition.patterns for group in pattern.groups}
        place = causes[condition.cause].folder / "rule.toml"
        of_tables[condition.cause] |= _check_headline(
            place, f"$.when[{condition.table}].headline", condition.headline, own
        )
        groups[condition.cause] |= own
    for cause in causes.values():
        place = cause.folder / "rule.toml"
        named = of_tables[cause.id]
        for headline in cause.headlines:
            named |= _check_headline(place, "$.headline", headline, groups[cause.id])
        for step in cause.steps:
            _check_headline(place, f"$.steps[{step.id}].headline", step.headline, groups[cause.id])
        if unused := groups[cause.id] - named:
            raise RuleError(
                place, f"$.when: the headline does not use the capture {', '.join(sorted(unused))}"
            )


def _check_headline(place: Path, field: str, headline: str | None, captured: set[str]) -> set[str]:
    """The names in a headline. Raises RuleError if nothing gives one of them a value."""
    try:
        named = set(headline_names(headline))
    except ValueError as error:
        raise RuleError(place, f"{field}: {error}") from None
    if unknown := named - captured - FACTS:
        raise RuleError(place, f"{field}: nothing captures {', '.join(sorted(unknown))}")
    return named


def _index_aliases(causes: dict[str, Cause]) -> dict[str, str]:
    aliases: dict[str, str] = {}
    for cause in causes.values():
        for alias in cause.aliases:
            if alias in causes or aliases.setdefault(alias, cause.id) != cause.id:
                raise RuleError(cause.folder / "rule.toml", f"$.aliases: {alias!r} is taken")
    return aliases


def hash_rules(folder: Path) -> str:
    """The version of the rules, which each answer names: it changes with any file that defines them."""
    digest = blake2b(digest_size=6)
    for path in _rule_files(folder):
        digest.update(Path(path).relative_to(folder).as_posix().encode())
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def _rule_files(folder: Path) -> list[str]:
    """Paths of the files that define the rules, without examples; strings, because Paths are slower."""
    return sorted(
        entry.path
        for inner in os.scandir(folder)
        if inner.is_dir()
        for entry in os.scandir(inner.path)
        if entry.name.endswith(_RULE_FILES)
    )
