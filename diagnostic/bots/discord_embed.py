"""ShortAnswer -> interaction response: one embed that mentions nobody, within Discord's limits."""

from __future__ import annotations

import re2

from diagnostic.bots import MASKED
from diagnostic.render.markdown import fence
from diagnostic.render.short_answer import NOTHING_FOUND, SEND_MORE, Link, ShortAnswer, Verdict, truncate

# https://discord.com/developers/docs/resources/message#embed-object-embed-limits
MAX_TITLE, MAX_DESCRIPTION, MAX_VALUE = 256, 4096, 1024
_COLOURS = {"Certain": 0x1A7F5A, "Likely": 0xB7791F, "Possible": 0x6B7280}
_MARKUP = re2.compile(r"([\\*_~`|>\[\]<@])")
_EPHEMERAL = 1 << 6


def answer_message(answer: ShortAnswer) -> dict:
    """The data of a message."""
    verdict = answer.verdict
    embed = _verdict_embed(verdict) if verdict else _no_cause_embed(answer)
    if answer.others:
        name = "Also found" if verdict else "Closest matches"
        embed["fields"].append(_field(name, "\n".join(map(_link, answer.others))))
    embed["footer"] = {"text": MASKED}
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def note(text: str) -> dict:
    """A short note that only the asker sees."""
    return {"content": text, "flags": _EPHEMERAL, "allowed_mentions": {"parse": []}}


def escape(text: str) -> str:
    """Escapes text so that Discord shows it literally."""
    return _MARKUP.sub(r"\\\1", text)


def _verdict_embed(verdict: Verdict) -> dict:
    description = "\n\n".join(filter(None, (verdict.log, verdict.lead)))
    fields = [
        _field("Who needs to act", verdict.who, is_inline=True),
        _field("Retry", verdict.retry, is_inline=True),
        _field("Confidence", verdict.confidence, is_inline=True),
        _field("Do this first", _first_step(verdict)),
    ]
    fields.append(_field("More", _link(verdict.page)))
    embed = {
        "title": truncate(escape(verdict.headline), MAX_TITLE),
        "url": verdict.page.url,
        "color": _COLOURS[verdict.confidence],
        "fields": fields,
    }
    return {**embed, "description": truncate(description, MAX_DESCRIPTION)} if description else embed


def _no_cause_embed(answer: ShortAnswer) -> dict:
    return {"title": NOTHING_FOUND, "description": SEND_MORE, "fields": [_field("More", _link(answer.home))]}


def _first_step(verdict: Verdict) -> str:
    if verdict.code:
        with_code = f"{verdict.first_step}\n{fence(verdict.code.text, verdict.lexer)}"
        if len(with_code) <= MAX_VALUE:
            return with_code
    return verdict.first_step


def _field(name: str, value: str, is_inline: bool = False) -> dict:
    return {"name": name, "value": truncate(value, MAX_VALUE), "inline": is_inline}


def _link(link: Link) -> str:
    return f"[{escape(link.title)}]({link.url})"
