"""Defects of images and documents: each function returns the API's message, or None."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

from diagnostic.lab.defects.turns import all_blocks

# The API's limit is 5 MB; the lab's is small, so that a small program can exceed it.
_MAX_IMAGE_BYTES = 4000


def _image_data(body: dict) -> Iterator[tuple[str, str]]:
    for block in all_blocks(body):
        source = block.get("source") or {}
        if block.get("type") == "image" and source.get("type") == "base64":
            yield str(source.get("media_type")), str(source.get("data"))


def _small_images(body: dict) -> str | None:
    for _, data in _image_data(body):
        if len(data) > _MAX_IMAGE_BYTES:
            return (
                f"messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: {len(data)} bytes >"
                f" {_MAX_IMAGE_BYTES} bytes"
            )
    return None


_MAGIC = {
    "image/png": rb"\x89PNG",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/gif": rb"GIF8",
    "image/webp": rb"RIFF[\s\S]{4}WEBP",  # WAV files begin with RIFF too
}


def _true_images(body: dict) -> str | None:
    for kind, data in _image_data(body):
        try:
            raw = base64.b64decode(data, validate=True)
        except ValueError:
            return "messages.0.content.0.image.source.base64.data: Could not process image"
        seen = next((name for name, magic in _MAGIC.items() if re.match(magic, raw)), None)
        if seen != kind:
            if seen:
                return (
                    f"messages.0.content.0.image.source.base64: The image was specified using the {kind}"
                    f" media type, but the image appears to be a {seen} image and does not match the provided"
                    " media type"
                )
            return "Could not process image"
    return None


def _true_documents(body: dict) -> str | None:
    for block in all_blocks(body):
        source = block.get("source") or {}
        if block.get("type") == "document" and source.get("media_type") == "application/pdf":
            try:
                raw = base64.b64decode(str(source.get("data")), validate=True)
            except ValueError:
                raw = b""
            if not raw.startswith(b"%PDF-"):
                return "messages.0.content.0.pdf.source.base64.data: The PDF specified was not valid."
    return None


CHECKS: tuple[tuple[str, str, Callable[[dict], str | None]], ...] = (
    ("image-too-large", "400 for an image over 4,000 base64 bytes", _small_images),
    ("image-invalid", "400 for an image that is not what it says", _true_images),
    ("document-invalid", "400 for an invalid PDF", _true_documents),
)
