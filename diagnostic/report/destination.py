"""Where the request went, which operation failed, what ran: whose error it is if nothing else decides."""

from __future__ import annotations

from collections import deque
from itertools import islice

from diagnostic.patterns import compile_all
from diagnostic.report.facts import Attribution, Place
from diagnostic.report.lines import line_of
from diagnostic.world.clients import neutral_roots, transport_roots

# Where an HTTP library or tool says its request went.
_ADDRESS = (
    r"(?:for url:? '?|host='|url='|URL\('|\bResolving |--  |\bresolve host:? |\bconnect to host |\bFailed to"
    r" connect to "
    r"|\bFailed to resolve '|\bgetaddrinfo E[A-Z_]+ "
    r"|\b(?:POST|GET|PUT|PATCH|DELETE|(?:base)?[uU][rR][lL][\"']?|request"
    r" to|calling|fetching|Failed to fetch|from|reading)[:=]?"
    r" ?[\"']?https?://"
    # Dart's, a browser's, Apple's, Rust's, libcurl's and Ruby's, and lines of code.
    r"|(?:\buri(?:=|: )|\bnet::ERR_[A-Z_]{1,60} at "
    # A status, and yarn.
    r"|\b[45]\d\d [A-Z][a-z]+(?: [A-Z][a-z]+){0,2}: ?|\bunexpected error occurred: \"?"
    r"|\bNSErrorFailingURL(?:String)?Key=|\burl \(|\bfor \"?|\bpath: \""
    r"|\b(?:fetch|post|get|put|Request|urlopen)\([\"'])https?://|\b(?:TCP|in) connection to "
    r"|\bhost lookup: ')"
    r"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}|localhost|127\.0\.0\.1)\b"
)
_CLAUDE_HOSTS = (
    b"anthropic",
    b"claude",
    b"bedrock",
    b"aiplatform",
    b"azure",
    b"gateway",
    b"proxy",
    b"llm",
    b".local",
    b".internal",
)
# Where Claude Code's installer fetches it.
_CLAUDE_PATH = b"/claude-code-dist"
# A gateway may be there, and anything else.
_LOCAL_HOSTS = (b"localhost", b"127.0.0.1")
# Where messages send their reader for an explanation.
_HELP_HOSTS = (
    b"developer.mozilla.org",
    b"errors.pydantic.dev",
    b"github.com",
    b"docs.",
    b"nodejs.org",
    b"python.org",
    b"python-httpx",
    b"cloud.google.com",
    b"aws.amazon.com",
    b"microsoft.com",
)
# What paths of gateways, of sign-in and of servers of tools have in them.
_OPEN_PATHS = (
    *(b"message", b"completion", b"response", b"anthropic", b"claude", b"model", b"chat", b"llm"),
    *(b"generat", b"agent", b"assist", b"prompt"),
    *(b"token", b"auth", b"login", b"sso", b"mcp", b"sse", b"install", b"release"),
)
# How the address that a client is given ends.
_BASE_PATHS = (b"/v1", b"/v1/", b"/api", b"/api/")
SIGNS = {
    "address": _ADDRESS,
    # Claude's API answered, so what refused a connection was somebody else.
    "answered": r"(?:/v1/messages|api\.anthropic\.com)\S* (?:\"?HTTP/[\d.]+\"? )?200\b",
    "operation": r"\bwhen calling the (\w{1,80}) operation\b",
}
_MOST_HOSTS = 50
_LONGEST_PATH = 200  # bytes
_MODEL_OPERATIONS = (
    b"Converse",
    b"CountTokens",
    b"Assume",
    b"GetSessionToken",
    b"GetCallerIdentity",
    b"GetRoleCredentials",
)
# Bedrock, the SDKs' own core, and those through which a role is taken.
_MODEL_SERVICES = (b"bedrock", b"runtime", b"sts", b"sso", b"ec2imds")
_PATTERNS = compile_all(
    {
        "address": _ADDRESS,
        "peer": r"(?:\bdial tcp|\bECONNREFUSED|\b[cC]onnect(?:ing|ion)? to)\W{1,3}[\w.-]{1,80}:\d{2,5}\b",
        # axios prints the path behind the base of the address.
        "path": r"^(?::\d+)?(?:[\"'],?\s*[\"']?url[\"']?: ?[\"'])?(/[^\s\"'<>()]+)",
        "frame": r'(?m)^[ \t]*(?:[|│] )?File "([^"\n]*)", line \d+',
        "operation": SIGNS["operation"],
        # The AWS SDKs of Go, Java, .NET and Ruby name the service.
        "service": (
            r"\boperation error ([A-Z][\w ]{1,40}): \w|\(Service: (?:Amazon)?(\w{2,40})[,;] Status ?Code: "
            r"|\bsoftware\.amazon\.awssdk\.services\.(\w{2,40})\.|\bAws::(\w{2,40})::Errors\b"
            r"|\bAmazon\.(\w{2,40})\.(?:Model\.)?Amazon\w{0,40}Exception\b"
        ),
    }
)


