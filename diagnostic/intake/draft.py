"""A gap -> a draft of a rule: its example, the words that tell it apart, and what it collides with."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

import re2

from diagnostic.diagnosis import diagnose
from diagnostic.intake.gaps import Gap
from diagnostic.rules import Rulebook, load_rules
from diagnostic.rules.new import make_folder

_LEFT_OUT = "…"  # what is in a submission for each value of the person's text
_FEWEST_WORDS, _FEWEST_CHARACTERS = 2, 12
_MOST_CHARACTERS = 150  # a longer phrase tells no more apart, and nobody reads it
_MOST_EXAMPLES = 3
_THREADS = "https://github.com/search?type=issues&q="
_SPECIAL = frozenset(r"\.^$|?*+()[]{}")


class NoPhraseError(Exception):
    """The gap has no words that only it prints."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written, and what to look at before it becomes a rule."""

    folder: Path
    phrase: str
    answers: tuple[str, ...]  # of each of its texts: the answer before, and with the draft
    nearest: tuple[str, ...]
    threads: str  # a search for people who met the same error


def draft_rule(gap: Gap, id: str, rules: Path, negatives: Path | None = None) -> Draft:
    """Makes rules/<id> from a gap. `negatives` is a folder of texts that no rule may fit.

    Raises RuleError if the id is not one or is taken, NoPhraseError if no phrase tells the gap apart.
    """
    before = load_rules(rules)
    texts = list(dict.fromkeys(one.text for one in reversed(gap.submissions)))[:_MOST_EXAMPLES]
    known = [example.text for cause in before.causes.values() for example in cause.examples()]
    unfit = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(negatives.glob("*.txt") if negatives else ())
    ]
    phrase = find_phrase(gap.sentence, texts, [*known, *unfit])
    folder = make_folder(rules, id)
    try:
        names = _fill(folder, id, phrase, texts)
        after = load_rules(rules)
        for name in names:
            _write_confidence(folder / "examples" / f"{name}.txt", id, after)
        answers = tuple(f"{_first(text, before)} -> {_first(text, after)}" for text in texts)
    except Exception:
        shutil.rmtree(folder)  # a draft that is not whole would stop every other command
        raise
    return Draft(folder, phrase, answers, gap.nearest, _THREADS + quote_plus(f'"{phrase}"'))


def _fill(folder: Path, id: str, phrase: str, texts: list[str]) -> list[str]:
    """Puts the phrase and the examples into a new folder; returns the names of the examples."""
    rule = folder / "rule.toml"
    names = _write_examples(folder, id, texts)
    rule.write_text(_with_phrase(rule.read_text(encoding="utf-8"), phrase, names), encoding="utf-8")
    return names


def find_phrase(sentence: str, texts: Iterable[str], others: Iterable[str]) -> str:
    """The longest run of words of the sentence that is in all of these texts and in none of the others."""
    pieces = [piece.strip(" \t.,:;'\"()[]{}") for piece in sentence.split(_LEFT_OUT)]
    told = sorted(map(_shorten, pieces), key=len, reverse=True)
    for piece in told:
        if not piece.isprintable():  # TOML takes no control characters as they stand
            continue
        if len(piece) < _FEWEST_CHARACTERS or len(piece.split()) < _FEWEST_WORDS:
            continue
        if all(piece in text for text in texts) and not any(piece in other for other in others):
            return piece
    raise NoPhraseError(
        "no run of two words or more is in all texts of this gap and in no example or negative; "
        "start with `diagnostic rules new ID` and write the conditions by hand"
    )


def _shorten(piece: str) -> str:
    if len(piece) <= _MOST_CHARACTERS:
        return piece
    return piece[: _MOST_CHARACTERS + 1].rpartition(" ")[0]


def _write_examples(folder: Path, id: str, texts: list[str]) -> list[str]:
    (folder / "examples" / "first.txt").unlink()
    names = [f"reported-{number}" for number, _ in enumerate(texts, 1)]
    for name, text in zip(names, texts, strict=True):
        path = folder / "examples" / f"{name}.txt"
        path.write_text(f"#= {id} possible\n{text.rstrip()}\n", encoding="utf-8")
    return names


def _with_phrase(rule: str, phrase: str, names: list[str]) -> str:
    start = rule.index("text = ")
    end = rule.index("\n\n", start)
    pattern = "".join(f"\\{char}" if char in _SPECIAL else char for char in phrase)
    pattern = pattern.replace("'", ".")
    seen = ", ".join(f'"{name}"' for name in names)
    # Before a letter outside ASCII, or a mark, there is no edge of a word.
    edge = r"\b" if re2.match(r"\w", phrase) else ""
    return f"{rule[:start]}phrase = '{edge}{pattern}'\nseen = [{seen}]{rule[end:]}"


def _write_confidence(path: Path, id: str, rules: Rulebook) -> None:
    """The first line says what today comes of the example, so that the author sees it and the check holds."""
    _, _, text = path.read_text(encoding="utf-8").partition("\n")
    confidence = next(
        (found.confidence for found in diagnose(text, rules).findings if found.cause.id == id), "possible"
    )
    path.write_text(f"#= {id} {confidence}\n{text}", encoding="utf-8")


def _first(text: str, rules: Rulebook) -> str:
    findings = diagnose(text, rules).findings
    return f"{findings[0].cause.id} {findings[0].confidence}" if findings else "nothing"
