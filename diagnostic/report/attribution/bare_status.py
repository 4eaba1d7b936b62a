"""Whether a status that nothing attributes to Claude may be Claude's: any server answers with a 502.

A page, a response or an exception that is pasted alone names nothing else, so it may be; so may a status
beside words about models. A sentence or a log that names anything else is about that.
"""

from __future__ import annotations

from functools import cache

from diagnostic.patterns import Pattern, one_of
from diagnostic.report.attribution.subject import claude_words, split_name
from diagnostic.report.attribution.subject_words import COMMON_WORDS
from diagnostic.report.facts import Report
from diagnostic.world.clients import clients

# A response, or its body, from its beginning.
_RESPONSE = Pattern(r"(?i)\A\W*(?:HTTP/[\d.]+ [45]\d\d\b|<(?:!doctype html|html|head|title)\b)")
_MODEL_WORDS = Pattern(
    one_of(
        r"(?i)\b(?:LLMs?|GPT|models?|prompts?|completions?|agent(?:s|ic|flows?)?|assistants?|inference)\b",
        r"\bAI\b|模型|モデル|모델",
        # As Claude Code prints it.
        r"\bAPI Error:? \(?[45]\d\d\b",
        # How the API names it.
        r"\b(?:rate_limit|overloaded|authentication|permission|invalid_request|billing)_error\b",
    )
)
# What has a digit is an identifier or a time; the group is a word.
_WORD = Pattern(r"\b\w*\d\w*\b|([A-Za-z]+|[^\x00-\x7f]+)")
_MIN_LETTERS = 3
# Beside the words that programs use for themselves: how statuses are named, and how people complain.
_WORDS_OF_STATUSES = COMMON_WORDS | frozenset(
    """
    afternoon allowed attempts authenticated busy came can cannot conflict constantly could couldn don
    evening everytime expected failing fails gone happening happens help hour hours implemented keep keeping
    keeps length long mean means method midnight minute minutes morning must noon please received responded
    retried retrying returned returns sometimes streaming takes temporarily try trying wait week wrong
    """.split()
)
# Hardly any other server answers with it.
_OVERLOADED = 529


def may_be_claudes(report: Report, data: bytes) -> bool:
    """Whether the text shows a client of models, speaks about models, or holds nothing but the status."""
    if report.status == _OVERLOADED:
        return True
    client = report.client and clients()[report.client]
    if (client and client.kind != "http") or report.platform:
        return True
    return _RESPONSE.occurs(data) or _MODEL_WORDS.occurs(data) or _names_nothing_else(data)


def _names_nothing_else(data: bytes) -> bool:
    known = _known_words()
    words = (found.group(1) for found in _WORD.finditer(data))
    return all(known.issuperset(_long_parts(word.decode(errors="replace"))) for word in words if word)


@cache
def _known_words() -> frozenset[str]:
    return _WORDS_OF_STATUSES | claude_words()


def _long_parts(word: str) -> list[str]:
    parts = split_name(word) or [word]
    return [part for part in parts if len(part) >= _MIN_LETTERS]
