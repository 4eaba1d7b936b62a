"""The environment's secrets -> a function that removes them from text, in every form that libraries print."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

from diagnostic.text import clean

_CREDENTIALS = ("KEY", "TOKEN", "SECRET", "PASSWORD")
# Shorter pieces may be ordinary words.
_MIN_PIECE = 6
_MASK = "[masked-secret]"


def redactor(base_url: str | None) -> Callable[[str], str]:
    """A function that removes the credentials in variables of the SDK and proxies, and in URLs."""
    forms = {form for secret in _secrets(base_url) for form in _forms(secret)}
    ordered = sorted(forms, key=len, reverse=True)

    def redact(text: str) -> str:
        for form in ordered:
            text = text.replace(form, _MASK)
        return text

    return redact


def _secrets(base_url: str | None) -> Iterator[str]:
    for name, value in os.environ.items():
        upper = name.upper()
        if upper.startswith(("ANTHROPIC_", "CLAUDE_")) and any(word in upper for word in _CREDENTIALS):
            yield value
        if upper == "ANTHROPIC_CUSTOM_HEADERS":
            yield from (line.partition(":")[2] for line in value.splitlines())
        if upper.endswith("_PROXY") or upper == "ANTHROPIC_BASE_URL":
            yield _user_info(value)
    yield _user_info(base_url or "")


def _user_info(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[0]


def _forms(secret: str) -> Iterator[str]:
    whole = secret.strip()
    pieces = [whole, *whole.split(), *whole.split(":"), unquote(whole)]
    for piece in _long(pieces):
        yield piece
        yield quote(piece, safe="")
        yield repr(piece)[1:-1]
        yield ascii(piece)[1:-1]
        yield base64.b64encode(piece.encode("utf-8", "replace")).decode()
    if ":" in whole and whole != ":":
        yield whole


def _long(pieces: Iterable[str]) -> set[str]:
    return {piece for piece in pieces if len(piece) >= _MIN_PIECE}


def show_url(url: str) -> str:
    """A URL without user, password and query, redacted like a paste."""
    try:
        parts = urlsplit(url if "://" in url else f"//{url}")
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    scheme = f"{parts.scheme}://" if parts.scheme else ""
    user = "***@" if parts.username else ""
    return scheme + user + host + port + clean(parts.path).masked.rstrip("/")
