"""Whether the error came before the response or in the middle of the stream."""

from __future__ import annotations

from diagnostic.report.chain import Chain
from diagnostic.report.client import shows_client
from diagnostic.report.facts import ExceptionFact, Phase

SIGNS = {
    # An error event's JSON as the message, instead of a status.
    "event-message": (
        r"\bAPI(?:Status|Connection)?Error(?: \[\w+\])?: \"?(?:\{"
        r" ?\\*[\"']?type|\{$|<[!h])|\bAPIStatusError\(\\*[\"']\{|(?:^|\s)Error: \{\s?\"type\":\s?\"error\""
        # The AI SDK raises the event's inner object as the error.
        r"|(?:^|\n)\{ type: '[a-z_]+_error', message: '|\[cause\]: Error: \[object Object\]|event:"
        r" ?error\s+data:|Connection error\.\s+at APIError\.generate\b|\bSSE"
        r" Error:|\bMidStreamFallbackError\b"
        # The SDKs of Go and C#.
        r"|\breceived error while streaming: \{|\bSSE error returned from server: '?\{"
    ),
    # An error event begins with its details; without any, the body of a status has none.
    "event-body": (
        r"\berror\\?[\"']?\s?(?::|=>?)\s*\{\s*\\?[\"']?:?details\\?[\"']?\s?(?::|=>?)\s?(?:null|None|nil),"
        r"\s*\\?[\"']?:?type\b"
    ),
    "interrupted": (
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
    # The HTTP client logs that the response began; what fails afterwards fails in the body.
    "response-logged": r"/v1/messages\S* \"HTTP/[\d.]+ 200\b",
    "header-frames": r", in (?:_receive_response_headers|connect_tcp|start_tls|_connect)\b",
}
_RAW_ROOTS = ("httpx", "httpx2", "httpcore", "httpcore2")
_RAW_CLASSES = frozenset(("RemoteProtocolError", "ReadError", "ReadTimeout", "DecodingError"))
_EARLY_CLASSES = frozenset(
    "ConnectError ConnectTimeout PoolTimeout ProxyError UnsupportedProtocol LocalProtocolError".split()
)
_CONNECTION_CLASSES = frozenset(("APIConnectionError", "APITimeoutError", "APIConnectionTimeoutError"))
_NO_RESPONSE = "Server disconnected without sending a response"


def read_phase(
    hits: frozenset[str],
    chain: Chain,
    status: int | None,
    is_claude: bool,
    has_events: bool,
    has_code: bool,
    has_body: bool,
) -> Phase:
    """The phase, if the text shows it."""
    main_exception = chain.main_exception
    is_wrapped = "phase.wrapped" in hits or (
        main_exception is not None and main_exception.name in _CONNECTION_CLASSES
    )
    if "phase.event-message" in hits or ("phase.interrupted" in hits and not is_wrapped):
        return "mid-stream"
    if is_wrapped or status is not None:
        return "before-response"
    if "phase.event-body" in hits:
        return "mid-stream"
    phase = (
        _phase_of(main_exception, hits, is_claude, has_body)
        if main_exception
        else _phase_of_log(hits, has_code)
    )
    return phase or ("mid-stream" if has_events else "unknown")


def _phase_of(
    main_exception: ExceptionFact, hits: frozenset[str], is_claude: bool, has_body: bool
) -> Phase | None:
    """The phase that the client's exception alone shows."""
    # The Python SDK has a class for each status, and prints it; an error event has no status.
    if has_body and main_exception.name == "APIStatusError":
        return "mid-stream"
    if _is_raw(main_exception) and (phase := _phase_of_raw(main_exception, hits, is_claude)):
        return phase
    return "mid-stream" if "phase.sdk-streaming" in hits and is_claude else None


def _phase_of_raw(main_exception: ExceptionFact, hits: frozenset[str], is_claude: bool) -> Phase | None:
    """The SDK wraps errors before the response; an HTTP library's own exception comes from after it."""
    is_early = main_exception.name in _EARLY_CLASSES or main_exception.message.startswith(_NO_RESPONSE)
    if is_early or "phase.header-frames" in hits:
        return "before-response"
    # LiteLLM does not use the SDK, and a traceback without the SDK's files does not involve it.
    shows_sdk = "vendor.traceback" not in hits or "vendor.anthropic/python-files" in hits
    through_sdk = is_claude and shows_sdk and not shows_client(hits, "litellm")
    is_late = main_exception.name in _RAW_CLASSES and (through_sdk or "phase.body-frames" in hits)
    return "mid-stream" if is_late else None


def _phase_of_log(hits: frozenset[str], has_code: bool) -> Phase | None:
    return "mid-stream" if "phase.response-logged" in hits and has_code else None


def is_connection_failure(chain: Chain) -> bool:
    """Whether the SDK itself says that there was no response."""
    fact = chain.main_exception
    return fact is not None and fact.name in _CONNECTION_CLASSES and fact.module in (None, "anthropic")


def _is_raw(fact: ExceptionFact) -> bool:
    if fact.module:
        return fact.module.partition(".")[0] in _RAW_ROOTS
    # requests has a ReadTimeout, too, whose message names a connection pool of urllib3.
    return fact.name in _RAW_CLASSES | _EARLY_CLASSES and "ConnectionPool(" not in fact.message
