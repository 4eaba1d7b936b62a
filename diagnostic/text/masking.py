"""A paste -> the same without secrets: what is masked stands in MASKS, the list that the privacy page shows."""

from __future__ import annotations

import ipaddress
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import re2

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 64 << 20


class MaskingError(Exception):
    """Secrets could not be masked; nothing of the text may be shown."""


@dataclass(frozen=True)
class Mask:
    """One kind of secret: group 1 stays, group 2 goes if `is_secret` says so, what follows stays."""

    kind: str
    covers: str
    pattern: str
    is_secret: Callable[[bytes, bytes, bytes], bool] | None = None  # (name or lead, value, text before)


_QUOTE = r"""(?:\\*["'])?"""
_ASSIGN = rf"{_QUOTE}\s*(?:=>|[:=])\s*(?:b?\\*[\"'])?"
_HARMLESS = frozenset(
    b"none null nil true false undefined str string bytes int any required missing invalid empty optional field "
    b"redacted hidden secret password token your-api-key your_api_key my-api-key api_key x-api-key value unset not "
    b"authtoken apikey bearer basic expected must type error".split()
)


def _entropy(value: bytes) -> float:
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())


def _is_assigned_secret(name: bytes, value: bytes, before: bytes) -> bool:
    low = value.lower()
    if low in _HARMLESS or value.startswith((b"$", b"<", b"{", b"os.", b"process.", b"env", b"***", b"(", b"...")):
        return False
    if value.isdigit() and b"pass" not in name.lower() and b"pin" not in name.lower():
        return False
    if any(word in name.lower() for word in (b"pass", b"pwd", b"secret")):
        return len(value) >= 4
    return len(value) >= 8 and (len(value) >= 16 or any(48 <= char < 58 for char in value)) and _entropy(value) > 2.2


def _is_credential(name: bytes, value: bytes, before: bytes) -> bool:
    # "Bearer authentication" and "basic example" are words; a credential is long, or has a digit or padding.
    return len(value) >= 20 or any(48 <= char < 58 or char == 61 for char in value)


def _is_public_address(name: bytes, value: bytes, before: bytes) -> bool:
    if b"." not in value and b"::" not in value and value.count(b":") != 7:
        return False  # a time of day, of which a log has one a line
    try:
        address = ipaddress.ip_address(value.decode().strip("[]"))
    except ValueError:
        return False
    if address.version == 4 and before[-1:] in b"v/=@-_.":
        return before[-3:] == b"://"  # 1.2.3.4 after "v", "/" or "==" is a version
    if address.version == 4 and before.rstrip().lower().endswith((b"version", b"build")):
        return False
    return address.is_global


_COMMON_USERS = frozenset(
    b"user users you username me runner app apps ubuntu root node ec2-user vscode circleci travis jenkins gitlab-runner "
    b"appuser nonroot python worker deploy www-data site public shared default vsts azureuser coder vagrant airflow "
    b"jovyan codespace sbx_user1051 runneradmin containeradministrator administrator".split()
)


def _is_person(name: bytes, value: bytes, before: bytes) -> bool:
    return value.lower() not in _COMMON_USERS


