"""A gap -> a rule draft: its examples, a distinctive phrase, and how answers change with the draft."""

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

# The placeholder for a value in a submission, and numbers, which vary between submissions.
_VALUE = re2.compile(r"…|\b\d[\d.,]*\b")
_MIN_WORDS, _MIN_CHARACTERS = 2, 12
_MAX_CHARACTERS = 150  # a longer phrase is not more distinctive, and hard to read
_MAX_EXAMPLES = 3
_ISSUE_SEARCH = "https://github.com/search?type=issues&q="
_WORD = re2.compile(r"\S+")
_EDGES = " \t.,:;'\"()[]{}"
_SPECIAL = frozenset(r"\.^$|?*+()[]{}")


class DraftError(Exception):
    """No rule can be drafted from the gap; the message says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft, and what to check before it becomes a rule."""

    folder: Path
    phrase: str
    answers: tuple[str, ...]  # for each text: the answer before, and with the draft
    nearest: tuple[str, ...]
    has_evidence: bool  # a text shows that Claude's API or one of its clients printed it
    threads: str  # a search for reports of the same error


def draft_rule(gap: Gap, id: str, rules: Path, negatives: Path | None = None) -> Draft:
    """Creates rules/<id> from a gap. `negatives` is a folder of texts that no rule may match.

    Raises RuleError if the id is invalid or taken; DraftError if no phrase is distinctive, or if the texts
    are from other software.
    """
    before = load_rules(rules)
    texts = list(dict.fromkeys(one.text for one in reversed(gap.submissions)))[:_MAX_EXAMPLES]
    positive_texts = [example.text for cause in before.causes.values() for example in cause.examples()]
    negative_texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(negatives.glob("*.txt") if negatives else ())
    ]
    phrase = find_phrase(gap.sentence, texts, [*positive_texts, *negative_texts])
    folder = make_folder(rules, id)
    try:
        names = _fill(folder, id, phrase, texts)
        after = load_rules(rules)
        for name in names:
            _write_confidence(folder / "examples" / f"{name}.txt", id, after)
        answers_now = [_best_answer(text, after) for text in texts]
        if not any(answer.startswith(f"{id} ") for answer in answers_now):
            raise DraftError(
                f"the phrase {phrase!r} is in the texts, but the answer to them stays {answers_now[0]}: they"
                " show another cause more clearly, or other software printed them, which no rule is about"
            )
        answers = tuple(
            f"{_best_answer(text, before)} -> {now}" for text, now in zip(texts, answers_now, strict=True)
        )
        has_evidence = any(_shows_claude(text) for text in texts)
    except Exception:
        shutil.rmtree(folder)  # an incomplete rule would break every other command
        raise
    return Draft(
        folder, phrase, answers, gap.nearest, has_evidence, _ISSUE_SEARCH + quote_plus(f'"{phrase}"')
    )


def _shows_claude(text: str) -> bool:
    """Whether a text shows that the API or one of its clients printed it."""
    vendor = diagnose(text).report.vendor
    return vendor is not None and vendor.value == "anthropic"


def _fill(folder: Path, id: str, phrase: str, texts: list[str]) -> list[str]:
    """Writes the phrase and the examples to a new folder; returns the names of the examples."""
    rule = folder / "rule.toml"
    names = _write_examples(folder, id, texts)
    rule.write_text(_with_phrase(rule.read_text(encoding="utf-8"), phrase, names), encoding="utf-8")
    return names


def find_phrase(sentence: str, texts: Iterable[str], others: Iterable[str]) -> str:
    """The longest run of words of the sentence that is in all of these texts and in none of the others."""
    texts, others = list(texts), "\0".join(others)
    not_distinctive: list[str] = []
    for run in _runs(sentence):
        if any(run in longer for longer in not_distinctive) or not all(run in text for text in texts):
            continue
        if run not in others:
            return run
        not_distinctive.append(run)
    raise DraftError(
        "no run of two words or more is in all texts of this gap and in no example or negative; "
        "start with `diagnostic rules new ID` and write the conditions by hand"
    )


def _runs(sentence: str) -> list[str]:
    """All runs of words of a sentence that may be distinctive, longest first."""
    found = set()
    for piece in _VALUE.split(sentence):
        if not piece.isprintable():  # TOML does not allow raw control characters
            continue
        words = [(word.start(), word.end()) for word in _WORD.finditer(piece)]
        for first, (start, _) in enumerate(words):
            for _, end in words[first + _MIN_WORDS - 1 :]:
                if end - start > _MAX_CHARACTERS:
                    break
                found.add(piece[start:end].strip(_EDGES))
    distinctive = [run for run in found if len(run) >= _MIN_CHARACTERS and len(run.split()) >= _MIN_WORDS]
    return sorted(distinctive, key=lambda run: (-len(run), run))


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
    # \b does not match before a non-ASCII letter or a punctuation mark.
    edge = r"\b" if re2.match(r"\w", phrase) else ""
    return f"{rule[:start]}phrase = '{edge}{pattern}'\nseen = [{seen}]{rule[end:]}"


def _write_confidence(path: Path, id: str, rules: Rulebook) -> None:
    """Writes the current confidence into the example's first line, so that `rules check` passes."""
    _, _, text = path.read_text(encoding="utf-8").partition("\n")
    confidence = next(
        (found.confidence for found in diagnose(text, rules).findings if found.cause.id == id), "possible"
    )
    path.write_text(f"#= {id} {confidence}\n{text}", encoding="utf-8")


def _best_answer(text: str, rules: Rulebook) -> str:
    findings = diagnose(text, rules).findings
    return f"{findings[0].cause.id} {findings[0].confidence}" if findings else "nothing"
