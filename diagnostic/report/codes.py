"""Errno, undici, Node, OpenSSL and curl codes, in one normal form whatever system printed them."""

from __future__ import annotations

from diagnostic.patterns import compile_all, named

_ERRNO = {
    "111": "ECONNREFUSED", "61": "ECONNREFUSED", "10061": "ECONNREFUSED",
    "104": "ECONNRESET", "54": "ECONNRESET", "10054": "ECONNRESET",
    "110": "ETIMEDOUT", "60": "ETIMEDOUT", "10060": "ETIMEDOUT",
    "101": "ENETUNREACH", "51": "ENETUNREACH", "10051": "ENETUNREACH",
    "113": "EHOSTUNREACH", "65": "EHOSTUNREACH", "10065": "EHOSTUNREACH",
    "99": "EADDRNOTAVAIL", "100": "ENETDOWN", "32": "EPIPE",
    "-2": "ENOTFOUND", "-5": "ENOTFOUND", "8": "ENOTFOUND", "11001": "ENOTFOUND", "11004": "ENOTFOUND",
    "-3": "EAI_AGAIN",
    "11002": "EAI_AGAIN",
}  # fmt: skip
# Errno 8, 32, 51 … mean other things of other calls; these sentences show that a name was looked up.
_NAMES = b"not known", b"nodename nor servname", b"getaddrinfo", b"name resolution", b"No address associated"

SIGNS = {
    "errno-name": (
        r"\b(ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|ENETDOWN|"
        r"EHOSTDOWN|EPIPE|EPROTO"
        r"|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES|EBADENGINE)\b"
    ),
    "errno-number": r"\[?\b(?:Errno|WinError|errno:?) (-?\d{1,5})\]?",
    "undici": r"\b(UND_ERR_[A-Z_]{3,40})\b",
    "node": r"\b(ERR_[A-Z][A-Z0-9_]{3,60}|HPE_[A-Z_]{3,40}|MODULE_NOT_FOUND)\b",
    "tls": (
        r"\b(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|"
        r"UNABLE_TO_VERIFY_LEAF_SIGNATURE"
        r"|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CERT_UNTRUSTED|CERTIFICATE_VERIFY_FAILED|WRONG_VERSION_NUMBER|"
        r"UNEXPECTED_EOF_WHILE_READING"
        r"|UNSUPPORTED_PROTOCOL|SSLV3_ALERT_[A-Z_]{3,40}|TLSV1_ALERT_[A-Z_]{3,40}|TLSV1_UNRECOGNIZED_NAME|"
        r"NO_SHARED_CIPHER|HTTP_REQUEST|RECORD_LAYER_FAILURE)\b"
    ),
    # curl itself, PHP's, and programs that run it.
    "curl": (
        r"(?i)\bcurl(?:: \(| error:? (?:exit_code=)?"
        r"|[^\n]{0,40}\b(?:exit|return)(?:ed)?[ _](?:with )?(?:code|status)[ =:]{1,3})(\d{1,2})\b"
    ),
    # Chromium's, in consoles of browsers and in Electron's apps.
    "chromium": r"\bnet::ERR_([A-Z_]{3,40})\b",
    # Claude Code runs on Bun, which names the system's errors in its own way.
    "bun": r"\b(ConnectionRefused|ConnectionClosed|FailedToOpenSocket|ConnectionReset)\b",
}
_PATTERNS = compile_all(SIGNS)
# A client's options list the codes it would retry; none of them happened.
_LISTED = compile_all(
    {"after": r"""\A\\*["']\s*,\s*\\*["'][A-Z]{2}""", "before": r"""[A-Z]{2}\\*["']\s*,\s*\\*["']\z"""}
)
_NEXT = 40
_BUN = {
    "ConnectionRefused": "ECONNREFUSED",
    "FailedToOpenSocket": "ECONNREFUSED",
    "ConnectionClosed": "ECONNRESET",
    "ConnectionReset": "ECONNRESET",
}
_CHROMIUM = {
    "NAME_NOT_RESOLVED": "ENOTFOUND",
    "CONNECTION_REFUSED": "ECONNREFUSED",
    "CONNECTION_RESET": "ECONNRESET",
    "CONNECTION_CLOSED": "ECONNRESET",
    "CONNECTION_ABORTED": "ECONNABORTED",
    "EMPTY_RESPONSE": "ECONNRESET",
    "NETWORK_CHANGED": "ECONNRESET",
    "CONNECTION_TIMED_OUT": "ETIMEDOUT",
    "INTERNET_DISCONNECTED": "ENETDOWN",
    "ADDRESS_UNREACHABLE": "EHOSTUNREACH",
    "CERT_AUTHORITY_INVALID": "SELF_SIGNED_CERT_IN_CHAIN",
    "CERT_DATE_INVALID": "CERT_HAS_EXPIRED",
    "CERT_COMMON_NAME_INVALID": "ERR_TLS_CERT_ALTNAME_INVALID",
    "SSL_PROTOCOL_ERROR": "EPROTO",
    "SSL_VERSION_OR_CIPHER_MISMATCH": "NO_SHARED_CIPHER",
}
_TRANSLATED = {"bun": _BUN, "chromium": _CHROMIUM}
_MOST = 200


def is_code(name: str) -> bool:
    """Is this a code that is read, in its normal form?"""
    curl = name.partition("curl:")[2]
    data = f"curl: ({curl})".encode() if curl else name.encode()
    return any(
        found.span(1)[1] - found.span(1)[0] == len(curl or name)
        for kind in ("errno-name", "undici", "node", "tls", "curl")
        if (found := _PATTERNS[kind].search(data))
    )


def read_codes(data: bytes, hits: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Code -> the byte range where it was printed first."""
    codes: dict[str, tuple[int, int]] = {}
    for name in named("codes", hits, tuple(SIGNS)):
        for count, found in enumerate(_PATTERNS[name].finditer(data)):
            if count >= _MOST:
                break
            start, end = found.span(1)
            if _LISTED["after"].search(data[end : end + _NEXT]) or _LISTED["before"].search(
                data[max(0, start - _NEXT) : start]
            ):
                continue
            value = found.group(1).decode()
            if name == "errno-number":
                value = _errno(value, data[found.end() : found.end() + 80], b"errno" in found.group())
            elif name == "curl":
                value = f"curl:{value}"
            elif name in _TRANSLATED:
                value = _TRANSLATED[name].get(value)
            if value:
                codes.setdefault(value, found.span())
    return codes


def _errno(number: str, after: bytes, is_node: bool) -> str | None:
    # Node counts the system's own errors downwards: its -2 is ENOENT, and it names each beside the number.
    name = None if is_node and number.startswith("-") else _ERRNO.get(number)
    if name == "ENOTFOUND" or number == "-3":
        return (
            name
            if number.startswith("-") or number.startswith("11") or any(word in after for word in _NAMES)
            else None
        )
    return name
