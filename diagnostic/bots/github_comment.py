"""ShortAnswer -> a comment on an issue: Markdown without mentions, with a hidden marker to find it again."""

from __future__ import annotations

import re2

from diagnostic.render.markdown import fence
from diagnostic.render.short_answer import ShortAnswer, Verdict

_MARK = re2.compile(r"^<!-- error-diagnostic (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) -->\n")
# Characters with a meaning in GitHub's Markdown; mentions, references and links get a zero-width space.
_MARKUP = re2.compile(r"([\\*_~`|<>\[\]])")
_AUTOLINKS = re2.compile(r"(@|#|://|\bwww\.|\bGH-)")
_CODE = re2.compile(r"(`+[^`]*`+)")
_MENTION = re2.compile(r"(?:^|[^\w/`])@")
_FOOTER = (
    "Written by a program that recognises Claude API errors, from the text of this issue, with its secrets"
    " redacted first. To ask again, comment `/diagnose`, with another error text if you like."
)
_NO_LONGER = (
    "The text of this issue was changed, and no known cause of a Claude API error is likely any more.\n\n"
    "To ask again, comment `/diagnose`, with another error text if you like."
)


def write_comment(answer: ShortAnswer, moment: str) -> str:
    """The comment; `moment` is the time of the text as GitHub writes it."""
    body = _format_verdict(answer.verdict) if answer.verdict and answer.verdict.is_likely else _NO_LONGER
    return f"<!-- error-diagnostic {moment} -->\n{body}\n"


def read_moment(comment: str) -> str | None:
    """The time of the text that a comment of this bot is about; None if it is not by this bot."""
    found = _MARK.match(comment.replace("\r\n", "\n"))
    return found[1] if found else None


def is_same_comment(one: str, other: str) -> bool:
    """Whether two comments of this bot look the same."""
    first, second = (_MARK.sub("", text.replace("\r\n", "\n")).strip() for text in (one, other))
    return first == second


def escape(text: str) -> str:
    """Escapes text so that GitHub shows it literally."""
    return _AUTOLINKS.sub(_defuse, _MARKUP.sub(r"\\\1", text))


def _defuse(found: re2.Match[str]) -> str:
    return f"{found[0]}\u200b"


def _format_verdict(verdict: Verdict) -> str:
    parts = [f"### {escape(verdict.headline)}", *filter(None, (verdict.log, verdict.lead))]
    parts.append(
        f"- **Who needs to act:** {verdict.who}\n"
        f"- **Retry:** {verdict.retry}\n"
        f"- **Confidence:** {verdict.confidence}"
    )
    parts.append(f"**Do this first:** {verdict.first_step}")
    if verdict.code:
        parts.append(fence(verdict.code.text, verdict.lexer))
    parts.append(f"[{verdict.page.title}]({verdict.page.url})")
    parts.append(f"<sub>{_FOOTER}</sub>")
    return "\n\n".join(part if part.startswith("`") else _without_mentions(part) for part in parts)


def _without_mentions(markdown: str) -> str:
    """Breaks words outside of code that GitHub would treat as mentions, such as the scope of a package."""
    parts = _CODE.split(markdown)
    return "".join(part if part.startswith("`") else _MENTION.sub(_defuse, part) for part in parts)
