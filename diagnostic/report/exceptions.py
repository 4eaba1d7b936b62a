"""The exceptions that a text prints, one by one, whoever printed them: Python, Node, Java, .NET, Ruby or
PHP.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from diagnostic.patterns import compile_all
from diagnostic.report.classes import is_client_class
from diagnostic.report.facts import Relation
from diagnostic.report.lines import find_line_end, find_line_start, take_before

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
        # "a lot of APITimeoutErrors"
        "mention": rf"\b({_NAME})s?\b",
        # Where a message of several lines ends.
        "end": (
            r"\n(?:[ \t]*\n|[ \t]*(?:Traceback|File \"|at |During |The above|\.\.\."
            r" |[\[{}]|\^)|\S*(?:Error|Exception)\b)"
        ),
    }
)
# What is right before a class in source code that a traceback prints, and what that can end with.
_SOURCE_MARKS = (b", ", b"({", b"{{", b",{", *(bytes([char]) for char in b"$@/\\.-"))
_IN_SOURCE = compile_all(
    {
        "word": (
            r"\b(?:raise|new|except|rescue|class|import|instanceof|isinstance\(\w+,|from|catch|return)"
            r"\s+\(?$"
        ),
        "import": r"\b(?:import|const) ?\{[^\n]{0,300}$",
    }
)
_OPEN_ENDS = tuple(bytes([char]) for char in b",{[(-:=")  # of a line whose message goes on in the next one
_SOURCE_ENDS = tuple(bytes([char]) for char in b" \t\n\f\r({$@/\\.,-")
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
    indent: int = 0
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
    for hit in islice(_PATTERNS["field"].finditer(data), MOST):
        yield Seen(_dotted(hit.group(1)), "", *hit.span(1))


def find_mentions(data: bytes) -> list[Seen]:
    """Classes of clients that prose names, if nothing is printed as raised."""
    if len(data) > _LONGEST_PROSE:
        return []
    found: dict[str, Seen] = {}
    for hit in islice(_PATTERNS["mention"].finditer(data), MOST):
        name = _dotted(hit.group(1))
        module, _, bare = name.rpartition(".")
        if is_client_class(module, bare, "") and not _stands_in_source(_lead(data, hit.start(1))):
            found.setdefault(bare, Seen(name, "", *hit.span(1)))
    return list(found.values()) if len(found) <= _FEW else []


def _dotted(name: bytes) -> str:
    """Ruby's and PHP's full names as all others are written: Anthropic.Errors.RateLimitError."""
    return name.decode().replace("::", ".").replace("\\\\", ".").replace("\\", ".")


def _lead(data: bytes, start: int) -> bytes:
    """What is before a class on its line."""
    return data[find_line_start(data, start, _LINE_BYTES) : start]


def _read_one(data: bytes, hit: Any) -> Seen | None:
    start = hit.start(1)
    lead = _lead(data, start)
    name = _dotted(hit.group(1))
    bare = name.rpartition(".")[2]
    if _is_source(data, lead, start) or (name in PLAIN and _BARE_LEAD.search(lead) is None):
        return None
    # Node prints the code there; the AI SDK its own full name.
    if (bracketed := hit.group(2)) and bracketed.startswith(b"AI_"):
        name = bracketed.decode()
    read = _read_message(data, hit, lead, name, bare)
    if read is None:
        return None
    message, end = read
    text = message.decode("utf-8", "replace").strip().removesuffix(" {")
    return Seen(name, text, start, end, len(lead) - len(lead.lstrip()))


def _is_source(data: bytes, lead: bytes, start: int) -> bool:
    """Is it a line of code, that a traceback prints under its frame or a person pasted?"""
    above = take_before(data, start - len(lead), _LINE_BYTES)[:-1].rpartition(b"\n")[2]
    follows = lead.startswith((b" ", b"\t")) and _FRAME_BEFORE.search(above) is not None
    return follows or _stands_in_source(lead)


def _stands_in_source(lead: bytes) -> bool:
    # Most leads end otherwise, and the patterns take long on the shortest.
    return lead.endswith(_SOURCE_ENDS) and (
        lead.endswith(_SOURCE_MARKS)
        or _IN_SOURCE["word"].search(lead) is not None
        or (b"{" in lead and _IN_SOURCE["import"].search(lead) is not None)
    )


def _read_message(data: bytes, hit: Any, lead: bytes, name: str, bare: str) -> tuple[bytes, int] | None:
    """The message and where it ends; None if the class is only named."""
    at = hit.end()
    if hit.group(4):
        message, closed, _ = data[at : at + _MESSAGE_BYTES].partition(hit.group(4) + b")")
        end = at + len(message) if closed else find_line_end(data, at, _MESSAGE_BYTES)
        return data[at:end], end
    if hit.group(5):
        return b"", at
    if (message := hit.group(6)) is not None:
        is_class = (
            bare != name or not lead.strip() or is_client_class("", bare, message.decode("utf-8", "replace"))
        )
        return (message, at) if is_class else None
    if not hit.group(3).startswith(b":") and _is_only_named(lead, name):
        return None
    return _message(data, at, lead)


def _is_only_named(lead: bytes, name: str) -> bool:
    """Is a class with nothing after it a part of a sentence?"""
    module, _, bare = name.rpartition(".")
    if _AFTER_STATUS.search(lead):
        return True  # a table or list of what each status is called
    if lead[-1:] in _QUOTES:
        return True  # AttributeError: module 'anthropic' has no attribute 'X'
    in_words = bool(lead.strip(b" \t|+-*>`'\""))
    return in_words and not is_client_class(module, bare, "") and CAUSE_LEAD.search(lead) is None


def _message(data: bytes, at: int, lead: bytes) -> tuple[bytes, int]:
    end = find_line_end(data, at, _MESSAGE_BYTES)
    # Lambda logs a stack as a list of lines.
    line = data[at:end].partition(b'","    at ')[0]
    end = at + len(line)
    line = line.rstrip()
    # Python wraps nothing, but messages hold line breaks and people wrap them.
    if (
        data[at - 1 : at] in (b":", b" ")
        and not lead.strip()
        and (not line or line.endswith(_OPEN_ENDS))
        and not line.endswith(b" {")
    ):
        window = data[end : end + _MESSAGE_BYTES]
        stop = _PATTERNS["end"].search(window)
        end += stop.start() if stop else len(window)
    return data[at:end], end
