"""Where the request went, which operation failed, what ran: whose error it is if nothing else decides."""

from __future__ import annotations

from collections import deque
from itertools import islice

from diagnostic.patterns import compile_all
from diagnostic.report.facts import Attribution, Place
from diagnostic.report.lines import line_of
from diagnostic.world.clients import neutral_roots, transport_roots

# How HTTP libraries and tools print the address of a request.
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
_CLAUDE_HOSTS = tuple(b"anthropic claude bedrock aiplatform azure gateway proxy llm .local .internal".split())
# Where the installer downloads Claude Code.
_CLAUDE_PATH = b"/claude-code-dist"
# A gateway may run there, or anything else.
_LOCAL_HOSTS = (b"localhost", b"127.0.0.1")
# Hosts of documentation to which messages link.
_HELP_HOSTS = tuple(
    b"developer.mozilla.org errors.pydantic.dev github.com docs. nodejs.org python.org python-httpx"
    b" cloud.google.com aws.amazon.com microsoft.com".split()
)
# Words in paths of gateways, sign-in and MCP servers.
_POSSIBLE_CLAUDE_PATHS = tuple(
    b"message completion response anthropic claude model chat llm generat agent assist prompt"
    b" token auth login sso mcp sse install release".split()
)
# Endings of base URLs.
_BASE_PATHS = (b"/v1", b"/v1/", b"/api", b"/api/")
SIGNS = {
    "address": _ADDRESS,
    # Claude's API answered, so the peer that refused a connection was another service.
    "successful-request": r"(?:/v1/messages|api\.anthropic\.com)\S* (?:\"?HTTP/[\d.]+\"? )?200\b",
    "operation": r"\bwhen calling the (\w{1,80}) operation\b",
    # The AWS SDKs of Go, Java, .NET and Ruby name the service.
    "service": (
        r"\boperation error ([A-Z][\w ]{1,40}): \w|\(Service: (?:Amazon)?(\w{2,40})[,;] Status ?Code: "
        r"|\bsoftware\.amazon\.awssdk\.services\.(\w{2,40})\.|\bAws::(\w{2,40})::Errors\b"
        r"|\bAmazon\.(\w{2,40})\.(?:Model\.)?Amazon\w{0,40}Exception\b"
    ),
}
_MAX_HITS = 50
_MAX_PATH_BYTES = 200  # bytes
_MODEL_OPERATIONS = tuple(
    b"Converse CountTokens Assume GetSessionToken GetCallerIdentity GetRoleCredentials".split()
)
# Bedrock, the core of the SDKs, and the services that assume a role.
_MODEL_SERVICES = (b"bedrock", b"runtime", b"sts", b"sso", b"ec2imds")
_PATTERNS = compile_all(
    {
        "address": _ADDRESS,
        "peer": r"(?:\bdial tcp|\bECONNREFUSED|\b[cC]onnect(?:ing|ion)? to)\W{1,3}[\w.-]{1,80}:\d{2,5}\b",
        # axios prints the path after the base URL.
        "path": r"^(?::\d+)?(?:[\"'],?\s*[\"']?url[\"']?: ?[\"'])?(/[^\s\"'<>()]+)",
        "frame": r'(?m)^[ \t]*(?:[|│] )?File "([^"\n]*)", line \d+',
        "operation": SIGNS["operation"],
        "service": SIGNS["service"],
    }
)


def read_destination(data: bytes, hits: frozenset[str], packages: tuple[str, ...]) -> Attribution | None:
    """Returns another vendor if the text shows that no Claude client was involved, else None."""
    return _read_address(data, hits) or _read_operation(data, hits) or _read_traceback(data, hits, packages)


def find_requests_to_others(data: bytes, hits: frozenset[str]) -> list[Place]:
    """The lines of requests to other services, by address or AWS operation; requests to a gateway, to sign-in
    or to an MCP server may be Claude's.
    """
    found: list[Place] = []
    if "destination.address" in hits:
        addresses = islice(_PATTERNS["address"].finditer(data), _MAX_HITS)
        found += [hit.span() for hit in addresses if _is_elsewhere(hit.group(1), data, hit.end())]
    if "destination.operation" in hits:
        operations = islice(_PATTERNS["operation"].finditer(data), _MAX_HITS)
        found += [hit.span() for hit in operations if not _is_model_operation(hit.group(1))]
    if "destination.successful-request" in hits:
        found += [hit.span() for hit in islice(_PATTERNS["peer"].finditer(data), _MAX_HITS)]
    return [line_of(data, *place) for place in found]


def _is_elsewhere(host: bytes, data: bytes, end: int) -> bool:
    """Whether this host and path belong to a service that cannot answer for Claude."""
    path = _PATTERNS["path"].search(data[end : end + _MAX_PATH_BYTES])
    known = _CLAUDE_HOSTS + _HELP_HOSTS
    return (
        path is not None
        and not any(word in host for word in known)
        and not path.group(1).endswith(_BASE_PATHS)
        and not any(word in host + path.group(1).lower() for word in _POSSIBLE_CLAUDE_PATHS)
    )


def _is_model_operation(operation: bytes) -> bool:
    return operation.startswith(_MODEL_OPERATIONS) or b"Model" in operation


def _read_address(data: bytes, hits: frozenset[str]) -> Attribution | None:
    """Whether the request went to a host through which the API cannot be reached."""
    if "destination.address" not in hits:
        return None
    addresses = [*islice(_PATTERNS["address"].finditer(data), _MAX_HITS)]
    hosts = [address.group(1) for address in addresses]
    contacted = [host for host in hosts if not any(word in host for word in _HELP_HOSTS + _LOCAL_HOSTS)]
    if not contacted or any(word in host for host in contacted for word in _CLAUDE_HOSTS):
        return None
    if any(data.startswith(_CLAUDE_PATH, address.end()) for address in addresses):
        return None
    return _other_vendor("address", "a request to another host than the Claude API's")


def _read_operation(data: bytes, hits: frozenset[str]) -> Attribution | None:
    """Whether AWS names a failed operation or service that neither calls a model nor assumes a role."""
    if hits.isdisjoint(("destination.operation", "destination.service")):
        return None
    operations = [hit.group(1) for hit in _PATTERNS["operation"].finditer(data)]
    services: list[bytes] = [next(filter(None, hit.groups())) for hit in _PATTERNS["service"].finditer(data)]
    if any(map(_is_model_operation, operations)):
        return None
    if not (operations or services) or any(name.lower().startswith(_MODEL_SERVICES) for name in services):
        return None
    return _other_vendor("operation", "an operation of another AWS service")


def _read_traceback(data: bytes, hits: frozenset[str], packages: tuple[str, ...]) -> Attribution | None:
    """Whether there is a whole traceback through libraries that cannot call Claude."""
    if any(package.replace("\\", "/").partition("/")[0] in neutral_roots() for package in packages):
        return None
    # Frames of an HTTP client alone, cut out of a longer traceback, leave the caller open.
    is_traceback = "vendor.traceback" in hits
    in_libraries = bool(set(packages) - transport_roots()) or (bool(packages) and is_traceback)
    if not in_libraries and is_traceback:
        last_frame = deque(_PATTERNS["frame"].finditer(data), maxlen=1)
        # An error raised in a person's own file does not show what the file called.
        in_libraries = any(b"/python3" in frame.group(1) for frame in last_frame)
    return (
        _other_vendor("traceback", "a traceback in which no Claude client occurs") if in_libraries else None
    )


def _other_vendor(sign: str, shows: str) -> Attribution:
    return Attribution("other", f"It shows {shows}.", sign, "strong", shows)
