"""Whether the error came before the response or in the middle of the stream."""

from __future__ import annotations

from diagnostic.report.chain import Chain
from diagnostic.report.client import shows_client
from diagnostic.report.facts import ExceptionFact, Phase

SIGNS = {
    # An error event's own JSON as the message, where a status would stand otherwise.
    "event-message": (
        r"\bAPI(?:Status|Connection)?Error(?: \[\w+\])?: \"?(?:\{"
        r" ?\\*[\"']?type|\{$|<[!h])|\bAPIStatusError\(\\*[\"']\{|(?:^|\s)Error: \{\s?\"type\":\s?\"error\""
        # The AI SDK hands the event's inner object out as the error.
        r"|(?:^|\n)\{ type: '[a-z_]+_error', message: '|\[cause\]: Error: \[object Object\]|event:"
        r" ?error\s+data:|Connection error\.\s+at APIError\.generate\b|\bSSE"
        r" Error:|\bMidStreamFallbackError\b"
    ),
    "cut": (
        r"Error: (?:terminated|Premature close)\b|\bAnthropicError: read ECONNRESET|incomplete chunked"
        r" read|ERR_STREAM_PREMATURE_CLOSE"
        r"|Response payload is not completed|Response ended"
        r" prematurely|\bIncompleteRead\b|UND_ERR_BODY_TIMEOUT|mid-(?:stream|response)|\bStream idle timeout"
    ),
    "wrapped": (
        r"\bfetch failed\b|\bCannot connect to API\b|(?:Error|Exception): Connection error\.|imeout on"
        r" endpoint URL|Could not connect to the endpoint URL"
    ),
    "sdk-streaming": (
        r"anthropic[/\\]_streaming\.py|anthropic[/\\]lib[/\\](?:streaming|bedrock[/\\]_stream)|sdk[/\\]"
        r"(?:src[/\\])?(?:core[/\\])?streaming\.|MessageStream\."
    ),
    "body-frames": (
        r", in"
        r" (?:iter_lines|aiter_lines|iter_bytes|aiter_bytes|iter_raw|aiter_raw|iter_text|aiter_text|"
        r"_receive_response_body)\b|,"
        r" in __stream__\b"
    ),
    # The HTTP client's log line of the answer's head; what breaks after it breaks the body.
    "answered": r"/v1/messages\S* \"HTTP/[\d.]+ 200\b",
    "head-frames": r", in (?:_receive_response_headers|connect_tcp|start_tls|_connect)\b",
}
_RAW_ROOTS = ("httpx", "httpx2", "httpcore", "httpcore2")
_RAW_CLASSES = frozenset(("RemoteProtocolError", "ReadError", "ReadTimeout", "DecodingError"))
_BEFORE_CLASSES = frozenset(
    (
        "ConnectError",
        "ConnectTimeout",
        "PoolTimeout",
        "ProxyError",
        "UnsupportedProtocol",
        "LocalProtocolError",
    )
)
_WRAPPED = frozenset(("APIConnectionError", "APITimeoutError", "APIConnectionTimeoutError"))
_NO_ANSWER = "Server disconnected without sending a response"


def read_phase(
    hits: frozenset[str],
    chain: Chain,
    status: int | None,
    is_claude: bool,
    has_events: bool,
    has_code: bool,
    has_body: bool,
) -> Phase:
    """mid-stream and before-response only if the text shows it."""
    main_exception = chain.main_exception
    wrapped = "phase.wrapped" in hits or (main_exception is not None and main_exception.name in _WRAPPED)
    if "phase.event-message" in hits or ("phase.cut" in hits and not wrapped):
        return "mid-stream"
    if wrapped or status is not None:
        return "before-response"
    by_exception = (
        _phase_of(main_exception, hits, is_claude, has_body)
        if main_exception
        else _phase_of_log(hits, has_code)
    )
    return by_exception or ("mid-stream" if has_events else "unknown")


def _phase_of(
    main_exception: ExceptionFact, hits: frozenset[str], is_claude: bool, has_body: bool
) -> Phase | None:
    """What the client's exception alone shows."""
    # The Python SDK has a class for each status, and says which it was; an event that holds an error has
    # none.
    if has_body and main_exception.name == "APIStatusError":
        return "mid-stream"
    if _is_raw(main_exception) and (phase := _phase_of_raw(main_exception, hits, is_claude)):
        return phase
    return "mid-stream" if "phase.sdk-streaming" in hits and is_claude else None


def _phase_of_raw(main_exception: ExceptionFact, hits: frozenset[str], is_claude: bool) -> Phase | None:
    """The SDK wraps what happens before the response; what comes through raw came after it."""
    is_early = main_exception.name in _BEFORE_CLASSES or main_exception.message.startswith(_NO_ANSWER)
    if is_early or "phase.head-frames" in hits:
        return "before-response"
    # LiteLLM has no SDK inside, and neither has a traceback without its files.
    shows_sdk = "vendor.traceback" not in hits or "vendor.anthropic/python-files" in hits
    through_sdk = is_claude and shows_sdk and not shows_client(hits, "litellm")
    is_late = main_exception.name in _RAW_CLASSES and (through_sdk or "phase.body-frames" in hits)
    return "mid-stream" if is_late else None


def _phase_of_log(hits: frozenset[str], has_code: bool) -> Phase | None:
    return "mid-stream" if "phase.answered" in hits and has_code else None


def is_connection_failure(chain: Chain) -> bool:
    """Did the SDK itself say that no answer came?"""
    fact = chain.main_exception
    return fact is not None and fact.name in _WRAPPED and fact.module in (None, "anthropic")


def _is_raw(fact: ExceptionFact) -> bool:
    if fact.module:
        return fact.module.partition(".")[0] in _RAW_ROOTS
    # requests has a ReadTimeout too, and says there which pool of urllib3 it waited for.
    return fact.name in _RAW_CLASSES | _BEFORE_CLASSES and "ConnectionPool(" not in fact.message
