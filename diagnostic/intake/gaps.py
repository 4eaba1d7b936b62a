"""Submissions -> gaps: submissions grouped by error, most often sent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil

from diagnostic.diagnosis import Diagnosis, diagnose
from diagnostic.intake.store import Submission

_MIN_SHARED_WORDS = 0.75  # the share of words that the errors of a gap have in common
_MIN_WORDS = 3  # with fewer words, only identical errors belong together


@dataclass(frozen=True)
class Gap:
    """An error that the rules do not match, or match wrongly."""

    sentence: str
    submissions: tuple[Submission, ...]  # oldest first

    @property
    def number(self) -> int:
        """Its number, which is that of its oldest submission."""
        return self.submissions[0].id

    @cached_property
    def _diagnosis(self) -> Diagnosis:
        """The current diagnosis of its latest text; computed on demand."""
        return diagnose(self.submissions[-1].text)

    @property
    def answer(self) -> str | None:
        """The cause that the current rules find."""
        findings = self._diagnosis.findings
        return findings[0].cause.id if findings else None

    @property
    def nearest(self) -> tuple[str, ...]:
        """The ids of the most similar causes, if no rule matches."""
        unmatched = self._diagnosis.unmatched
        return () if unmatched is None else tuple(cause.id for cause in unmatched.nearest)

    @property
    def first_sent(self) -> datetime:
        """The time of its first submission, UTC."""
        return self.submissions[0].sent_at

    @property
    def last_sent(self) -> datetime:
        """The time of its last submission, UTC."""
        return self.submissions[-1].sent_at

    @property
    def is_known(self) -> bool:
        """Whether the current rules find a cause that no submission doubts."""
        return self.answer is not None and self.answer not in self.doubted

    @property
    def doubted(self) -> list[str]:
        """The causes that people got and doubted, most frequent first."""
        causes = Counter(one.doubted_cause for one in self.submissions if one.doubted_cause)
        return [cause for cause, _ in causes.most_common()]


def find_gaps(submissions: Iterable[Submission]) -> list[Gap]:
    """The gaps, most often sent first, then latest first."""
    all_submissions = list(submissions)
    sentences = {one.text: one.sentence for one in all_submissions}
    for text, known in sentences.items():
        if known is None:  # sent to an older version
            sentences[text] = error_sentence(text)
    words = {text: _words(sentence or "") for text, sentence in sentences.items()}
    counts = Counter(word for found in words.values() for word in found)
    clusters: list[tuple[frozenset[str], list[Submission]]] = []
    by_word: dict[str, list[int]] = {}  # word -> clusters that contain it, the only ones that can be similar
    for submission in all_submissions:
        own_words = words[submission.text]
        rare = _rarest(own_words, counts)
        candidates = sorted({at for word in rare for at in by_word.get(word, ())})
        found = next((at for at in candidates if _are_similar(own_words, clusters[at][0])), None)
        if found is not None:
            clusters[found][1].append(submission)
            continue
        for word in rare:
            by_word.setdefault(word, []).append(len(clusters))
        clusters.append((own_words, [submission]))
    gaps = [Gap(sentences[members[0].text] or "", tuple(members)) for _, members in clusters]
    return sorted(gaps, key=lambda gap: (len(gap.submissions), gap.last_sent), reverse=True)


def error_sentence(text: str) -> str:
    """The line that names the error: the API's message, else that of the exception, else the last line."""
    diagnosis = diagnose(text)
    report = diagnosis.report
    message = report.api_message or next(
        (error.message for error in report.exceptions if error.message), None
    )
    lines = [line.strip() for line in (message or diagnosis.clean.masked).splitlines() if line.strip()]
    return (lines[0] if message else lines[-1]) if lines else ""


def _words(sentence: str) -> frozenset[str]:
    letters = "".join(char if char.isalpha() else " " for char in sentence.lower())
    return frozenset(letters.split())


def _rarest(words: frozenset[str], counts: Counter[str]) -> list[str]:
    """The rarest words, just enough of them that two similar sentences share at least one."""
    if len(words) < _MIN_WORDS:
        return [" ".join(sorted(words))]  # only equal sentences are similar
    ranked = sorted(words, key=lambda word: (counts[word], word))
    return ranked[: len(words) - ceil(_MIN_SHARED_WORDS * len(words)) + 1]


def _are_similar(some: frozenset[str], others: frozenset[str]) -> bool:
    if min(len(some), len(others)) < _MIN_WORDS:
        return some == others
    return len(some & others) >= _MIN_SHARED_WORDS * len(some | others)
