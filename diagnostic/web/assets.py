"""static/ -> hashed URLs that may be cached forever; each file is read and compressed once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from functools import cache

import msgspec
from flask import Response, request

from diagnostic.paths import STATIC

_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_REFERENCE = re.compile(r"""(?<=["'(])\./([\w.-]+)(?=["')])""")


class Asset(msgspec.Struct, frozen=True):
    """A static file; `compressed` is None if that is not smaller."""

    digest: str
    name: str
    kind: str
    data: bytes
    compressed: bytes | None

    @property
    def url(self) -> str:
        """Its address, which changes with its content."""
        return f"/static/{self.digest}/{self.name}"


@cache
def load_asset(name: str) -> Asset | None:
    """One file of static/; its references such as "./other" are replaced by hashed URLs."""
    path = STATIC / name
    if name != path.name or not path.is_file():
        return None
    data = path.read_bytes()
    if path.suffix in (".css", ".js"):
        data = _REFERENCE.sub(lambda found: asset_url(found[1]), data.decode()).encode()
    compressed = gzip.compress(data, 9, mtime=0)
    digest = hashlib.blake2b(data, digest_size=6).hexdigest()
    kind = _MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(digest, name, kind, data, compressed if len(compressed) < len(data) else None)


def asset_url(name: str) -> str:
    """The address of a static file."""
    asset = load_asset(name)
    if asset is None:
        raise FileNotFoundError(STATIC / name)
    return asset.url


def send_asset(name: str, digest: str) -> Response | None:
    """The file, compressed if the client accepts it; None if there is no such file."""
    asset = load_asset(name)
    if asset is None:
        return None
    compressed = asset.compressed if "gzip" in request.headers.get("Accept-Encoding", "") else None
    response = Response(compressed or asset.data, mimetype=asset.kind)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    # During an update, an old page may ask for the old version of a file: the current one must not be cached
    # under that address.
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if digest == asset.digest else "no-cache"
    )
    return response
