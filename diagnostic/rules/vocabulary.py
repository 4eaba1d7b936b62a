"""The values that a condition may require: those that the readers of a report produce."""

from __future__ import annotations

from collections.abc import Callable

import re2

from diagnostic.report import body, codes, origin, surface
from diagnostic.rules.schema import WhenTable, Words
from diagnostic.world.clients import clients

_CLASS = re2.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
_WORD = re2.compile(r"[a-z][a-z0-9_]*")
_PACKAGE = re2.compile(r"@?[\w.-]+(?:/[\w.-]+)?")

_KNOWN: dict[str, tuple[Callable[[str], object], str]] = {
    "error_type": (
        body.is_error_type,
        "not an error type that is read; see _TYPES in diagnostic/report/body.py",
    ),
    "code": (codes.is_code, "not a code that is read; see SIGNS in diagnostic/report/codes.py"),
    "platform": (origin.PLATFORMS.__contains__, f"not one of {', '.join(origin.PLATFORMS)}"),
    "language": (origin.LANGUAGES.__contains__, f"not one of {', '.join(origin.LANGUAGES)}"),
    "client": (lambda id: id in clients(), "not a client of rules/_clients"),
    "exception": (_CLASS.fullmatch, "not the name of a class"),
    "cause": (_CLASS.fullmatch, "not the name of a class"),
    "error_code": (_WORD.fullmatch, "not a code of the API, such as file_expired"),
    "surface": (surface.VERDICTS.__contains__, f"not one of {', '.join(surface.VERDICTS)}"),
    "stop_reason": (_WORD.fullmatch, "not a stop reason, such as max_tokens"),
    "package": (_PACKAGE.fullmatch, "not the name of a package"),
}


def find_unknown_value(table: WhenTable) -> str | None:
    """The first field and value that no reader produces, with the reason; None if all are known."""
    for field, (is_known, problem) in _KNOWN.items():
        given: Words | None = getattr(table, field)
        for value in [given] if isinstance(given, str) else given or []:
            if not is_known(value):
                return f"{field}: {value!r} is {problem}"
    return None