def read_destination(data: bytes, hits: frozenset[str], packages: tuple[str, ...]) -> Attribution | None:
    """Returns another vendor if the text shows that no Claude client was involved, else None."""
    return _read_address(data, hits) or _read_operation(data) or _read_traceback(data, hits, packages)


def find_requests_elsewhere(data: bytes, hits: frozenset[str]) -> list[Place]:
    """The lines of requests to other services, by their address or AWS's operation; those of a gateway, of
    sign-in and of a server of tools may be Claude's.
    """
    found: list[Place] = []
    if "destination.address" in hits:
        asked = islice(_PATTERNS["address"].finditer(data), _MOST_HOSTS)
        found += [hit.span() for hit in asked if _is_elsewhere(hit.group(1), data, hit.end())]
    if "destination.operation" in hits:
        called = islice(_PATTERNS["operation"].finditer(data), _MOST_HOSTS)
        found += [hit.span() for hit in called if not _is_of_models(hit.group(1))]
    if "destination.answered" in hits:
        found += [hit.span() for hit in islice(_PATTERNS["peer"].finditer(data), _MOST_HOSTS)]
    return [line_of(data, *place) for place in found]


def _is_elsewhere(host: bytes, data: bytes, end: int) -> bool:
    """Is this the host and path of something that does not answer for Claude?"""
    path = _PATTERNS["path"].search(data[end : end + _LONGEST_PATH])
    known = _CLAUDE_HOSTS + _HELP_HOSTS
    return (
        path is not None
        and not any(word in host for word in known)
        and not path.group(1).endswith(_BASE_PATHS)
        and not any(word in host + path.group(1).lower() for word in _OPEN_PATHS)
    )


def _is_of_models(operation: bytes) -> bool:
    return operation.startswith(_MODEL_OPERATIONS) or b"Model" in operation


def _read_address(data: bytes, hits: frozenset[str]) -> Attribution | None:
    """The request went to another host than any through which the API can be reached."""
    if "destination.address" not in hits:
        return None
    addresses = [*islice(_PATTERNS["address"].finditer(data), _MOST_HOSTS)]
    hosts = [address.group(1) for address in addresses]
    asked = [host for host in hosts if not any(word in host for word in _HELP_HOSTS + _LOCAL_HOSTS)]
    if not asked or any(word in host for host in asked for word in _CLAUDE_HOSTS):
        return None
    if any(data.startswith(_CLAUDE_PATH, address.end()) for address in addresses):
        return None
    return _other("address", "a request to another host than the Claude API's")


def _read_operation(data: bytes) -> Attribution | None:
    """AWS names the operation or service that failed, and it is not one through which a model is called or a
    role is taken.
    """
    called = [hit.group(1) for hit in _PATTERNS["operation"].finditer(data)]
    asked: list[bytes] = [next(filter(None, hit.groups())) for hit in _PATTERNS["service"].finditer(data)]
    if any(map(_is_of_models, called)):
        return None
    if not (called or asked) or any(name.lower().startswith(_MODEL_SERVICES) for name in asked):
        return None
    return _other("operation", "an operation of another AWS service")


def _read_traceback(data: bytes, hits: frozenset[str], packages: tuple[str, ...]) -> Attribution | None:
    """A whole traceback through libraries, none of which can speak to Claude."""
    if any(package.replace("\\", "/").partition("/")[0] in neutral_roots() for package in packages):
        return None
    # Frames of an HTTP client alone, cut out of a longer traceback, leave the caller open.
    is_traceback = "vendor.traceback" in hits
    in_libraries = bool(set(packages) - transport_roots()) or (bool(packages) and is_traceback)
    if not in_libraries and is_traceback:
        raised = deque(_PATTERNS["frame"].finditer(data), maxlen=1)
        # Raised in a person's own file, it says nothing of what the file called.
        in_libraries = any(b"/python3" in frame.group(1) for frame in raised)
    return _other("traceback", "a traceback in which no Claude client occurs") if in_libraries else None


def _other(sign: str, shows: str) -> Attribution:
    return Attribution("other", f"It shows {shows}.", sign, "strong", shows)
