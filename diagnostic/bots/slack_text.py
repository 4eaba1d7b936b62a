"""A Slack message -> the text that its author wrote, with that of its attachments and files."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import re2

from diagnostic.bots.download import MOST_FILES

Message = dict
Fetch = Callable[[dict], str | None]
# <https://…|label>, <#C1|name>: the label is what stood there. <@U1> calls somebody, outside of the error.
_LABELLED = re2.compile(r"<[^<>|\n]+\|([^<>\n]*)>")
_CALL = re2.compile(r"<[@!][^<>\n]*>")
_BARE = re2.compile(r"<((?:https?://|mailto:)[^<>|\n]+)>")
# What is not a text, by Slack's own word.
_NOT_TEXT = ("image/", "video/", "audio/", "application/pdf", "application/zip")


def read_message(message: Message, fetch: Fetch) -> str:
    """All text of a message; `fetch` gives the text of a file, or None."""
    parts = [plain_text(message.get("text") or "")]
    for attachment in message.get("attachments") or ():
        parts.append(plain_text(attachment.get("text") or attachment.get("fallback") or ""))
    files = [file for file in message.get("files") or () if not _is_no_text(file)]
    parts += [text for file in files[:MOST_FILES] if (text := fetch(file))]
    return "\n\n".join(part for part in parts if part.strip())


def plain_text(mrkdwn: str) -> str:
    """Slack's form of a text -> what was typed, without the people and groups it calls."""
    text = _CALL.sub("", mrkdwn)
    text = _BARE.sub(r"\1", _LABELLED.sub(r"\1", text))
    return unescape(text).strip()


def _is_no_text(file: dict) -> bool:
    return (file.get("mimetype") or "").startswith(_NOT_TEXT)
