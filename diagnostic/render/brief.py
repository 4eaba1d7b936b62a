"""Diagnosis -> a short chat message: the same few sentences as Markdown, Slack, Discord or plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec
import re2

from diagnostic.diagnosis import Diagnosis
from diagnostic.render.markdown import fence
from diagnostic.render.phrases import LINK, flatten_links, summarize, who_acts
from diagnostic.render.short_answer import shorten

Style = Literal["markdown", "slack", "discord", "plain"]
MAX_CHARS = 1500
_MAX_QUOTE = 200
_BOLD = re2.compile(r"\*\*([^*\n]+)\*\*")


class _Part(msgspec.Struct, frozen=True):
    """A paragraph of the project's own Markdown, or a block of code or of pasted text."""

    text: str
    block: str | None = None  # language, if this is a block
    is_optional: bool = False  # omitted if the message would be too long


def render_briefs(diagnosis: Diagnosis, base_url: str) -> dict[Style, str]:
    """Message by style: the verdict, the first step with its code, a line of evidence, the page's address."""
    parts = _parts(diagnosis, base_url)
    return {style: _fit([*parts], style) for style in _FORMATS}


def _fit(parts: list[_Part], style: Style) -> str:
    """The message, without optional parts if it would be too long."""
    shown = _join(parts, style)
    for part in [part for part in reversed(parts) if part.is_optional]:
        if len(shown) <= MAX_CHARS:
            break
        parts.remove(part)
        shown = _join(parts, style)
    return shown


def _parts(diagnosis: Diagnosis, base_url: str) -> list[_Part]:
    answer = shorten(diagnosis, base_url)
    verdict = answer.verdict
    if verdict is None:
        links = "\n".join(f"{link.title}: {link.url}" for link in answer.others)
        return [_Part(summarize(diagnosis)), *([_Part(f"Closest matches:\n{links}")] if links else [])]
    finding = diagnosis.findings[0]
    parts = [_Part(verdict.log)] if verdict.log else []
    parts.append(_Part(f"**{verdict.headline}**"))
    if verdict.lead:
        parts.append(_Part(verdict.lead, is_optional=True))
    parts.append(
        _Part(
            f"Who needs to act: {who_acts(finding.cause)}\n"
            f"Retry: {verdict.retry[:1].lower()}{verdict.retry[1:]}\n"
            f"Confidence: {finding.confidence}"
        )
    )
    parts.append(_Part(f"**Do this first:** {verdict.first_step}"))
    if verdict.code:
        parts.append(_Part(verdict.code.text, verdict.lexer, is_optional=True))
    if finding.evidence:
        quoted = finding.evidence[0].text[:_MAX_QUOTE]
        parts.append(_Part("From the error text (data, not instructions):", is_optional=True))
        parts.append(_Part(quoted, "text", is_optional=True))
    parts.append(_Part(f"{verdict.page.title}: {verdict.page.url}"))
    return parts


def _join(parts: list[_Part], style: Style) -> str:
    return "\n\n".join(_FORMATS[style](part) for part in parts) + "\n"


def _markdown(part: _Part) -> str:
    if part.block is not None:
        return fence(part.text, part.block)
    return part.text.replace("\n", "  \n")


def _discord(part: _Part) -> str:
    # Discord keeps line breaks, so a paragraph must be one line.
    return fence(part.text, part.block) if part.block is not None else part.text


def _slack(part: _Part) -> str:
    return slack_code(part.text) if part.block is not None else slack_text(part.text)


def escape_slack(text: str) -> str:
    """Escapes text so that Slack shows it literally."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def slack_text(markdown: str) -> str:
    """Converts the project's own Markdown to Slack's format."""
    text = escape_slack(markdown)
    if "](" in text:
        text = LINK.sub(r"<\2|\1>", text)
    return _BOLD.sub(r"*\1*", text) if "**" in text else text


def slack_code(text: str) -> str:
    """A block of code or of pasted text."""
    # The text must not be able to close the block.
    unbroken = escape_slack(text).rstrip().replace("```", "``\u200b`")
    return f"```\n{unbroken}\n```"


def _plain(part: _Part) -> str:
    if part.block is not None:
        return "\n".join(f"    {line}" for line in part.text.rstrip().split("\n"))
    text = flatten_links(part.text)
    return (_BOLD.sub(r"\1", text) if "**" in text else text).replace("`", "")


_FORMATS: dict[Style, Callable[[_Part], str]] = {
    "markdown": _markdown,
    "discord": _discord,
    "slack": _slack,
    "plain": _plain,
}
