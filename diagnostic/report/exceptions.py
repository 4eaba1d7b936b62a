"""The single exceptions in a text, as Python, Node, Java, .NET, Ruby or PHP prints them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from diagnostic.patterns import Pattern, compile_all
from diagnostic.report.classes import is_client_class
from diagnostic.report.facts import Relation
from diagnostic.report.lines import find_line_end, find_line_start, take_before

# A log can contain thousands; the program ended with the last ones.
_MAX_HITS = 400
MAX_EXCEPTIONS = 40
_MESSAGE_BYTES = 2000
_LINE_BYTES = 400
_MAX_PROSE_BYTES = 4000

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
# What precedes a class in source code: these endings are proof, others only in certain statements.
_CERTAIN_SOURCE_ENDS = (b", ", b"({", b"{{", b",{", *(bytes([char]) for char in b"$@/\\.-"))
_IN_SOURCE = compile_all(
    {
        "word": (
            r"\b(?:raise|new|except|rescue|class|import|instanceof|isinstance\(\w+,|from|catch|return)"
            r"\s+\(?$"
        ),
        "import": r"\b(?:import|const) ?\{[^\n]{0,300}$",
    }
)
_CONTINUED_ENDS = tuple(
    bytes([char]) for char in b",{[(-:="
)  # of a line whose message goes on in the next one
_SOURCE_PREFIX_ENDS = tuple(bytes([char]) for char in b" \t\n\f\r({$@/\\.,-")
_AFTER_STATUS = Pattern(r"\b[45]\d\d[ \t]{0,20}[|:=-]?[ \t`*]{1,20}$")
_FRAME = Pattern(r'^\s*(?:[|│]\s*)?File "[^"]*", line \d+')
_GENERIC_CLASS_PREFIX = Pattern(
    r"(?:^|[:\]>})»'\"`|(]"
    r" ?|\b(?:[Uu]ncaught|by|rejection|raised|with|promise\)|threw|got|an?|failed) )[^\w]{0,20}$"
)
CAUSE_PREFIX = Pattern(r"(?i)(?:\[?\bcaused?\b(?: by)?\]?:?|⎿|↳|reason:|--->)\s*\W{0,4}$")
GENERIC_CLASSES = ("Error", "Exception")
_QUOTES = (b"'", b'"', b"`")
# If prose names two classes, one may have occurred; three explain what can occur.
_MAX_MENTIONED = 2


class PrintedException(msgspec.Struct):
    """One exception as printed; `inner` are those that its own line or its [cause] blocks name."""

    name: str
    message: str
    start: int
    end: int
    indent: int = 0
    relation: Relation = "raised"
    inner: list[PrintedException] = msgspec.field(default_factory=list["PrintedException"])

    @property
    def key(self) -> tuple[str, str]:
        return (self.name, self.message[:60])

    @property
    def class_name(self) -> str:
        return self.name.rpartition(".")[2]


def find_exceptions(data: bytes) -> list[PrintedException]:
    """The exceptions that the text prints as raised, in their order; a list of classes without messages only
    explains.
    """
    hits = deque(_PATTERNS["head"].finditer(data), maxlen=_MAX_HITS)
    found = [exception for hit in hits if (exception := _read_exception(data, hit))]
    is_list = len({exception.class_name for exception in found}) > _MAX_MENTIONED and not any(
        exception.message for exception in found
    )
    return [] if is_list and b"Traceback" not in data else found


def find_fields(data: bytes) -> Iterator[PrintedException]:
    """The classes in a log's fields: "error_type": "RemoteProtocolError"."""
    for hit in islice(_PATTERNS["field"].finditer(data), MAX_EXCEPTIONS):
        yield PrintedException(_with_dots(hit.group(1)), "", *hit.span(1))


def find_mentions(data: bytes) -> list[PrintedException]:
    """Classes of clients that prose names; of use if no exception is printed as raised."""
    if len(data) > _MAX_PROSE_BYTES:
        return []
    found: dict[str, PrintedException] = {}
    for hit in islice(_PATTERNS["mention"].finditer(data), MAX_EXCEPTIONS):
        name = _with_dots(hit.group(1))
        module, _, class_name = name.rpartition(".")
        if is_client_class(module, class_name, "") and not _is_in_source(_line_prefix(data, hit.start(1))):
            found.setdefault(class_name, PrintedException(name, "", *hit.span(1)))
    return list(found.values()) if len(found) <= _MAX_MENTIONED else []


