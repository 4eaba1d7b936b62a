"""The exceptions that a text prints, one by one, whoever printed them: Python, Node, Java, .NET, Ruby or
PHP.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from diagnostic.patterns import compile_all
from diagnostic.report.classes import is_client_class
from diagnostic.report.facts import Relation

# A log can hold thousands; the last ones are what the program ended with.
_MOST_HITS = 400
MOST = 40
_MESSAGE_BYTES = 2000
_LINE_BYTES = 400
_LONGEST_PROSE = 4000

# Python's, Java's and .NET's modules, Ruby's, and PHP's.
_MODULE = r"(?:(?:[A-Za-z_]\w*\.)*|(?:[A-Z]\w*::)+|(?:[A-Z]\w*\\{1,2})+)"
_NAME = (
    rf"(?:{_MODULE}(?:[A-Z]\w*)?(?:Error|Exception|Timeout|Interrupt|ExceptionGroup|SystemExit)"
    r"|(?:[A-Za-z_]\w*\.)*(?:IncompleteRead|UnexpectedModelBehavior|StreamConsumed|StreamClosed|"
    r"ResponseNotRead|RemoteDisconnected"
    r"|BrokenResource|EndOfStream|UnsupportedProtocol|InvalidURL|InvalidHeader|MissingSchema|InvalidSchema|"
    r"TooManyRedirects)"
    r"|socket\.(?:timeout|gaierror|herror)|zlib\.error)"
)
SIGNS = {
    "head": rf"(?m)\b{_NAME}(?: \[\w+\])?(?:: |:$|[ \t]*$|\(|['\"\s]|:\{{)",
    "field": (
        r"(?i)(?:type|class|name|exception|exc|kind|error)\\*[\"']?\s*[:=]\s*\\*[\"']?[\w.]*(?:error|"
        r"exception|timeout)\b"
    ),
}
_PATTERNS = compile_all(
    {
        "head": (
            rf"(?m)\b({_NAME})(?: \[(\w+)\])?(?:(: |:$|:\{{|[ \t]*[\"'`}})\]|]*$|["
            r" \t]\{$)|\(b?(\\*[\"'`])|(\(\))| \(([^()\n]{1,300})\))"
        ),
        # A log's field that holds a class: "error_type": "RemoteProtocolError".
        "field": (
            r"(?i:\b(?:[a-z_.]*type|[a-z_]*class|name|[a-z_]*exception|exc|kind|error))\\*[\"']?\s*[:=]"
            r"\s*\\*[\"']?(" + _NAME + r")\b"
        ),
        "mention": rf"\b({_NAME})\b",
        # Where a message of several lines ends.
        "end": (
            r"\n(?:[ \t]*\n|[ \t]*(?:Traceback|File \"|at |During |The above|\.\.\."
            r" |[\[{}]|\^)|\S*(?:Error|Exception)\b)"
        ),
    }
)
# What stands right before a class in source code that a traceback prints.
_IN_SOURCE = compile_all(
    {
        "source": (
            r"(?:\b(?:raise|new|except|rescue|class|import|instanceof|isinstance\(\w+,|from|catch|return)"
            r"\s+\(?|,"
            r" |[$@/\\.-]|[({,]\{|\b(?:import|const) ?\{[^\n]{0,300})$"
        )
    }
)["source"]
_SOURCE_ENDS = b" \t\n\f\r($@/\\.-"
_AFTER_STATUS = compile_all({"status": r"\b[45]\d\d[ \t]{0,20}[|:=-]?[ \t`*]{1,20}$"})["status"]
_FRAME_BEFORE = compile_all({"frame": r'^\s*(?:[|│]\s*)?File "[^"]*", line \d+'})["frame"]
_BARE_LEAD = compile_all(
    {
        "lead": (
            r"(?:^|[:\]>})»'\"`|(]"
            r" ?|\b(?:[Uu]ncaught|by|rejection|raised|with|promise\)|threw|got|an?|failed) )[^\w]{0,20}$"
        )
    }
)["lead"]
CAUSE_LEAD = compile_all({"cause": r"(?i)(?:\[?\bcaused?\b(?: by)?\]?:?|⎿|↳|reason:|--->)\s*\W{0,4}$"})[
    "cause"
]
PLAIN = ("Error", "Exception")
_QUOTES = (b"'", b'"', b"`")
# Of two classes that prose names, one may have happened; three explain what can happen.
_FEW = 2


@dataclass(slots=True)
class Seen:
    """One exception as printed; `inner` are those its own line or its [cause] blocks name."""

    name: str
    message: str
    start: int
    end: int
    indent: int
    relation: Relation = "raised"
    inner: list[Seen] = field(default_factory=list["Seen"])

    @property
    def key(self) -> tuple[str, str]:
        return (self.name, self.message[:60])

    @property
    def bare(self) -> str:
        return self.name.rpartition(".")[2]


def find_exceptions(data: bytes) -> list[Seen]:
    """Every exception that the text prints as raised, in its order; a list of bare classes explains what
    can be.
    """
    hits = deque(_PATTERNS["head"].finditer(data), maxlen=_MOST_HITS)
    found = [seen for hit in hits if (seen := _read_one(data, hit))]
    is_list = not any(seen.message for seen in found) and len({seen.bare for seen in found}) > _FEW
    return [] if is_list and b"Traceback" not in data else found


def find_fields(data: bytes) -> Iterator[Seen]:
    """The classes in a log's fields: "error_type": "RemoteProtocolError"."""
    for _, hit in zip(range(MOST), _PATTERNS["field"].finditer(data), strict=False):
        yield Seen(_dotted(hit.group(1)), "", hit.start(1), hit.end(1), 0)


