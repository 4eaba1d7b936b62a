"""Whose error a paste is: the Claude API's, another vendor's, or nobody can tell; and what showed it.

Evidence is weighed where the error is, strength against strength; only where nothing there decides does the
rest of
the text count. What a server wrote says more than which client printed it, since every client speaks to
relays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diagnostic.patterns import compile_all
from diagnostic.report import evidence
from diagnostic.report.chain import Chain
from diagnostic.report.evidence import Evidence, Weighed
from diagnostic.report.facts import Attribution
from diagnostic.world.clients import neutral_roots, transport_roots
from diagnostic.world.files import Strength
from diagnostic.world.vendors import CLAUDE, owners, vendors

# Where an HTTP library or tool says its request went.
_ADDRESS = (
    r"(?:for url:? '?|host='|url='|URL\('|\bResolving |--  |\bresolve host:? |\bconnect to host |\bFailed to"
    r" connect to "
    r"|\bFailed to resolve '|\bgetaddrinfo E[A-Z_]+ |\b(?:POST|GET|PUT|[uU][rR][lL]|request"
    r" to|calling|fetching|Failed to fetch|from|reading)[:=]?"
    r" ?[\"']?https?://)(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b"
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
SIGNS = evidence.SIGNS | {"traceback": r"Traceback \(most recent call last\)", "address": _ADDRESS}
_MOST_HOSTS = 50
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
# What web frameworks and retry libraries pass any error on in: its message says whose it is.
_CARRIERS = frozenset(("HTTPException", "APIException", "RetryError", "MaxRetriesExceededError"))
_CARRYING = frozenset(
    ("fastapi", "starlette", "flask", "werkzeug", "django", "tornado", "tenacity", "celery")
)
_LONGEST_CUT = 4000  # bytes of frames
_PATTERNS = compile_all(
    {
        "address": _ADDRESS,
        "sdk-frame": r'File "[^"\n]*[/\\]anthropic[/\\](?:_base_client|lib|resources|_client)',
        "frame": r'(?m)^[ \t]*(?:[|│] )?File "([^"\n]*)", line \d+',
        "operation": r"\bwhen calling the (\w{1,80}) operation\b",
        # The AWS SDKs of Go, Java, .NET and Ruby name the service.
        "service": (
            r"\boperation error ([A-Z][\w ]{1,40}): \w|\(Service: (?:Amazon)?(\w{2,40})[,;] Status ?Code: "
            r"|\bsoftware\.amazon\.awssdk\.services\.(\w{2,40})\.|\bAws::(\w{2,40})::Errors\b"
            r"|\bAmazon\.(\w{2,40})\.(?:Model\.)?Amazon\w{0,40}Exception\b"
        ),
        # What the SDK asks of the runtime fails in an installer, and is the SDK's matter.
        "runtime": r"\bEBADENGINE\b|Python",
    }
)
# Between strong and weak: what a client's own exception says beside what a server wrote.
_BELOW_SDK, _OWN_CLASS, _INSTALLER = 50, 40, 35
_WEAK = 30
# Files and versions are what an installer prints of any package.
_PACKAGE_SIGNS = frozenset(
    f"{CLAUDE}/{sign}" for sign in ("python-files", "typescript-files", "version", "name")
)


@dataclass(frozen=True, slots=True)
class _Paste:
    """What the rules look at; `place` is where the error is, in bytes, if it is known."""

    data: bytes
    hits: frozenset[str]
    chain: Chain
    packages: tuple[str, ...]
    place: tuple[int, int] | None


def read_vendor(
    data: bytes, hits: frozenset[str], chain: Chain, packages: tuple[str, ...], place: tuple[int, int] | None
) -> Attribution | None:
    """Weighs the evidence at the error, then in the whole text; without any, asks where the request went
    and what ran.
    """
    found = evidence.seen_in(hits)
    without = evidence.without_lists(data, hits)
    if without is not data:
        data = without
        claude = [sign for sign in found if sign.vendor == CLAUDE]
        found = (*claude, *[sign for sign in evidence.find_signs(data) if sign.vendor != CLAUDE])
    whole = Weighed(evidence.of_signs(found))
    paste = _Paste(data, hits, chain, packages, place)
    near = Weighed(tuple(found for rule in _NEAR_RULES for found in rule(paste, whole)))
    return _weigh(near, whole, place is not None) or next(
        filter(None, (rule(paste) for rule in _LAST_RULES)), None
    )


def _weigh(near: Weighed, whole: Weighed, is_placed: bool) -> Attribution | None:
    return _weigh_near(near, whole) or _weigh_whole(whole, is_placed)


def _weigh_near(near: Weighed, whole: Weighed) -> Attribution | None:
    """What is at the error decides, unless that is no more than Claude's name."""
    other, claude = _other(near, whole), near.claude
    if other and (claude is None or other.weight > claude.weight or claude.weight < _WEAK):
        return _attribute(other)
    if claude is None or claude.weight < _WEAK:
        return None
    return _attribute(claude if other or not whole.claude else max(claude, whole.claude, key=_weight))


def _weigh_whole(whole: Weighed, is_placed: bool) -> Attribution | None:
    other, claude = _other(whole, whole), whole.claude
    if claude and (other is None or claude.weight >= max(other.weight, _WEAK)):
        return _attribute(claude)
    if other is None:
        return None
    # A service that runs beside the program did not print an error that stands apart from its name.
    is_beside = is_placed and not claude and other.kind in ("service", "installer")
    return None if is_beside else _attribute(other)


