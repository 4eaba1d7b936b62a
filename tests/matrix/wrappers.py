r"""wrappers/*.txt: how a client, relay, framework, app or logger prints an error of the API.

A file is a template: `{status}`, `{reason}` (its phrase), `{type}`, `{message}`, `{request_id}`, `{body}`
(the API's JSON), and class names `{python}`, `{typescript}`, `{java}`, `{litellm}`, … Filters follow after a
bar, from left to right: `json` (escaped for a JSON string), `dict` (the body as Python prints it), `java` (as
Java prints a map), `ruby` (as Ruby prints a hash), `quote` (escaped for single quotes), `hosts` (with stars
for what a relay takes for a host). A first line `#= hides message` means that the wrapper prints only the
status: then the cause that the status alone shows is right too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from matrix.sentences import ApiError

FOLDER = Path(__file__).parent / "wrappers"
_HIDES = "#= hides message\n"
_HOLE = re.compile(r"\{([a-z_]+)((?:\|[a-z]+)*)\}")
_HOST = re.compile(r"\b(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z]{2,}\b")
_REQUEST_ID = "req_011CSHoEeqs5C35K2UUqR7Fy"

# Names of the status' class, in the form of each library.
_PYTHON = {
    400: "BadRequestError",
    401: "AuthenticationError",
    402: "BillingError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    413: "RequestTooLargeError",
    429: "RateLimitError",
    503: "ServiceUnavailableError",
    504: "DeadlineExceededError",
    529: "OverloadedError",
}
_LITELLM = {
    400: "BadRequestError",
    401: "AuthenticationError",
    402: "PaymentRequiredError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    413: "BadRequestError",
    429: "RateLimitError",
    503: "ServiceUnavailableError",
    504: "Timeout",
}
_JAVA = {
    400: "BadRequestException",
    401: "UnauthorizedException",
    403: "PermissionDeniedException",
    404: "NotFoundException",
    429: "RateLimitException",
}


@dataclass(frozen=True, slots=True)
class Wrapper:
    """One template and what it hides."""

    name: str
    template: str
    hides_message: bool

    def wrap(self, error: ApiError) -> str:
        """The text that a person sees."""
        values = _values(error)
        return _HOLE.sub(lambda hole: _filter(values[hole[1]], hole[2]), self.template)


def wrappers() -> tuple[Wrapper, ...]:
    """All templates, by name."""
    return tuple(
        Wrapper(path.stem, text.removeprefix(_HIDES).rstrip("\n"), text.startswith(_HIDES))
        for path in sorted(FOLDER.glob("*.txt"))
        for text in [path.read_text(encoding="utf-8")]
    )


def _values(error: ApiError) -> dict[str, str]:
    inner: dict[str, object] = {"type": error.type, "message": error.message}
    if error.code:
        inner = {"details": {"error_visibility": "user_facing", "error_code": error.code}, **inner}
    body = {"type": "error", "error": inner, "request_id": _REQUEST_ID}
    python = _PYTHON.get(error.status, "InternalServerError" if error.status >= 500 else "APIStatusError")
    return {
        "status": str(error.status),
        "reason": _reason(error.status),
        "type": error.type,
        "message": error.message,
        "request_id": _REQUEST_ID,
        "body": json.dumps(body, separators=(",", ":"), ensure_ascii=False),
        "python": python,
        "typescript": python if error.status < 500 else "InternalServerError",
        "litellm": _LITELLM.get(
            error.status, "InternalServerError" if error.status >= 500 else "BadRequestError"
        ),
        "java": _JAVA.get(
            error.status,
            "InternalServerException" if error.status >= 500 else "UnexpectedStatusCodeException",
        ),
        "enum": _reason(error.status).upper().replace(" ", "_"),
        "pascal": _reason(error.status).replace(" ", ""),
    }


def _reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Overloaded"


_FILTERS: dict[str, Callable[[str], str]] = {
    "json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "dict": lambda text: repr(json.loads(text)),
    "java": lambda text: _java(json.loads(text)),
    "ruby": lambda text: _ruby(json.loads(text)),
    "quote": lambda text: text.replace("\\", "\\\\").replace("'", "\\'"),
    "hosts": lambda text: _HOST.sub(_mask, text),
}


def _filter(value: str, names: str) -> str:
    for name in names.split("|")[1:]:
        value = _FILTERS[name](value)
    return value


def _mask(host: re.Match[str]) -> str:
    parts = host[0].split(".")
    return ".".join(["***"] * (len(parts) - 1) + parts[-1:])


def _java(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_java(inner)}" for key, inner in value.items()) + "}"
    return str(value)


def _ruby(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f":{key}=>{_ruby(inner)}" for key, inner in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
