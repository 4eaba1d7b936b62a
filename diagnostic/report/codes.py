"""Errno, undici, Node, OpenSSL and curl codes, in one normal form for all systems."""

from __future__ import annotations

from itertools import islice

from diagnostic.patterns import Family, compile_all
from diagnostic.report.lines import take_before

_ERRNO = {
    "111": "ECONNREFUSED", "61": "ECONNREFUSED", "10061": "ECONNREFUSED",
    "104": "ECONNRESET", "54": "ECONNRESET", "10054": "ECONNRESET",
    "110": "ETIMEDOUT", "60": "ETIMEDOUT", "10060": "ETIMEDOUT",
    "101": "ENETUNREACH", "51": "ENETUNREACH", "10051": "ENETUNREACH",
    "113": "EHOSTUNREACH", "65": "EHOSTUNREACH", "10065": "EHOSTUNREACH",
    "99": "EADDRNOTAVAIL", "100": "ENETDOWN", "32": "EPIPE",
    "-2": "ENOTFOUND", "-5": "ENOTFOUND", "8": "ENOTFOUND", "11001": "ENOTFOUND", "11004": "ENOTFOUND",
    "-3": "EAI_AGAIN", "11002": "EAI_AGAIN",
}  # fmt: skip
# Errno 8, 32, 51 … have other meanings for other calls; these messages show that a host name was looked up.
_LOOKUP_MESSAGES = (
    b"not known", b"nodename nor servname", b"getaddrinfo", b"name resolution", b"No address associated",
)  # fmt: skip

SIGNS = {
    "errno-name": (
        r"\b(ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|ENETDOWN|"
        r"EHOSTDOWN|EPIPE|EPROTO"
        r"|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES|EBADENGINE)\b"
    ),
    # As Python, Node, Dart, Rust and .NET print it.
    "errno-number": r"\[?\b(?:(?:Errno|WinError|errno:?|errno =|os error) |SocketException \()(-?\d{1,5})\]?",
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
        r"(?i)\b(?:curl(?:: \(| error:? (?:exit_code=)?"
        r"|[^\n]{0,40}\b(?:exit|return)(?:ed)?[ _](?:with )?(?:code|status)[ =:]{1,3})"
        r"|Failed to perform, ErrCode: )(\d{1,2})\b"
    ),
    # Chromium's, in consoles of browsers and in Electron's apps.
    "chromium": r"\bnet::ERR_([A-Z_]{3,40})\b",
    # The constants of libcurl, as programs that are linked with it print them.
    "libcurl": r"\bCURLE_([A-Z0-9_]{4,40})\b",
    "rust": (
        r"\bkind: (BrokenPipe|ConnectionAborted|HostUnreachable|NetworkUnreachable|NetworkDown|"
        r"AddrNotAvailable)\b"
    ),
    # The reason in an error of Erlang's and Elixir's HTTP clients.
    "erlang": r"\b(?:Transport|HTTPoison\.|HTTP)Error\{[^\n}]{0,60}\breason: :(\w{4,20})\b",
    "apple": r"\bNSURLErrorDomain\W{1,4}(?i:code\W{1,3})?(-\d{3,4})\b",
    # Claude Code runs on Bun, which has its own names for system errors.
    "bun": r"\b(ConnectionRefused|ConnectionClosed|FailedToOpenSocket|ConnectionReset)\b",
}
_PATTERNS = compile_all(SIGNS)
# A client's options list the codes that it would retry; none of them occurred.
_IN_LIST = compile_all(
    {"after": r"""\A\\*["']\s*,\s*\\*["'][A-Z]{2}""", "before": r"""[A-Z]{2}\\*["']\s*,\s*\\*["']\z"""}
)
_CONTEXT_BYTES = 40
# What other systems call these errors.
_NORMAL_FORMS = {
    "bun": {
        "ConnectionRefused": "ECONNREFUSED", "FailedToOpenSocket": "ECONNREFUSED",
        "ConnectionClosed": "ECONNRESET", "ConnectionReset": "ECONNRESET",
    },
    "chromium": {
        "NAME_NOT_RESOLVED": "ENOTFOUND", "CONNECTION_REFUSED": "ECONNREFUSED",
        "CONNECTION_RESET": "ECONNRESET", "CONNECTION_CLOSED": "ECONNRESET",
        "CONNECTION_ABORTED": "ECONNABORTED", "EMPTY_RESPONSE": "ECONNRESET",
        "NETWORK_CHANGED": "ECONNRESET", "CONNECTION_TIMED_OUT": "ETIMEDOUT",
        "INTERNET_DISCONNECTED": "ENETDOWN", "ADDRESS_UNREACHABLE": "EHOSTUNREACH",
        "CERT_AUTHORITY_INVALID": "SELF_SIGNED_CERT_IN_CHAIN", "CERT_DATE_INVALID": "CERT_HAS_EXPIRED",
        "CERT_COMMON_NAME_INVALID": "ERR_TLS_CERT_ALTNAME_INVALID", "SSL_PROTOCOL_ERROR": "EPROTO",
        "SSL_VERSION_OR_CIPHER_MISMATCH": "NO_SHARED_CIPHER",
    },
    "libcurl": {
        "COULDNT_RESOLVE_PROXY": "curl:5", "COULDNT_RESOLVE_HOST": "curl:6", "COULDNT_CONNECT": "curl:7",
        "PARTIAL_FILE": "curl:18", "OPERATION_TIMEDOUT": "curl:28", "SSL_CONNECT_ERROR": "curl:35",
        "GOT_NOTHING": "curl:52", "SEND_ERROR": "curl:55", "RECV_ERROR": "curl:56",
        "PEER_FAILED_VERIFICATION": "curl:60", "HTTP2_STREAM": "curl:92",
    },
    "rust": {
        "BrokenPipe": "EPIPE", "ConnectionAborted": "ECONNABORTED", "HostUnreachable": "EHOSTUNREACH",
        "NetworkUnreachable": "ENETUNREACH", "NetworkDown": "ENETDOWN", "AddrNotAvailable": "EADDRNOTAVAIL",
    },
    "erlang": {
        "nxdomain": "ENOTFOUND", "econnrefused": "ECONNREFUSED", "econnreset": "ECONNRESET",
        "closed": "ECONNRESET", "etimedout": "ETIMEDOUT", "connect_timeout": "ETIMEDOUT",
        "ehostunreach": "EHOSTUNREACH", "enetunreach": "ENETUNREACH",
    },
    "apple": {
        "-1003": "ENOTFOUND", "-1006": "ENOTFOUND", "-1004": "ECONNREFUSED", "-1005": "ECONNRESET",
        "-1009": "ENETDOWN", "-1200": "EPROTO", "-1201": "CERT_HAS_EXPIRED",
        "-1202": "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "-1203": "SELF_SIGNED_CERT_IN_CHAIN",
        "-1204": "CERT_NOT_YET_VALID",
    },
}  # fmt: skip
_KINDS = Family("codes", SIGNS)
_MAX_HITS = 200


