"""ShortAnswer -> Block Kit, checked by the models of slack_sdk."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from diagnostic.bots import MASKED
from diagnostic.render.brief import escape_slack, slack_code, slack_text
from diagnostic.render.short_answer import NOTHING_FOUND, SEND_MORE, Link, ShortAnswer, Verdict, truncate

_MAX_HEADER = 150
_MAX_TEXT = 3000


def answer_blocks(answer: ShortAnswer) -> list[dict]:
    """The message. Raises SlackObjectFormationError if Slack would reject it."""
    verdict = answer.verdict
    blocks: list[Block] = _verdict_blocks(verdict) if verdict else [_section(f"{NOTHING_FOUND} {SEND_MORE}")]
    if answer.others:
        label = "Also found" if verdict else "Closest matches"
        blocks.append(_section(f"{label}: {_links(answer.others)}", is_slack=True))
    closing = f"{_links([verdict.page if verdict else answer.home])} · {MASKED}"
    blocks.append(ContextBlock(elements=[_mrkdwn(closing)]))
    return [block.to_dict() for block in blocks]


def answer_line(answer: ShortAnswer) -> str:
    """The text for notifications and for clients without blocks."""
    return escape_slack(answer.verdict.headline if answer.verdict else NOTHING_FOUND)


def _verdict_blocks(verdict: Verdict) -> list[Block]:
    headline = truncate(verdict.headline, _MAX_HEADER)
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=headline, emoji=False))]
    blocks += [_section(text) for text in (verdict.log, verdict.lead) if text]
    facts = {"Who needs to act": verdict.who, "Retry": verdict.retry, "Confidence": verdict.confidence}
    blocks.append(
        SectionBlock(fields=[_mrkdwn(f"*{name}*\n{slack_text(value)}") for name, value in facts.items()])
    )
    blocks.append(_section(f"**Do this first**\n{verdict.first_step}"))
    if verdict.code and len(code := slack_code(verdict.code.text)) <= _MAX_TEXT:
        blocks.append(_section(code, is_slack=True))
    return blocks


def _section(text: str, is_slack: bool = False) -> SectionBlock:
    return SectionBlock(text=_mrkdwn(text if is_slack else slack_text(text)))


def _mrkdwn(text: str) -> MarkdownTextObject:
    # Verbatim, so that Slack creates no links and mentions.
    return MarkdownTextObject(text=text, verbatim=True)


def _links(links: Sequence[Link]) -> str:
    return ", ".join(f"<{link.url}|{escape_slack(link.title)}>" for link in links)
