"""The core alone: against a loop of `re`, against one RE2 set, with more rules, with longer and with
hostile texts.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator

import re2
from matched_length import Row, medians, ms, seconds, times
from rulebooks import scaled_rulebook
from texts import fresh_texts, hostile_texts

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.rules import Rulebook
from diagnostic.rules.conditions import OPTIONS

KIB = 1024


def rows() -> Iterator[Row]:
    """All rows, the cheap ones first."""
    yield from _against_rivals()
    yield from _growth_with_text()
    yield from _worst_case()
    yield from _growth_with_rules()


def sources(rules: Rulebook) -> list[str]:
    """Every pattern of the rules, once."""
    patterns = (
        pattern
        for condition in rules.conditions
        for pattern in (*condition.text, *condition.api_message, *condition.unless)
    )
    return list(dict.fromkeys(pattern.source for pattern in patterns))


def loop_of_re(patterns: list[str]) -> tuple[Callable[[str], object], int]:
    """A function that tries each pattern with `re`, and how many it tries."""
    compiled = []
    for source in patterns:
        try:
            compiled.append(re.compile(re.sub(r"\\x\{(\w+)\}", r"\\u\1", source), re.IGNORECASE))
        except re.error:  # RE2's own syntax: the loop has fewer patterns to try, which favours it
            continue
    return lambda text: [pattern.search(text) for pattern in compiled], len(compiled)


def _re2_set(patterns: list[str]) -> Callable[[str], object]:
    found = re2.Set.SearchSet(OPTIONS)
    for source in patterns:
        found.Add(source.encode())
    found.Compile()
    return lambda text: found.Match(text.encode())


def _against_rivals() -> Iterator[Row]:
    rules = rulebook()
    patterns = sources(rules)
    loop, tried = loop_of_re(patterns)
    ours, theirs, floor = medians(list(fresh_texts(300, 4 * KIB)), diagnose, loop, _re2_set(patterns))
    yield Row(
        "whole `diagnose()` of a fresh 4 KB paste",
        f"{ms(ours)}; a loop of {tried} `re` patterns alone {ms(theirs)}: {times(theirs / ours)} faster; one"
        f" RE2 set of them alone (the floor) {ms(floor)}",
        "≥ 10× faster than the loop",
        theirs / ours >= 10,
    )


def _growth_with_text() -> Iterator[Row]:
    sizes = (4, 16, 64, 256)
    taken = {}
    for size in sizes:
        taken[size] = medians(list(fresh_texts(40, size * KIB, seed=size)), diagnose)[0]
    growth = (taken[256] / taken[16]) / (256 / 16)
    said = ", ".join(f"{size} KiB {ms(taken[size])}" for size in sizes)
    yield Row(
        "length of the text",
        f"{said}; from 16 to 256 KiB {times(growth)} of linear",
        "linear to 256 KiB",
        growth <= 1.2,
    )


def _worst_case() -> Iterator[Row]:
    for size, bar in ((4 * KIB, 0.020), (256 * KIB, 1.0)):
        slowest, name, count = 0.0, "", 0
        for shape, text in hostile_texts(size):
            taken = min(seconds(diagnose, text[:size]) for _ in range(2 if size <= 4 * KIB else 1))
            count += 1
            if taken > slowest:
                slowest, name = taken, shape
        yield Row(
            f"slowest of {count} hostile texts of {size // KIB} KiB",
            f"{ms(slowest)} (`{name.replace('`', '')}`)",
            f"≤ {bar * 1e3:.0f} ms",
            slowest <= bar,
        )


def _growth_with_rules() -> Iterator[Row]:
    texts = list(fresh_texts(150, 4 * KIB, seed=7))
    taken = {}
    books = {count: scaled_rulebook(count) for count in (100, 1_000, 10_000)}
    rivals = [lambda text, rules=rules: diagnose(text, rules) for rules in books.values()]
    for text in texts[:5]:
        for rival in rivals:
            rival(text)
    for count, value in zip(books, medians(texts, *rivals), strict=True):
        taken[count] = value
    growth = taken[10_000] / taken[100]
    said = ", ".join(f"{count:,} rules {ms(value)}" for count, value in taken.items())
    conditions = len(books[10_000].conditions)
    yield Row(
        "number of rules",
        f"{said} ({conditions:,} conditions): {times(growth)}",
        "10,000 rules ≤ 1.5× of 100",
        growth <= 1.5,
    )


def spread(values: list[float]) -> str:
    """Median and 99th percentile."""
    ordered = sorted(values)
    return f"median {ms(statistics.median(ordered))}, p99 {ms(ordered[int(len(ordered) * 0.99)])}"