MASKS = (
    Mask(
        "private-key",
        "PEM private keys, also with escaped line ends",
        r"()(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,.()>|-]|\\+[nr])*?"
        r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\z|[^A-Za-z0-9+/=\s:,.()>|\\-]))",
    ),
    Mask(
        "anthropic-key",
        "Anthropic API keys and OAuth tokens (sk-ant-…), also broken over two lines",
        r"()(\bsk-ant-[A-Za-z0-9_-]{10,}(?:(?:\\n|\r?\n)[A-Za-z0-9_-]{16,})?)",
        lambda name, value, before: len(set(value)) > 9,
    ),
    Mask(
        "vendor-key",
        "keys of other vendors by their shape: OpenAI, OpenRouter, Google, Hugging Face, GitHub, GitLab, Slack, Stripe, "
        "Groq, xAI, Perplexity, Replicate, LangSmith, Tavily, npm, PyPI, SendGrid, DigitalOcean, Shopify, Datadog",
        r"()(\b(?:sk-(?:proj-|svcacct-|or-v1-|admin-|lf-)?[A-Za-z0-9_-]{20,}|AIza[0-9A-Za-z_-]{30,}|ya29\.[\w.-]{20,}|hf_[A-Za-z0-9]{20,}"
        r"|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{18,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[\w-]{20,}"
        r"|[srp]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}|gsk_[A-Za-z0-9]{20,}|xai-[A-Za-z0-9]{20,}|pplx-[A-Za-z0-9]{20,}"
        r"|r8_[A-Za-z0-9]{20,}|lsv2_[\w]{20,}|tvly-[\w-]{16,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}"
        r"|do[opr]_v1_[0-9a-f]{32,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{20,}|nvapi-[\w-]{20,}|fw_[A-Za-z0-9]{20,}|co_[A-Za-z0-9]{30,}))",
    ),
    Mask("aws-key", "AWS access key ids", r"()(\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b)"),
    Mask(
        "jwt",
        "JSON Web Tokens",
        r"()(\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?)",
    ),
    Mask(
        "url-credentials",
        "user names and passwords in URLs and connection strings (https://user:password@host, postgres://…)",
        r"""(\b[A-Za-z][A-Za-z0-9+.-]{1,30}://)([^\s/@"'<>\[\]\\]{1,300})@""",
    ),
    Mask(
        "url-secret",
        "secrets in query strings (?token=, &sig=, X-Amz-Signature=, …)",
        r"""(?i)([?&](?:[\w-]{0,30}(?:token|secret|password|signature|credential)|key|api[_-]?key|sig|auth|code)=)([^\s&"'#<>\\\[]{4,})""",
    ),
    Mask(
        "storage-key",
        "keys in Azure connection strings (AccountKey=, SharedAccessKey=, SharedAccessSignature=)",
        r"""(?i)((?:Account|SharedAccess)(?:Key|Signature)=)([^;\s"'\[]{8,})""",
    ),
    Mask(
        "cookie",
        "Cookie and Set-Cookie headers",
        rf"""(?i)(\b(?:set-)?cookie{_QUOTE}\s*[:=]\s*(?:b?\\*["'])?|["'](?:set-)?cookie["']\s*,\s*b?["'])([^\n"'\[\\]{{4,}})""",
        lambda name, value, before: b"=" in value,
    ),
    Mask(
        "header-key",
        "keys in x-api-key, api-key and similar headers",
        rf"""(?i)(\b(?:x-api-key|api-key|x-goog-api-key|x-auth-token|x-access-token|ocp-apim-subscription-key|x-amz-security-token|x-functions-key|dd-api-key){_ASSIGN}|["'](?:x-api-key|api-key|authorization|x-goog-api-key)["']\s*,\s*b?["'])([^\s"'\\,;)}}\[]{{6,}})""",
        lambda name, value, before: value.lower() not in _HARMLESS and not value.startswith((b"$", b"<", b"{")),
    ),
    Mask(
        "credential",
        "Bearer, Basic and similar credentials, in any header or text",
        r"(?i)(\b(?:bearer|basic|digest|negotiate|apikey|token)\s+)([A-Za-z0-9._~+/=:-]{8,})",
        _is_credential,
    ),
    Mask(
        "credential",
        "user names and passwords given to curl and wget",
        r"""((?:\s-u|\s-U|--user|--proxy-user|--password|--http-password)[\s=]+["']?)([^\s"'\[]{3,})""",
        lambda name, value, before: b":" in value or b"password" in name,
    ),
    Mask(
        "secret",
        "values of settings whose name says password, secret, token, key or credential",
        rf"""(?i)(\b[\w.-]{{0,40}}(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|auth[_-]?key|credential|session[_-]?id|client[_-]?secret)[\w-]{{0,20}}{_ASSIGN})([^\s"'\\,;)}}\[\]]{{4,}})""",
        _is_assigned_secret,
    ),
    Mask(
        "email",
        "e-mail addresses",
        r"()(\b[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}\b)",
        lambda name, value, before: value.rsplit(b".", 1)[-1] not in (b"js", b"mjs", b"cjs", b"ts", b"py", b"tgz", b"whl"),
    ),
    Mask("ip-address", "public IPv4 addresses", r"()(\b(?:\d{1,3}\.){3}\d{1,3}\b)", _is_public_address),
    Mask(
        "ip-address",
        "public IPv6 addresses",
        r"(?i)()(\b(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,6})",
        _is_public_address,
    ),
    Mask(
        "user-name",
        "user names in home folders",
        r"""(/(?:home|Users)/|\b[A-Za-z]:[\\/]{1,8}Users[\\/]{1,8})([^/\\\s"':<>|\[\]]{1,64})""",
        _is_person,
    ),
)
_COMPILED = [(mask, re2.compile(mask.pattern.encode(), _OPTIONS)) for mask in MASKS]


def _build_set() -> object:
    found = re2.Set.SearchSet(_OPTIONS)
    for mask in MASKS:
        found.Add(mask.pattern.encode())
    found.Compile()
    return found


_ANY = _build_set()


def mask_secrets(data: bytes) -> tuple[bytes, Counter[str]]:
    """The text with each secret as [masked-<kind>], and how many of each kind were found."""
    counts: Counter[str] = Counter()
    try:
        hits = _ANY.Match(data) or ()
        for index in sorted(hits):
            mask, pattern = _COMPILED[index]
            data = _apply(mask, pattern, data, counts)
    except Exception as error:
        raise MaskingError("secrets could not be masked") from error
    return data, counts


def _apply(mask: Mask, pattern: object, data: bytes, counts: Counter[str]) -> bytes:
    put = b"[masked-" + mask.kind.encode() + b"]"
    pieces, position = [], 0
    for found in pattern.finditer(data):
        start, end = found.span(2)
        if start < position:
            continue
        value = data[start:end]
        if mask.is_secret and not mask.is_secret(found.group(1), value, data[max(0, start - 12) : start]):
            continue
        pieces += (data[position:start], put)
        position = end
        counts[mask.kind] += 1
    return b"".join((*pieces, data[position:])) if pieces else data
