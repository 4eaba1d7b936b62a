"""Cleaned bytes -> the same bytes without what names errors that did not happen to this request; every place
stays.

IPython, rich and pytest print the source around the line that ran, and a library's source names many errors.
Libraries fetch price lists and report usage on the side, and log that this failed.
HTTP clients that print all of themselves print the table of status names too.
An answer of this tool that is pasted back shows code and advice, which name what they catch.
"""

from __future__ import annotations

from diagnostic.patterns import compile_all
from diagnostic.report.evidence import is_foreign, names_claude, names_other_service

SIGNS = {
    "numbered": r"(?m)^[ \t]{0,4}(?:-{1,6}>|\x{2771}|>)[ \t]{1,8}\d{1,6}[ \t]",
    "pytest": r"(?m)^>[ \t]{7}",
    "tool": r"(?m)^[ \t]*\x{23fa} ?\w[\w ]{0,30}\(",
    "aside": (
        r"\b(?:raw\.githubusercontent\.com|api\.smith\.langchain\.com|ingest\.[\w.]{0,20}sentry\.io|"
        r"\w{2}\.i\.posthog\.com|telemetry\.crewai\.com|us\.posthog\.com)\b"
    ),
    # axios prints Node's table of all statuses with the error.
    "statuses": r"""["']?417["']?: ?\\*["']Expectation Failed""",
    "answer": r"(?m)^More: (?:diagnostic causes |\S{0,200}/causes/)",
}
_PATTERNS = compile_all(
    SIGNS
    | {
        "marked": r"^[ \t]{0,4}(?:-{1,6}>|\x{2771}|>)[ \t]{1,8}(\d{1,6})[ \t]",
        "result": r"^[ \t]*\x{23bf}",
        "table": r"""(?:\\*["']?[1-5]\d\d\\*["']?: ?\\*["'][A-Z][A-Za-z' -]{1,40}\\*["'],?\s*){20,}""",
        "line": r"^[ \t]{0,8}(\d{1,6})(?:[ \t]|$)",
        # What Claude Code itself, not the tool, prints under a call: a refusal, a hook, its sandbox, an MCP
        # server.
        "own": (
            r"Permission to use|requested permissions|\bhook (?:error|failed)|\bbwrap: |apply-seccomp: |No"
            r" such tool available"
            r"|exceeds maximum allowed tokens|so auto mode cannot|\bMCP (?:error|server|tool)\b"
        ),
    }
)
_HIDDEN = {f"irrelevant.{name}" for name in SIGNS}
_AROUND = 12
_RICH_MARK = "\u2771".encode()
_BOX_EDGES = ("\u256d".encode(), "\u2570".encode())
_IN_BOX = 5  # rich prints three lines before and after the marked one; a long one may take two
_LONGEST_ANSWER = 600


def blank_irrelevant_lines(data: bytes, hits: frozenset[str]) -> bytes:
    """Blanks source lines next to a marked one, lines on side requests, and steps of an answer; what ran,
    and everything else, stays.
    """
    mixes_character_classes = names_other_service(hits)
    if not mixes_character_classes and not hits & _HIDDEN:
        return data
    if "irrelevant.statuses" in hits:
        data = _blank_tables(data)
    lines = data.split(b"\n")
    if "irrelevant.tool" in hits:
        _blank_tool_results(lines)
    for at, line in enumerate(lines):
        if _PATTERNS["aside"].search(line) or (mixes_character_classes and is_foreign(line)):
            lines[at] = b" " * len(line)
        else:
            _blank_around(lines, at)
    return b"\n".join(lines)


def _blank_around(lines: list[bytes], at: int) -> None:
    """The lines that belong to one which a debugger, a test runner or an answer marks."""
    line = lines[at]
    if marked := _PATTERNS["marked"].search(line):
        for step in (-1, 1):
            if _RICH_MARK in line:
                _blank_boxed(lines, at, step)
            _blank_numbered(lines, at, step, int(marked.group(1)))
    elif _PATTERNS["pytest"].search(line):
        _blank_indented(lines, at - 1)
    elif _PATTERNS["answer"].search(line):
        _blank_steps(lines, at)


def _blank_tables(data: bytes) -> bytes:
    for start, end in [found.span() for found in _PATTERNS["table"].finditer(data)]:
        data = data[:start] + b" " * (end - start) + data[end:]
    return data


def _blank_tool_results(lines: list[bytes]) -> None:
    """A call of a tool and what is under it, unless a Claude client's words are in that."""
    at = 0
    while at < len(lines):
        call, called = at, _PATTERNS["tool"].search(lines[at])
        at += 1
        if not called or at == len(lines) or not _PATTERNS["result"].search(lines[at]):
            continue
        first = at
        at += 1
        while at < len(lines) and lines[at].startswith((b"   ", b"\t")):
            at += 1
        result = b"\n".join(lines[first:at])
        if not names_claude(result) and not _PATTERNS["own"].search(result):
            lines[first:at] = [b" " * len(line) for line in lines[first:at]]
            lines[call] = lines[call][: called.end()].ljust(len(lines[call]))


def _blank_numbered(lines: list[bytes], at: int, step: int, number: int) -> None:
    for _ in range(_AROUND):
        at += step
        if not 0 <= at < len(lines) or not (found := _PATTERNS["line"].search(lines[at])):
            return
        if abs(int(found.group(1)) - number) > _AROUND:
            return
        lines[at] = b" " * len(lines[at])


def _blank_boxed(lines: list[bytes], at: int, step: int) -> None:
    """The source that rich prints in its box: without the numbers, which go with the box's rules, an empty
    line ends it.
    """
    for _ in range(_IN_BOX):
        at += step
        if not 0 <= at < len(lines) or not lines[at].strip() or lines[at].lstrip().startswith(_BOX_EDGES):
            return
        lines[at] = b" " * len(lines[at])


def _blank_indented(lines: list[bytes], at: int) -> None:
    """The body of the function above the line that ran."""
    while at >= 0 and (not lines[at] or lines[at].startswith((b"    ", b"\t"))):
        lines[at] = b" " * len(lines[at])
        at -= 1


def _blank_steps(lines: list[bytes], at: int) -> None:
    """The steps above the last line of an answer, from the first one on."""
    for first in range(at, max(-1, at - _LONGEST_ANSWER), -1):
        if lines[first].startswith(b"1. "):
            lines[first:at] = [b" " * len(line) for line in lines[first:at]]
            return
