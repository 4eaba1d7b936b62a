"""A Slack message -> its text, with the text of attachments and files."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import re2

from diagnostic.bots.download import MAX_FILES

Message = dict
Fetch = Callable[[dict], str | None]
# <https://…|label>, <#C1|name>: keep the label, which is what was typed. <@U1> is a mention, not part of the
# error.
_LABELLED_LINK = re2.compile(r"<[^<>|\n]+\|([^<>\n]*)>")
_MENTION = re2.compile(r"<[@!][^<>\n]*>")
_BARE_LINK = re2.compile(r"<((?:https?://|mailto:)[^<>|\n]+)>")
_ATTACHMENT_FIELDS = ("pretext", "title", "text", "fields", "blocks")
_INLINE_ELEMENTS = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")
# Content types of files that are not text.
_BINARY_TYPES = ("image/", "video/", "audio/", "application/pdf", "application/zip")


def read_message(message: Message, fetch: Fetch) -> str:
    """All text of a message; `fetch` returns the text of a file, or None."""
    # The blocks of people repeat their text; the text of an app may be only its notification.
    has_blocks = message.get("blocks") and (message.get("bot_id") or not message.get("text"))
    parts = [plain_text(_text_of(message["blocks"]) if has_blocks else message.get("text") or "")]
    for attachment in message.get("attachments") or ():
        attachment_text = _text_of([attachment.get(key) for key in _ATTACHMENT_FIELDS])
        parts.append(plain_text(attachment_text or attachment.get("fallback") or ""))
    files = [file for file in message.get("files") or () if not _is_binary(file)]
    parts += [text for file in files[:MAX_FILES] if (text := fetch(file))]
    return "\n\n".join(part for part in parts if part.strip())


def plain_text(mrkdwn: str) -> str:
    """Slack's mrkdwn -> the typed text, without mentions."""
    text = _MENTION.sub("", mrkdwn)
    text = _BARE_LINK.sub(r"\1", _LABELLED_LINK.sub(r"\1", text))
    return unescape(text).strip()


def _text_of(part: Any) -> str:
    """The text of blocks, parts of blocks or fields, in order."""
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "\n".join(filter(None, map(_text_of, part)))
    if not isinstance(part, dict):
        return ""
    words = [_text_of(part.get(key)) for key in ("title", "text", "value", "fields")]
    elements = part.get("elements") or []
    # In a line of rich text, links and words follow each other without line breaks.
    words.append(("" if part.get("type") in _INLINE_ELEMENTS else "\n").join(map(_text_of, elements)))
    return "\n".join(filter(None, words))


def _is_binary(file: dict) -> bool:
    return (file.get("mimetype") or "").startswith(_BINARY_TYPES)
