"""Cleaned bytes -> the same bytes with lines about unrelated errors blanked. Offsets do not change.

IPython, rich and pytest print the source around the line that ran, and a library's source names many errors.
Libraries fetch price lists and report usage in the background, and log when that fails.
HTTP clients that print their whole state also print the table of status names.
An answer of this tool that is pasted back contains code and advice that name the errors they handle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from diagnostic.patterns import compile_all
from diagnostic.report.attribution.destination import find_requests_to_others
from diagnostic.report.attribution.evidence import (
    has_claude_and_service,
    has_claude_output,
    has_claude_sign,
    is_about_service,
    lacks_claude,
)
from diagnostic.report.attribution.subject import find_errors_of_others
from diagnostic.report.facts import Place
from diagnostic.report.lines import blank
from diagnostic.report.unrelated.error_list import blank_beside_the_point

_TOOL_CALL = r"[ \t]*[\x{23fa}\x{25cf}] ?(?:\w[\w ]{0,30}|[\w.-]{1,40} - [\w ./-]{1,60} \(MCP\))\("
SIGNS = {
    "numbered": r"(?m)^[ \t]{0,4}(?:-{1,6}>|\x{2771}|>)[ \t]{1,8}\d{1,6}[ \t]",
    "pytest": r"(?m)^>[ \t]{7}",
    "tool": rf"(?m)^{_TOOL_CALL}",
    "telemetry": (
        r"\b(?:raw\.githubusercontent\.com|api\.smith\.langchain\.com|ingest\.[\w.]{0,20}sentry\.io|"
        r"\w{2}\.i\.posthog\.com|telemetry\.crewai\.com|us\.posthog\.com)\b"
    ),
    # axios prints Node's table of all status names with the error.
    "statuses": r"""["']?417["']?: ?\\*["']Expectation Failed""",
    "answer": r"(?m)^More: (?:diagnostic causes |\S{0,200}/causes/)",
    "entry": r'\{"error":"[^"]|(?m)^(?:\w{3,40}Error|Error): ',
}
_PATTERNS = compile_all(
    SIGNS
    | {
        "marked": r"^[ \t]{0,4}(?:-{1,6}>|\x{2771}|>)[ \t]{1,8}(\d{1,6})[ \t]",
        # A tool call up to the end of its output; the second group is the output.
        "call": rf"(?m)^{_TOOL_CALL}([^\n]*\n([ \t]*\x{{23bf}}[^\n]*(?:\n(?:   |\t)[^\n]*)*))",
        "table": r"""(?:\\*["']?[1-5]\d\d\\*["']?: ?\\*["'][A-Z][A-Za-z' -]{1,40}\\*["'],?\s*){20,}""",
        "line": r"^[ \t]{0,8}(\d{1,6})(?:[ \t]|$)",
        # What Claude Code itself, not the tool, prints under a call: about permissions, hooks, its sandbox,
        # MCP servers.
        "claude-code": (
            r"Permission to use|requested permissions|\bhook (?:error|failed)|\bbwrap: |apply-seccomp: |No"
            r" such tool available"
            r"|exceeds maximum allowed tokens|\bSandbox (?:dependencies|failed|is )"
            r"|so auto mode cannot|\bMCP (?:error|server|tool)\b"
        ),
    }
)
_IRRELEVANT_SIGNS = {f"irrelevant.{name}" for name in SIGNS}
_MAX_DISTANCE = 12
_RICH_MARK = "\u2771".encode()
_BOX_EDGES = ("\u256d".encode(), "\u2570".encode())
_MAX_BOX_LINES = 5  # rich prints three lines before and after the marked one; a long one may take two
_MAX_ANSWER_LINES = 600


def blank_irrelevant_lines(data: bytes, hits: frozenset[str]) -> bytes:
    """Blanks source lines next to a marked one, lines about background requests, and steps of an answer;
    keeps the line that ran, and everything else.
    """
    if has_claude_sign(hits):
        elsewhere = [_enclosing_record(data, line) for line in find_requests_to_others(data, hits)]
        elsewhere += find_errors_of_others(data, hits)
        data = blank(data, [lines for lines in elsewhere if lacks_claude(data[slice(*lines)])])
    names_service = has_claude_and_service(hits)
    if not names_service and not hits & _IRRELEVANT_SIGNS:
        return data
    if "irrelevant.statuses" in hits:
        data = _blank_matches("table", data)
    if "irrelevant.entry" in hits:
        data = blank_beside_the_point(data)
    if "irrelevant.tool" in hits:
        data = _blank_tool_results(data)
    lines = data.split(b"\n")
    for at, line in enumerate(lines):
        if _PATTERNS["telemetry"].occurs(line) or (names_service and is_about_service(line)):
            lines[at] = b" " * len(line)
        else:
            _blank_around(lines, at)
    return b"\n".join(lines)


def _enclosing_record(data: bytes, line: Place) -> Place:
    """A line with the lines above it whose indented part it is, as axios prints a failed request."""
    start = line[0]
    for _ in range(_MAX_DISTANCE):
        if start == 0 or not data.startswith((b" ", b"\t"), start):
            break
        start = data.rfind(b"\n", 0, start - 1) + 1
    return start, line[1]


def _blank_matches(name: str, data: bytes) -> bytes:
    return blank(data, _PATTERNS[name].spans(data))


def _blank_tool_results(data: bytes) -> bytes:
    """Blanks tool calls and their output, unless a Claude client's own words are in the output."""
    calls = [(call.span(1), call.group(2)) for call in _PATTERNS["call"].finditer(data)]
    return blank(
        data,
        [
            at
            for at, result in calls
            if not has_claude_output(result) and not _PATTERNS["claude-code"].search(result)
        ],
    )


def _blank_around(lines: list[bytes], at: int) -> None:
    """Blanks the lines that belong to a line which a debugger, a test runner or an answer marks."""
    line = lines[at]
    above, below = range(at)[::-1], range(at + 1, len(lines))
    if marked := _PATTERNS["marked"].search(line):
        max_lines, belongs = (
            (_MAX_BOX_LINES, _is_in_box)
            if _RICH_MARK in line
            else (_MAX_DISTANCE, _is_near(int(marked.group(1))))
        )
        for side in (above, below):
            _blank_while(belongs, lines, side[:max_lines])
    elif _PATTERNS["pytest"].search(line):
        _blank_while(_is_indented, lines, above)
    elif _PATTERNS["answer"].search(line):
        steps = (first for first in above[:_MAX_ANSWER_LINES] if lines[first].startswith(b"1. "))
        for step in range(next(steps, at), at):
            lines[step] = b" " * len(lines[step])


def _blank_while(belongs: Callable[[bytes], bool], lines: list[bytes], indexes: Iterable[int]) -> None:
    for at in indexes:
        if not belongs(lines[at]):
            return
        lines[at] = b" " * len(lines[at])


def _is_near(number: int) -> Callable[[bytes], bool]:
    """A test whether a line begins with a number near this one."""

    def belongs(line: bytes) -> bool:
        found = _PATTERNS["line"].search(line)
        return found is not None and abs(int(found.group(1)) - number) <= _MAX_DISTANCE

    return belongs


def _is_in_box(line: bytes) -> bool:
    """Whether it is source code in rich's box, which ends at an edge, or at an empty line if its borders are
    lost.
    """
    return bool(line.strip()) and not line.lstrip().startswith(_BOX_EDGES)


def _is_indented(line: bytes) -> bool:
    """Whether it is in the body of a function."""
    return not line or line.startswith((b"    ", b"\t"))
