"""Bytes -> the same bytes with what is beside the point in Claude Code's errors blanked. Offsets stay.

The list at the end of its bug reports, and its debug log, hold all that went wrong in the session, most of
which nobody saw: updates, telemetry, a file that a tool did not find. What the person saw is the API's error.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import compile_all
from diagnostic.report.facts import Place
from diagnostic.report.lines import blank

_PATTERNS = compile_all(
    {
        # Its files in a stack, or the SDK's words for what it interrupted.
        "own": (
            r"[/\\]\$bunfs[/\\]|~BUN[/\\]|@anthropic-ai[/\\]claude-code[/\\]"
            r'|"error":"(?:\w{1,20}: )?Request was aborted\.[^"]*","timestamp":'
            # The report's own heading, where no stack is listed.
            r'|\bErrors\b\W{0,4}\n\s{0,9}(?:```(?:json)?\s{0,9})?\[\s{0,9}\{"error":"'
        ),
        # In the list, and in the log, whose times and levels may be cut.
        "begin": r'\{"error":"|(?m)^(?:[\dT:.-]{19,25}Z )?(?:\[ERROR\] )?(?:\w{3,40}Error|Error)(?:: |\n)',
        "head": r'^(?:\{"error":"|[\dT:.-]{19,25}Z )?(?:\[ERROR\] )?',
        "end": r'","timestamp":"[^"\n]{1,40}"\},?',
        "line": r"\n\S",
        # Of a tool that the model used, or of a request beside the conversation, which axios makes.
        "unseen": (
            r"^(?:Error: )?(?:AxiosError: |MaxFileReadTokenExceededError|ShellError|ConfigParseError"
            r"|AbortError: [^\n]*\n[^\n]*abortChildProcess"
            r"|Error: (?:ENOENT|EISDIR|ENOTDIR|EEXIST): |Error: File (?:does not exist|has )"
            r"|Error: String to replace not found|Error: Command failed: security )"
        ),
        "background": (
            r"^(?:Error: ){1,2}(?:NON-FATAL: |1P event logging: |Failed to (?:fetch version|download bin)"
            r"|Insufficient permissions for global npm|Failed to delete keychain"
            r'|\{"message":"[^"]*(?:[Ff]ailed to export|export failed|opentelemetry))'
        ),
        # Of an MCP server, of telemetry, or of a server on the machine: not the API's, if that answered.
        "beside": (
            r"^(?:Error: ){0,2}(?:McpError: |MCP (?:error|server)\b|socket hang up|connect ECONNREFUSED "
            r"(?:127\.|::1|\[::1|localhost)|getaddrinfo \w+ [\w.-]*(?:statsig|sentry|datadog))"
        ),
        "answer": r'^(?:Error: ){0,2}(?:[45]\d\d )?\{\\{0,3}"type\\{0,3}": ?\\{0,3}"error\\{0,3}"',
        "aborted": r"^(?:\w{1,20}: ){1,2}(?:Request|The operation) was aborted\.",
        # A name alone, or what did not parse, says nothing of what happened.
        "empty": r"^(?:Error: )?(?:\w{1,40}\n|SyntaxError: |RangeError: |\w{1,40}: \d{1,3}: \d)",
    }
)
_KINDS = ("unseen", "background", "beside", "aborted", "empty")
_BYTES_OF_MESSAGE = 40


def blank_beside_the_point(data: bytes) -> bytes:
    """Blanks the entries of tools, of requests beside the conversation and of what was listed before;
    updates, telemetry and aborted requests if another error is listed; other servers if the API answered.
    """
    if not _PATTERNS["own"].occurs(data):
        return data
    places = list(_find_entries(data))
    messages = [_PATTERNS["head"].sub(b"", data[slice(*place)]) for place in places]
    kinds = [_kind(message) for message in messages]
    has_other_error = None in kinds or "beside" in kinds
    has_answer = any(_PATTERNS["answer"].search(message) for message in messages)
    blanked: list[Place] = []
    listed: set[bytes] = set()
    for place, message, kind in zip(places, messages, kinds, strict=True):
        beginning = message[:_BYTES_OF_MESSAGE]
        if kind == "beside":
            is_blanked = has_answer
        else:
            is_blanked = kind == "unseen" or (kind is not None and (has_other_error or beginning in listed))
        if is_blanked:
            blanked.append(place)
        listed.add(beginning)
    return blank(data, blanked)


def _find_entries(data: bytes) -> Iterator[Place]:
    at = 0
    while begin := _PATTERNS["begin"].search(data, at):
        after = begin.end() - begin.group().endswith(b"\n")
        following = _PATTERNS["begin"].search(data, after)
        limit = following.start() if following else len(data)
        is_listed = begin.group().startswith(b"{")
        if is_listed and (end := _PATTERNS["end"].search(data, after, limit)):
            at = end.end()
        else:
            line = _PATTERNS["line"].search(data, after, limit)
            at = line.start() if line else limit
        yield begin.start(), at


def _kind(message: bytes) -> str | None:
    """Which of the patterns fits a message; None for an error that a person may have seen."""
    return next((kind for kind in _KINDS if _PATTERNS[kind].search(message)), None)
