"""Downloads a file attached to a message: only from the vendor's hosts, with size and time limits."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import re2

from diagnostic.text.encoding import decode, is_binary

MAX_BYTES = 2 << 20
MAX_FILES = 3
_TIMEOUT_SECONDS = 8.0
_CHUNK_BYTES = 64 << 10
_ORIGIN = re2.compile(r"https?://[a-z0-9.-]+(?::\d+)?")
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04")


class _NoRedirect(HTTPRedirectHandler):
    """Refuses redirects, which would carry the token elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


_open = build_opener(_NoRedirect).open


def download_text(url: str, hosts: tuple[str, ...], headers: Mapping[str, str] | None = None) -> str | None:
    """The text of a file; None if it is on another host, too large, not text, or unreadable.

    `hosts` are the allowed origins, such as "https://files.example.com" or "https://*.example.com".
    """
    if not _is_allowed(url, hosts):
        return None
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    data = b""
    try:
        request = Request(url, headers=dict(headers or {}))  # noqa: S310 - only origins of the vendor
        with _open(request, timeout=_TIMEOUT_SECONDS) as response:
            if response.headers.get_content_type() == "text/html":  # a login page
                return None
            while part := response.read1(_CHUNK_BYTES):
                data += part
                if len(data) > MAX_BYTES or time.monotonic() > deadline:
                    return None
    except (URLError, HTTPException, OSError, ValueError):
        return None
    return decode_text(data)


def decode_text(data: bytes) -> str | None:
    """The text of a file, or None if the file is binary."""
    return None if data.startswith(_COMPRESSED) or is_binary(data) else decode(data)


def _is_allowed(url: str, origins: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    # No user names and no backslashes, so that the origin that is compared is the one that is called.
    return bool(_ORIGIN.fullmatch(origin)) and any(_matches(origin, one) for one in origins)


def _matches(origin: str, pattern: str) -> bool:
    before, star, after = pattern.partition("*")
    return origin.startswith(before) and origin.endswith(after) if star else origin == pattern
