"""A Discord interaction -> the user's text, and the attached files."""

from __future__ import annotations

from typing import Any


def read_message(message: dict) -> str:
    """The text of a message, of its embeds and components, and of forwarded messages."""
    parts = [message.get("content") or "", *_component_texts(message.get("components") or [])]
    for embed in message.get("embeds") or ():
        parts += [embed.get("title") or "", embed.get("description") or ""]
        parts += [field.get("value") or "" for field in embed.get("fields") or ()]
    parts += [read_message(one["message"]) for one in message.get("message_snapshots") or ()]
    return "\n\n".join(part for part in parts if part.strip())


def _component_texts(components: list[dict]) -> list[str]:
    """The texts of nested components."""
    texts = []
    for one in components:
        texts += [one.get("content") or "", *_component_texts(one.get("components") or [])]
    return texts


def attached_files(message: dict) -> list[dict]:
    """The files of a message and of forwarded messages."""
    forwarded = [
        file for one in message.get("message_snapshots") or () for file in attached_files(one["message"])
    ]
    return [*(message.get("attachments") or ()), *forwarded]


def may_be_text(file: dict) -> bool:
    """Whether a file may be text, according to the content type that Discord gives."""
    return not (file.get("content_type") or "").startswith(("image/", "video/", "audio/", "application/pdf"))


def find_value(components: list[dict], id: str) -> str:
    """The value of the field with this id, at any depth of the components."""
    for one in components:
        if one.get("custom_id") == id:
            return one.get("value") or ""
        inner: Any = one.get("components") or ([one["component"]] if "component" in one else [])
        if inner and (found := find_value(inner, id)):
            return found
    return ""