def _other(part: Weighed, whole: Weighed) -> Evidence | None:
    """A body's form is nobody's: relays answer in it for Claude, and a text that names Claude says whose."""
    return part.other_than_form if whole.claude else part.other


def _weight(found: Evidence) -> int:
    return found.weight


def _attribute(found: Evidence) -> Attribution:
    verb = "shows" if found.strength != "named" and found.shows != vendors()[found.vendor].name else "names"
    value = "anthropic" if found.is_claude else "other"
    return Attribution(value, f"It {verb} {found.shows}.", found.sign, found.strength, found.shows)


def _read_class(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """The exception that the program ended with is of a vendor's own client."""
    chain = paste.chain
    principal = chain.exceptions[chain.principal] if chain.principal is not None else None
    module = principal.module if principal else None
    if principal is None or not module:
        return
    if principal.name in _CARRIERS and module.partition(".")[0] in _CARRYING:
        return
    for vendor in owners(module):
        owner = "a Claude client" if vendor.kind == "claude" else "other software"
        shows = f"{module}.{principal.name}, an exception of {owner}"
        # A client of a model's vendor also speaks to whoever takes the same protocol.
        strength: Strength = "weak" if vendor.kind == "model" else "strong"
        yield Evidence(vendor.id, vendor.kind, _OWN_CLASS, f"{vendor.id}/class", strength, shows)


def _read_signs(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """The error's own words, and those around them."""
    if paste.place is None:
        return
    is_claude = whole.claude is not None and whole.claude.weight >= _WEAK
    for found in evidence.of_signs(evidence.find_near(paste.data, paste.place)):
        # The name of a service beside an error of Claude's is what the program works with.
        if not (is_claude and found.kind == "service"):
            yield found


def _read_frames(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """A library raised the error below the Python SDK, which had called it."""
    error = paste.place[0] if paste.place else len(paste.data)
    start = paste.data.rfind(b"Traceback (most recent call last)", 0, error)
    if start < 0:  # people cut a traceback's head off
        start = max(0, error - _LONGEST_CUT)
    if _PATTERNS["sdk-frame"].search(paste.data[start:error]):
        yield Evidence(
            CLAUDE, "claude", _BELOW_SDK, f"{CLAUDE}/frames", "weak", "frames of the SDK above the error"
        )


def _read_installer(paste: _Paste, whole: Weighed) -> Iterator[Evidence]:
    """An installer that fetched the SDK has its own failure, unless what failed is what the SDK asks of the
    runtime.
    """
    for found in whole.found:
        if (
            found.kind == "installer"
            and not paste.chain.exceptions
            and whole.names(CLAUDE) <= _PACKAGE_SIGNS
            and not _PATTERNS["runtime"].search(paste.data)
        ):
            yield Evidence(found.vendor, found.kind, _INSTALLER, found.sign, found.strength, found.shows)


def _read_address(paste: _Paste) -> Attribution | None:
    """The request went to another host than any through which the API can be reached."""
    if "vendor.address" not in paste.hits:
        return None
    found = zip(range(_MOST_HOSTS), _PATTERNS["address"].finditer(paste.data), strict=False)
    hosts = [hit.group(1) for _, hit in found]
    asked = [host for host in hosts if not any(word in host for word in _HELP_HOSTS)]
    if not asked or any(word in host for host in asked for word in _CLAUDE_HOSTS):
        return None
    shows = "a request to another host than the Claude API's"
    return Attribution("other", f"It shows {shows}.", "address", "strong", shows)


def _read_operation(paste: _Paste) -> Attribution | None:
    """AWS names the operation or service that failed, and it is not one through which a model is called or a
    role is taken.
    """
    called = [hit.group(1) for hit in _PATTERNS["operation"].finditer(paste.data)]
    asked: list[bytes] = [
        next(filter(None, hit.groups())) for hit in _PATTERNS["service"].finditer(paste.data)
    ]
    if any(name.startswith(_MODEL_OPERATIONS) or b"Model" in name for name in called):
        return None
    if not (called or asked) or any(name.lower().startswith(_MODEL_SERVICES) for name in asked):
        return None
    shows = "an operation of another AWS service"
    return Attribution("other", f"It shows {shows}.", "operation", "strong", shows)


def _read_traceback(paste: _Paste) -> Attribution | None:
    """A whole traceback through libraries, none of which can speak to Claude."""
    packages = paste.packages
    if any(package.replace("\\", "/").partition("/")[0] in neutral_roots() for package in packages):
        return None
    # Frames of an HTTP client alone, cut out of a longer traceback, leave the caller open.
    is_traceback = "vendor.traceback" in paste.hits
    in_libraries = bool(set(packages) - transport_roots()) or (bool(packages) and is_traceback)
    if not in_libraries and is_traceback:
        last = None
        for last in _PATTERNS["frame"].finditer(paste.data):  # noqa: B007 - the raise
            pass
        # Raised in a person's own file, it says nothing of what the file called.
        in_libraries = last is not None and b"/python3" in last.group(1)
    if not in_libraries:
        return None
    shows = "a traceback in which no Claude client occurs"
    return Attribution("other", f"It shows {shows}.", "traceback", "strong", shows)


_NEAR_RULES: tuple[Callable[[_Paste, Weighed], Iterator[Evidence]], ...] = (
    _read_class,
    _read_frames,
    _read_installer,
    _read_signs,
)
_LAST_RULES: tuple[Callable[[_Paste], Attribution | None], ...] = (
    _read_address,
    _read_operation,
    _read_traceback,
)