def find_mentions(data: bytes) -> list[Seen]:
    """Classes of clients that prose names, where nothing is printed as raised."""
    if len(data) > _LONGEST_PROSE:
        return []
    found: dict[str, Seen] = {}
    for _, hit in zip(range(MOST), _PATTERNS["mention"].finditer(data), strict=False):
        name = _dotted(hit.group(1))
        module, _, bare = name.rpartition(".")
        if is_client_class(module, bare, "") and not _stands_in_source(_lead(data, hit.start(1))):
            found.setdefault(bare, Seen(name, "", hit.start(1), hit.end(1), 0))
    return list(found.values()) if len(found) <= _FEW else []


def _dotted(name: bytes) -> str:
    """Ruby's and PHP's full names as all others are written: Anthropic.Errors.RateLimitError."""
    return name.decode("utf-8", "replace").replace("::", ".").replace("\\\\", ".").replace("\\", ".")


def _lead(data: bytes, start: int) -> bytes:
    """What is before a class on its line."""
    line_start = data.rfind(b"\n", max(0, start - _LINE_BYTES), start) + 1 or max(0, start - _LINE_BYTES)
    return data[line_start:start]


def _read_one(data: bytes, hit: Any) -> Seen | None:
    start, name_end = hit.span(1)
    lead = _lead(data, start)
    name = _dotted(hit.group(1))
    bare = name.rpartition(".")[2]
    if _is_source(data, lead, start) or (bare in PLAIN and name == bare and not _may_be_plain(lead)):
        return None
    if bracketed := hit.group(2):
        # Node prints the code there; the AI SDK its own full name.
        name = bracketed.decode() if bracketed.startswith(b"AI_") else name
    read = _read_message(data, hit, lead, name, bare)
    if read is None:
        return None
    message, end = read
    text = message.decode("utf-8", "replace").strip().removesuffix(" {")
    return Seen(name, text, start, max(end, name_end), len(lead) - len(lead.lstrip()))


def _is_source(data: bytes, lead: bytes, start: int) -> bool:
    """Is it a line of code, that a traceback prints under its frame or a person pasted?"""
    follows = lead[:1].isspace() and _follows_frame(data, start - len(lead))
    return follows or _stands_in_source(lead)


def _stands_in_source(lead: bytes) -> bool:
    # Most leads end with nothing that the pattern ends with, and it takes long on the shortest.
    is_possible = lead and (lead[-1:] in _SOURCE_ENDS or b"{" in lead)
    return bool(is_possible) and _IN_SOURCE.search(lead) is not None


def _may_be_plain(lead: bytes) -> bool:
    """May `Error` or `Exception` stand for a class here?"""
    return _BARE_LEAD.search(lead) is not None and not lead.endswith(b"API ")


def _read_message(data: bytes, hit: Any, lead: bytes, name: str, bare: str) -> tuple[bytes, int] | None:
    """The message and where it ends; None where the class is only named."""
    at = hit.end()
    if hit.group(4):
        end = data.find(hit.group(4) + b")", at, at + _MESSAGE_BYTES)
        end = end if end >= 0 else _line_end(data, at)
        return data[at:end], end
    if hit.group(5):
        return b"", at
    if (message := hit.group(6)) is not None:
        known = is_client_class("", bare, message.decode("utf-8", "replace"))
        known = known or is_client_class(name.rpartition(".")[0], bare, "")
        return (message, at) if known or bare != name or not lead.strip() else None
    if not hit.group(3).startswith(b":") and _is_only_named(lead, name):
        return None
    return _message(data, at, lead)


def _is_only_named(lead: bytes, name: str) -> bool:
    """Is a class with nothing after it a part of a sentence?"""
    if not lead.strip():
        return False
    module, _, bare = name.rpartition(".")
    if _AFTER_STATUS.search(lead):
        return True  # a table or list of what each status is called
    if lead[-1:] in _QUOTES:
        return True  # AttributeError: module 'anthropic' has no attribute 'X'
    in_words = bool(lead.strip(b" \t|+-*>`'\""))
    return in_words and not is_client_class(module, bare, "") and CAUSE_LEAD.search(lead) is None


def _follows_frame(data: bytes, line_start: int) -> bool:
    before = data.rfind(b"\n", max(0, line_start - 1 - _LINE_BYTES), max(0, line_start - 1)) + 1
    return _FRAME_BEFORE.search(data[before:line_start]) is not None


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at, at + _MESSAGE_BYTES)
    return end if end >= 0 else min(len(data), at + _MESSAGE_BYTES)


def _message(data: bytes, at: int, lead: bytes) -> tuple[bytes, int]:
    end = _line_end(data, at)
    # Lambda logs a stack as a list of lines.
    if (frames := data.find(b'","    at ', at, end)) >= 0:
        end = frames
    line = data[at:end].rstrip()
    # Python wraps nothing, but messages hold line breaks and people wrap them.
    if (
        data[at - 1 : at] in b": "
        and not lead.strip()
        and (not line or line[-1:] in b",{[(-:=")
        and not line.endswith(b" {")
    ):
        window = data[end : end + _MESSAGE_BYTES]
        stop = _PATTERNS["end"].search(window)
        end += stop.start() if stop else len(window)
    return data[at:end], end
