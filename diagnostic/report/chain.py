"""The exceptions a paste shows, outermost first, whoever printed them."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostic.report.facts import ExceptionFact
from diagnostic.report.patterns import compile_all

_MOST = 40
_SUFFIX = (
    r"(?:Error|Exception|Timeout|Interrupt|ExceptionGroup|Exit|StreamConsumed|StreamClosed|ResponseNotRead"
    r"|UnexpectedModelBehavior|NotFound|Overloaded|Warning)"
)
_PATTERNS = compile_all(
    {
        # At the start of a line, after a log's or a console's lead, or quoted; the class, then its message.
        "raised": r"(?m)(?:^|[\s(\[{'\"`>|:=,\x{2192}\x{00d7}\x{2717}\x{2716}\x{25cf}\x{23bf}])"
        r"((?:@[a-z-]+/[a-z-]+\.)?(?:[A-Za-z_]\w{0,60}\.){0,8}(?:[A-Z][A-Za-z0-9_]{0,80})?" + _SUFFIX + r"|(?:httpx2?|httpcore2?|anthropic|litellm|botocore|google|requests|aiohttp|instructor|pydantic_ai|dspy)(?:\.\w{1,60}){0,8}\.[A-Z]\w{1,80})"
        r"(?:(?: \[[A-Z_]{3,40}\])?: |: ?$|\(b?(?:[\"'])|\(\)|[ \t]?\{|[ \t]*$|[\"'`,\])])",
        "frame": r'(?m)^[ \t]{0,20}File "[^"\n]{1,300}", line \d+',
    }
)
# Source lines that tracebacks and stacks print: they name classes without raising them.
_SOURCE = compile_all(
    {"source": r"^(?:\s*[|>\d]*\s*)(?:raise|except|throw|class|import|from|return|if|elif|catch|assert|isinstance|await|async|with|def|const|let|export|\)?\s*from)\b|^\s*#|^\s*//"}
)["source"]
_KNOWN_ROOTS = frozenset(
    "anthropic claude_agent_sdk httpx httpx2 httpcore httpcore2 aiohttp requests urllib3 urllib botocore boto3 undici".split()
)
SDK_CLASSES = frozenset(
    "AnthropicError APIError APIStatusError APIConnectionError APITimeoutError APIConnectionTimeoutError APIUserAbortError "
    "APIResponseValidationError BadRequestError AuthenticationError PermissionDeniedError NotFoundError ConflictError "
    "UnprocessableEntityError RateLimitError InternalServerError OverloadedError ServiceUnavailableError GatewayTimeoutError "
    "DeadlineExceededError ContentTooLargeError RequestTooLargeError PaymentRequiredError RequestTimeoutError".split()
)
_FETCH_MESSAGES = ("terminated", "fetch failed")


@dataclass(frozen=True, slots=True)
class Chain:
    """Exceptions outermost first, the byte range of each, and which one is the client's."""

    exceptions: tuple[ExceptionFact, ...]
    places: tuple[tuple[int, int], ...]
    principal: int | None


def read_chain(data: bytes) -> Chain:
    """Reads the chain; Python prints it innermost first, Node outermost first."""
    found = [item for item in _find(data)]
    python = b"Traceback (most recent call last)" in data or _PATTERNS["frame"].search(data) is not None
    facts, places = [], []
    if python:
        found.reverse()
    previous: tuple[int, int] | None = None
    for name, message, place in found:
        relation = "raised"
        if previous is not None:
            between = data[min(place[1], previous[1]) : max(place[0], previous[0])]
            if b"direct cause" in between or b"[cause]" in between or b"cause:" in between.lower():
                relation = "cause"
            elif b"During handling" in between:
                relation = "context"
            elif b"+------" in between or b"Exception Group" in between:
                relation = "group"
        module, _, bare = name.rpartition(".")
        facts.append(ExceptionFact(_public(module), bare, message, relation))
        places.append(place)
        previous = place
    return Chain(tuple(facts), tuple(places), _principal(facts))


def _find(data: bytes):  # noqa: ANN202 - yields (name, message, (start, end))
    seen: set[tuple[str, str]] = set()
    for count, hit in enumerate(_PATTERNS["raised"].finditer(data)):
        if count >= _MOST * 4 or len(seen) >= _MOST:
            return
        start = hit.start(1)
        line_start = data.rfind(b"\n", 0, start) + 1
        line_end = data.find(b"\n", start)
        line_end = len(data) if line_end < 0 else line_end
        if _SOURCE.search(data[line_start : min(line_end, line_start + 200)]):
            continue
        name = hit.group(1).decode("utf-8", "replace")
        message = data[hit.end(1) : min(line_end, hit.end(1) + 2000)].decode("utf-8", "replace").lstrip(": (").rstrip(" {")
        key = (name.rpartition(".")[2], message[:80])
        if key not in seen:
            seen.add(key)
            yield name, message, (start, line_end)


def _public(module: str) -> str | None:
    """anthropic._exceptions -> anthropic; litellm.exceptions -> litellm."""
    parts = [part for part in module.split(".") if part and not part.startswith("_")]
    if len(parts) > 1 and parts[0] in ("litellm", "anthropic", "pydantic_ai", "langchain_anthropic", "asyncio", "httpx", "httpx2"):
        parts = parts[:1]
    return ".".join(parts) or None


def _principal(facts: list[ExceptionFact]) -> int | None:
    for index, fact in enumerate(facts):
        root = (fact.module or "").split(".")[0]
        if root in _KNOWN_ROOTS or (not fact.module and fact.name in SDK_CLASSES):
            return index
        if fact.name == "TypeError" and fact.message.startswith(_FETCH_MESSAGES):
            return index
    return 0 if facts else None
