"""The kinds of secrets, with a description of each for the privacy page, and the forms by which they are
recognised.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import cache
from typing import Any, NamedTuple

from diagnostic.patterns import Pattern
from diagnostic.text import identity_checks, secret_checks, token_checks, told_checks
from diagnostic.text.mask_data import mask_data
from diagnostic.text.ranges import find_or_end
from diagnostic.text.secret_checks import Hit
from diagnostic.text.value_ends import ESCAPED_LINE_END

# How many bytes around a value a check sees. The label of a digest may be this far before a part of it.
_BEFORE, _BEHIND = 96, 40
_QUOTES = (b'"', b"'")
# Also nothing, at the end of a text
_AFTER_ARGUMENT = b" \t\r\n;|&)"


class Mask(NamedTuple):
    """A kind of secret and what it covers. Of two that overlap, the earlier one in MASKS is used."""

    kind: str
    covers: str


MASKS = (
    Mask("private-key", "PEM, OpenSSH, PuTTY and age private keys from BEGIN to END whatever stands between, "
        "also cut or escaped, and JSON web keys"),
    Mask("anthropic-key", "Anthropic API keys, admin keys, session keys and OAuth tokens (sk-ant-…), also in "
        "base64"),
    Mask("vendor-key", "keys that a prefix or a form gives away, of more than 400 kinds: OpenAI, Google, "
        "GitHub, GitLab, Slack, Stripe and others"),
    Mask("aws-key", "AWS access key ids, the secret keys beside them, and request signatures"),
    Mask("jwt", "JSON Web Tokens"),
    Mask("url-credentials", "user names and passwords in URLs and connection strings "
        "(https://user:password@host, postgres://…)"),
    Mask("webhook", "addresses that are secrets themselves: webhooks of Slack, Discord, Teams, Telegram and "
        "Zapier, and keys in paths"),
    Mask("url-secret", "secrets in query strings (?token=, &sig=, X-Amz-Signature=, …)"),
    Mask("storage-key", "keys in Azure connection strings (AccountKey=, SharedAccessKey=, "
        "SharedAccessSignature=)"),
    Mask("cookie", "Cookie and Set-Cookie headers, and cookie jars"),
    Mask("header-key", "values of x-api-key, authorization and similar headers, whatever their scheme"),
    Mask("credential", "Bearer, Basic and similar credentials in any text; passwords given to commands; "
        "hashes of passwords"),
    Mask("secret", "values of settings, options, arguments, lists and table columns whose name says "
        "password, secret, token, API key or credential, whatever they look like (behind the word key alone: "
        "only what looks like one), and the data of Kubernetes secrets; not a password of plain words that a "
        "sentence tells; a passage in which dozens of such names and secrets of other "
        "kinds crowd on few lines is masked whole"),
    Mask("email", "e-mail addresses"),
    Mask("ip-address", "public IPv4 and IPv6 addresses"),
    Mask("user-name", "user names in home folders, shell prompts, environment dumps and Windows domains"),
    Mask("random-token", "other random tokens of 32 or more letters and digits that nothing explains, of "
        "mixed case and with digits"),
    Mask("content", "what people and the model wrote, and images, in a request, an answer or a stream that "
        "was pasted, also alone; strings under 16 characters stay, except numbers of phones and cards"),
)  # fmt: skip
INDEX = {mask.kind: number for number, mask in enumerate(MASKS)}


_CREDENTIAL = INDEX["credential"]


class Form(NamedTuple):
    """A row of masks/forms.toml, compiled."""

    kind: int
    needs: tuple[bytes, ...]
    pattern: Pattern
    is_secret: Callable[[Hit], bool] | None


@cache
def form_rows() -> list[dict[str, Any]]:
    """The rows as the file has them, with their examples."""
    return mask_data("forms")["form"]


_CHECKS: dict[str, Callable[[Hit], bool]] = {
    name: check
    for module in (secret_checks, told_checks, token_checks, identity_checks)
    for name, check in vars(module).items()
}
# What {name} means in a pattern: the last word of a secret's name. names.py reads whole names.
_NAMED = (
    r"(?i:password|passwd|passphrase|passwort|[_-]pass|[_-]pw|(?-i:[a-z]Pass)|pwd|secret|token|apikey"
    r"|(?:api|access|private|secret|signing|encryption|master|account|licen[sc]e|service|deploy|webhook|session"
    r"|auth|app|application|admin|anthropic|openai|functions?|role|salt|storage|client|root|shared|consumer|hmac|fernet|jwt"
    r"|subscription)[_-]?key(?:_?base)?|credentials?)"
)


def _compile(source: str) -> Pattern:
    return Pattern("(?m)" + source.replace("{name}", _NAMED))


@cache
def _forms() -> dict[str, Form]:
    return {
        row["id"]: Form(
            INDEX[row["kind"]],
            tuple(word.encode() for word in row["needs"]),
            _compile(row["pattern"]),
            _CHECKS[row["check"]] if "check" in row else None,
        )
        for row in form_rows()
    }


def form_patterns() -> dict[str, Pattern]:
    """The pattern of each row, by its id."""
    return {id: form.pattern for id, form in _forms().items()}


def form_signs() -> dict[str, Pattern]:
    """For each form a prefilter: its own pattern, or a cheaper one that matches whenever the form does."""
    signs = {row["id"]: _compile(row["sign"]) for row in form_rows() if "sign" in row}
    return form_patterns() | signs


_LONGEST_ARGUMENT = 200
# "app%password": the quote is before the user
_QUOTED_USER = Pattern(r"""(["'])[\w.@/\\-]{1,60}[%,]$""")


def _whole_argument(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The range up to the closing quote, if a command's argument began with one and has blanks or the other
    quote inside.
    """
    start += data[start : start + 1] in _QUOTES
    quote = data[start - 1 : start]
    if quote in (b"%", b",") and (user := _QUOTED_USER.search(data[max(0, start - 64) : start])):
        quote = user.group(1)
    if quote not in _QUOTES or data[end : end + 1] == quote or data[end - 1 : end] == quote:
        return start, end
    stop = find_or_end(data, b"\n", end, end + _LONGEST_ARGUMENT)
    closing = data.find(quote, end, stop)
    is_closed = closing >= 0 and data[closing + 1 : closing + 2] in _AFTER_ARGUMENT
    return (start, closing) if is_closed else (start, end)


def find_forms(data: bytes, due: Container[str]) -> Iterator[tuple[int, int, int]]:
    """Start, end and kind of each secret that one of the forms in `due` identifies."""
    known = _forms()
    # A set of names is small; anything else contains every name.
    forms = [known[id] for id in (known.keys() & due if isinstance(due, frozenset) else known)]
    if not forms:
        return
    lower = data.lower()
    for kind, needs, pattern, is_secret in forms:
        if needs and not any(word in lower for word in needs):
            continue
        for found in pattern.finditer(data):
            group = found.lastindex
            start, end = found.span(group)
            if kind == _CREDENTIAL and (line_end := ESCAPED_LINE_END.search(data[start:end])):
                end = start + line_end.start()
            if is_secret:
                beside = data[max(0, start - _BEFORE) : start], data[end : end + _BEHIND]
                if not is_secret(Hit(data[found.start() : start], data[start:end], *beside)):
                    continue
            if kind == _CREDENTIAL:
                start, end = _whole_argument(data, start, end)
            yield start, end, kind
