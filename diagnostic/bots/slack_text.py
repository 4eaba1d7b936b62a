"""A Slack message -> its text, with the text of attachments and files."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import re2

from diagnostic.bots.download import MOST_FILES

Message = dict
Fetch = Callable[[dict], str | None]
# <https://…|label>, <#C1|name>: keep the label, which is what was typed. <@U1> is a mention, not part of the
# error.
_LABELLED = re2.compile(r"<[^<>|\n]+\|([^<>\n]*)>")
_CALL = re2.compile(r"<[@!][^<>\n]*>")
_BARE = re2.compile(r"<((?:https?://|mailto:)[^<>|\n]+)>")
_ATTACHMENT = ("pretext", "title", "text", "fields", "blocks")
_LINES = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")
# Content types of files that are not text.
_NOT_TEXT = ("image/", "video/", "audio/", "application/pdf", "application/zip")


def read_message(message: Message, fetch: Fetch) -> str:
    """All text of a message; `fetch` returns the text of a file, or None."""
    # The blocks of people repeat their text; the text of an app may be only its notification.
    has_blocks = message.get("blocks") and (message.get("bot_id") or not message.get("text"))
    parts = [plain_text(_layout(message["blocks"]) if has_blocks else message.get("text") or "")]
    for attachment in message.get("attachments") or ():
        said = _layout([attachment.get(key) for key in _ATTACHMENT])
        parts.append(plain_text(said or attachment.get("fallback") or ""))
    files = [file for file in message.get("files") or () if not _is_no_text(file)]
    parts += [text for file in files[:MOST_FILES] if (text := fetch(file))]
    return "\n\n".join(part for part in parts if part.strip())


def plain_text(mrkdwn: str) -> str:
    """Slack's mrkdwn -> the typed text, without mentions."""
    text = _CALL.sub("", mrkdwn)
    text = _BARE.sub(r"\1", _LABELLED.sub(r"\1", text))
    return unescape(text).strip()


def _layout(part: Any) -> str:
    """The text of blocks, parts of blocks or fields, in order."""
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "\n".join(filter(None, map(_layout, part)))
    if not isinstance(part, dict):
        return ""
    words = [_layout(part.get(key)) for key in ("title", "text", "value", "fields")]
    elements = part.get("elements") or []
    # In a line of rich text, links and words follow each other without line breaks.
    words.append(("" if part.get("type") in _LINES else "\n").join(map(_layout, elements)))
    return "\n".join(filter(None, words))


def _is_no_text(file: dict) -> bool:
    return (file.get("mimetype") or "").startswith(_NOT_TEXT)