def _with_dots(name: bytes) -> str:
    """Ruby's and PHP's qualified names with dots: Anthropic.Errors.RateLimitError."""
    return name.decode().replace("::", ".").replace("\\\\", ".").replace("\\", ".")


def _line_prefix(data: bytes, start: int) -> bytes:
    """The text before a class on its line."""
    return data[find_line_start(data, start, _LINE_BYTES) : start]


def _read_exception(data: bytes, hit: Any) -> PrintedException | None:
    start = hit.start(1)
    prefix = _line_prefix(data, start)
    name = _with_dots(hit.group(1))
    class_name = name.rpartition(".")[2]
    if _is_source_line(data, prefix, start) or (
        name in GENERIC_CLASSES and not _GENERIC_CLASS_PREFIX.occurs(prefix)
    ):
        return None
    # In brackets, Node prints the error code, the AI SDK the full name of the class.
    if (bracketed := hit.group(2)) and bracketed.startswith(b"AI_"):
        name = bracketed.decode()
    read = _read_message(data, hit, prefix, name, class_name)
    if read is None:
        return None
    message, end = read
    text = message.decode("utf-8", "replace").strip().removesuffix(" {")
    return PrintedException(name, text, start, end, len(prefix) - len(prefix.lstrip()))


def _is_source_line(data: bytes, prefix: bytes, start: int) -> bool:
    """Whether the line is source code, under a frame of a traceback or pasted by a person."""
    above = take_before(data, start - len(prefix), _LINE_BYTES)[:-1].rpartition(b"\n")[2]
    follows = prefix.startswith((b" ", b"\t")) and bool(_FRAME.occurs(above))
    return follows or _is_in_source(prefix)


def _is_in_source(prefix: bytes) -> bool:
    # Most prefixes end otherwise, and the patterns are slow even for short ones.
    return prefix.endswith(_SOURCE_PREFIX_ENDS) and (
        prefix.endswith(_CERTAIN_SOURCE_ENDS)
        or bool(_IN_SOURCE["word"].occurs(prefix))
        or (b"{" in prefix and bool(_IN_SOURCE["import"].occurs(prefix)))
    )


def _read_message(
    data: bytes, hit: Any, prefix: bytes, name: str, class_name: str
) -> tuple[bytes, int] | None:
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
            class_name != name
            or not prefix.strip()
            or is_client_class("", class_name, message.decode("utf-8", "replace"))
        )
        return (message, at) if is_class else None
    if not hit.group(3).startswith(b":") and _is_only_named(prefix, name):
        return None
    return _read_rest_of_message(data, at, prefix)


def _is_only_named(prefix: bytes, name: str) -> bool:
    """Whether a class without a message is only a part of a sentence."""
    module, _, class_name = name.rpartition(".")
    if _AFTER_STATUS.occurs(prefix):
        return True  # a table or list of the class of each status
    if prefix[-1:] in _QUOTES:
        return True  # AttributeError: module 'anthropic' has no attribute 'X'
    in_words = bool(prefix.strip(b" \t|+-*>`'\""))
    return in_words and not is_client_class(module, class_name, "") and not CAUSE_PREFIX.occurs(prefix)


def _read_rest_of_message(data: bytes, at: int, prefix: bytes) -> tuple[bytes, int]:
    end = find_line_end(data, at, _MESSAGE_BYTES)
    # AWS Lambda logs a stack as a list of lines.
    line = data[at:end].partition(b'","    at ')[0]
    end = at + len(line)
    line = line.rstrip()
    # Python does not wrap messages, but they contain line breaks, and people wrap them.
    if (
        data[at - 1 : at] in (b":", b" ")
        and not prefix.strip()
        and (not line or line.endswith(_CONTINUED_ENDS))
        and not line.endswith(b" {")
    ):
        window = data[end : end + _MESSAGE_BYTES]
        stop = _PATTERNS["end"].search(window)
        end += stop.start() if stop else len(window)
    return data[at:end], end