def is_code(name: str) -> bool:
    """Whether the name is a code in its normal form."""
    curl = name.partition("curl:")[2]
    data = f"curl: ({curl})".encode() if curl else name.encode()
    found = [_PATTERNS[kind].search(data) for kind in ("errno-name", "undici", "node", "tls", "curl")]
    return any(hit and hit.group(1).decode() == (curl or name) for hit in found)


def read_codes(data: bytes, hits: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Code -> the byte range where it was printed first."""
    codes: dict[str, tuple[int, int]] = {}
    for name in _KINDS.names_in(hits):
        for found in islice(_PATTERNS[name].finditer(data), _MAX_HITS):
            start, end = found.span(1)
            if _IN_LIST["after"].occurs(data[end : end + _CONTEXT_BYTES]) or _IN_LIST["before"].occurs(
                take_before(data, start, _CONTEXT_BYTES)
            ):
                continue
            value = found.group(1).decode()
            if name == "errno-number":
                value = _errno_name(value, data[found.end() : found.end() + 80], found.group())
            elif name == "curl":
                value = f"curl:{value}"
            elif name in _NORMAL_FORMS:
                value = _NORMAL_FORMS[name].get(value)
            if value:
                codes.setdefault(value, found.span())
    return codes


def _errno_name(number: str, after: bytes, printed: bytes) -> str | None:
    # Node negates the system's numbers, so its -2 is ENOENT, and prints the name beside the number. Rust's os
    # error 32 is a file in use on Windows.
    is_other_code = number.startswith("-") if b"errno" in printed else b"os error 32" in printed
    name = None if is_other_code else _ERRNO.get(number)
    is_certain = (
        name != "ENOTFOUND"
        or number.startswith(("-", "11"))
        or any(word in after for word in _LOOKUP_MESSAGES)
    )
    return name if is_certain else None
