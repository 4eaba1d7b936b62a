"""Submissions -> gaps: those about one error together, most often sent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.intake.store import Submission

_ALIKE = 0.75  # share of words that two errors of one gap have in common
_FEW_WORDS = 3  # fewer tell no errors apart, so only equal ones belong together


@dataclass(frozen=True, slots=True)
class Gap:
    """One error that the rules do not know, or know wrongly; its number is that of its oldest submission."""

    number: int
    sentence: str
    submissions: tuple[Submission, ...]
    nearest: tuple[str, ...]  # ids of causes
    answer: str | None  # the cause that today's rules give to its latest text

    @property
    def first_sent(self) -> datetime:
        """When it came first, UTC."""
        return self.submissions[0].sent_at

    @property
    def last_sent(self) -> datetime:
        """When it came last, UTC."""
        return self.submissions[-1].sent_at

    @property
    def is_known(self) -> bool:
        """Today's rules have an answer to it that nobody doubted."""
        return self.answer is not None and self.answer not in self.doubted

    @property
    def doubted(self) -> list[str]:
        """The causes that people got as an answer and doubted, most often first."""
        causes = Counter(one.doubted_cause for one in self.submissions if one.doubted_cause)
        return [cause for cause, _ in causes.most_common()]


def find_gaps(submissions: Iterable[Submission]) -> list[Gap]:
    """The gaps, most often sent first; of as many, the latest."""
    kept = list(submissions)
    sentences = {text: error_sentence(diagnose(text)) for text in {one.text for one in kept}}
    words = {text: _words(sentence) for text, sentence in sentences.items()}
    counts = Counter(word for found in words.values() for word in found)
    clusters: list[tuple[frozenset[str], str, list[Submission]]] = []
    by_word: dict[str, list[int]] = {}  # the clusters that may be like one with this word
    for submission in kept:
        said = words[submission.text]
        rare = _rarest(said, counts)
        near = sorted({at for word in rare for at in by_word.get(word, ())})
        found = next((at for at in near if _are_alike(said, clusters[at][0])), None)
        if found is not None:
            clusters[found][2].append(submission)
            continue
        for word in rare:
            by_word.setdefault(word, []).append(len(clusters))
        clusters.append((said, sentences[submission.text], [submission]))
    gaps = [_describe(sentence, members) for _, sentence, members in clusters]
    return sorted(gaps, key=lambda gap: (len(gap.submissions), gap.last_sent), reverse=True)


def error_sentence(diagnosis: Diagnosis) -> str:
    """The line that names the error: the API's message, else that of the exception, else the last line."""
    report = diagnosis.report
    message = report.api_message or next(
        (error.message for error in report.exceptions if error.message), None
    )
    lines = [line.strip() for line in (message or diagnosis.clean.masked).splitlines() if line.strip()]
    return (lines[0] if message else lines[-1]) if lines else ""


def _describe(sentence: str, members: list[Submission]) -> Gap:
    diagnosis = diagnose(members[-1].text)
    nearest = () if diagnosis.unmatched is None else tuple(cause.id for cause in diagnosis.unmatched.nearest)
    answer = diagnosis.findings[0].cause.id if diagnosis.findings else None
    return Gap(members[0].id, sentence, tuple(members), nearest, answer)


def _words(sentence: str) -> frozenset[str]:
    letters = "".join(char if char.isalpha() else " " for char in sentence.lower())
    return frozenset(letters.split())


def _rarest(words: frozenset[str], counts: Counter[str]) -> list[str]:
    """So many of the rarest words that two sentences without one of them in common cannot be alike."""
    if len(words) < _FEW_WORDS:
        return [" ".join(sorted(words))]  # alike is only what is equal
    ranked = sorted(words, key=lambda word: (counts[word], word))
    return ranked[: len(words) - ceil(_ALIKE * len(words)) + 1]


def _are_alike(some: frozenset[str], others: frozenset[str]) -> bool:
    if min(len(some), len(others)) < _FEW_WORDS:
        return some == others
    return len(some & others) >= _ALIKE * len(some | others)
