"""A Sentence of the census -> the line that people see: with its class in front and
its placeholders filled.
"""

import re

from diagnostic.world.sentences import Sentence

# What stands in a hole, by what its name says; the first that fits.
_FILLINGS = (
    (r"(?i)url|endpoint|base$", "https://proxy.corp/v1"),
    (r"(?i)path|file|folder|dir|root|cwd|src|json$", "/home/you/project/data.json"),
    (r"(?i)region", "us-east-1"),
    (r"(?i)model", "claude-sonnet-4-5"),
    (r"(?i)profile", "default"),
    (r"(?i)header|content_?type", "text/html"),
    (r"(?i)token$|assertion$", "None"),
    (
        r"(?i)count|length|size|index|bytes|limit|seconds|timeout|max|turns|port|status|code|tokens|width|"
        r"height|int$|attempt",
        "4096",
    ),
    (r"(?i)_?id$|uuid", "5f3c1a2b-0d4e-4f6a-8b7c-9d0e1f2a3b4c"),
    (r"(?i)err|cause|reason|message|detail|^e$", "unknown reason"),
)
_BODY = (
    '{"type":"error","error":{"type":"invalid_request_error","message":"See'
    ' details.","details":{"error_code":"%s"}},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}'
)
_HOLE = re.compile(r"\{([A-Za-z_]\w*)\}")
_BUILTIN = re.compile(
    r"(?:Type|Value|Runtime|Assertion|Attribute|Import|OS|IO|Key|NotImplemented|FileNotFound|Permission|"
    r"Timeout)Error$|Exception$"
)
_MODULES = {"anthropic": "anthropic.", "claude-agent-sdk": "claude_agent_sdk._errors."}


def print_sentence(sentence: Sentence) -> str:
    """`anthropic.AnthropicError: …`, `TypeError: …`, or the bare line of a log or a screen."""
    values = iter(sentence.values)
    if sentence.printed == "error_code":
        return _BODY % sentence.sentence
    text = _HOLE.sub(lambda hole: next(values, None) or _fill(hole[1]), sentence.sentence)
    if sentence.printed in ("text", "log", "warning"):
        return text
    if sentence.package in _MODULES and not _BUILTIN.search(sentence.printed):
        return f"{_MODULES[sentence.package]}{sentence.printed}: {text}"
    return f"{sentence.printed}: {text}"


def _fill(name: str) -> str:
    return next((value for pattern, value in _FILLINGS if re.search(pattern, name)), "example")
