"""static/ -> hashed URLs that may be cached for ever; each file is read and compressed once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache

from flask import Response, request

from diagnostic.paths import STATIC

_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """A static file."""

    url: str
    kind: str
    data: bytes
    packed: bytes


@cache
def load_assets() -> dict[str, Asset]:
    """All files of static/ by name."""
    found = {}
    for path in sorted(STATIC.iterdir()):
        if path.is_file():
            data = path.read_bytes()
            digest = hashlib.blake2b(data, digest_size=6).hexdigest()
            kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            found[path.name] = Asset(f"/static/{digest}/{path.name}", kind, data, gzip.compress(data, 9, mtime=0))
    return found


def asset_url(name: str) -> str:
    """The address of a static file, which changes with its content."""
    return load_assets()[name].url


def send_asset(name: str) -> Response | None:
    """The file, compressed where the client takes it; None where there is none."""
    asset = load_assets().get(name)
    if asset is None:
        return None
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(asset.packed if packed else asset.data, mimetype=asset.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
