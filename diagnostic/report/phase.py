"""Whether the error came before the response or in the middle of the stream."""

from __future__ import annotations

from diagnostic.report.body import Body
from diagnostic.report.chain import Chain
from diagnostic.report.facts import Phase
from diagnostic.report.patterns import Detector

_SIGNS = Detector(
    {
        "event in an error": r"\bAPIStatusError: ?(?:\{|<html|<!|\w{0,20}\(?\"?\{)|\bSSE Error:|\bMidStreamFallbackError\b|(?m)(?:^|\s)(?:API)?Error: \{\"type\":\s?\"error\"|\bAPIError: \"?<|\bAPIConnectionError: \{\s?\"type\":\s?\"error\"",
        "cut stream": r"(?:TypeError|AnthropicError|Error): (?:terminated|Premature close)|\bAnthropicError: read ECONNRESET|incomplete chunked read|ERR_STREAM_PREMATURE_CLOSE|Response payload is not completed|Response ended prematurely|IncompleteRead\b",
        "streaming frames": r"anthropic[/\\]_streaming\.py|anthropic[/\\]lib[/\\](?:streaming|bedrock[/\\]_stream)|sdk[/\\](?:src[/\\])?(?:core[/\\])?streaming\.|MessageStream\.|lib[/\\]MessageStream|__stream_text__|text_stream|_iter_events|iter_lines|iter_bytes|aiter_raw|aiter_bytes",
        "sdk wrapped it": r"\bAPIConnectionError\b|\bAPITimeoutError\b|\bAPIConnectionTimeoutError\b|\bfetch failed\b",
        "status": r"\bError code:? \d{3}",
    }
)
_RAW_ROOTS = ("httpx", "httpx2", "httpcore", "httpcore2")
_RAW_CLASSES = frozenset(("RemoteProtocolError", "ReadError", "ReadTimeout", "StreamError", "DecodingError"))


def read_phase(data: bytes, chain: Chain, body: Body, is_claude: bool, has_events: bool) -> Phase:
    """mid-stream and before-response only where the text shows it."""
    signs = _SIGNS.find(data)
    if "event in an error" in signs or "cut stream" in signs and "sdk wrapped it" not in signs:
        return "mid-stream"
    outermost = chain.exceptions[chain.principal] if chain.principal is not None else None
    if outermost and (outermost.module or "").split(".")[0] in _RAW_ROOTS and outermost.name in _RAW_CLASSES and is_claude:
        if "sdk wrapped it" not in signs:
            return "mid-stream"
    if "sdk wrapped it" in signs:
        return "before-response"
    if body.status is not None:
        return "before-response"
    if "streaming frames" in signs and is_claude:
        return "mid-stream"
    return "mid-stream" if has_events else "unknown"
