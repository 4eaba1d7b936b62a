"""The exceptions a paste shows, outermost first, whoever printed them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from diagnostic.patterns import compile_all
from diagnostic.report.classes import is_client_class, public_module
from diagnostic.report.facts import ExceptionFact, Relation

# A log can hold thousands; the last ones are what the program ended with.
_MOST_HITS = 400
_MOST = 40
_MESSAGE_BYTES = 2000
_LINE_BYTES = 400

_NAME = (
    r"(?:(?:[A-Za-z_]\w*\.)*(?:[A-Z]\w*)?(?:Error|Exception|Timeout|Interrupt|ExceptionGroup|SystemExit)"
    r"|(?:[A-Za-z_]\w*\.)*(?:IncompleteRead|UnexpectedModelBehavior|StreamConsumed|StreamClosed|ResponseNotRead|RemoteDisconnected"
    r"|BrokenResource|EndOfStream|UnsupportedProtocol|InvalidURL|InvalidHeader|MissingSchema|InvalidSchema|TooManyRedirects)"
    r"|socket\.(?:timeout|gaierror|herror)|zlib\.error)"
)
SIGNS = {
    "head": rf"(?m)\b{_NAME}(?: \[\w+\])?(?:: |:$|[ \t]*$|\(|['\"\s])",
    "field": r"(?i)(?:type|class|name|exception|exc|kind|error)\\*[\"']?\s*[:=]\s*\\*[\"']?[\w.]*(?:error|exception|timeout)\b",
}
_PATTERNS = compile_all(
    {
        "head": rf"(?m)\b({_NAME})(?: \[(\w+)\])?(?:(: |:$|[ \t]*[\"'`}})\]|]*$|[ \t]\{{$)|\(b?(\\*[\"'`])|(\(\))| \(([^()\n]{{1,300}})\))",
        # A log's field that holds a class: "error_type": "RemoteProtocolError".
        "field": r"(?i:\b(?:[a-z_.]*type|[a-z_]*class|name|[a-z_]*exception|exc|kind|error))\\*[\"']?\s*[:=]\s*\\*[\"']?("
        + _NAME
        + r")\b",
        "mention": rf"\b({_NAME})\b",
        # Where a message of several lines ends.
        "end": r"\n(?:[ \t]*\n|[ \t]*(?:Traceback|File \"|at |During |The above|\.\.\. |[\[{}]|\^)|\S*(?:Error|Exception)\b)",
    }
)
# What stands right before a class in source code that a traceback prints.
_IN_SOURCE = compile_all(
    {
        "source": r"(?:\b(?:raise|new|except|class|import|instanceof|isinstance\(\w+,|from|catch|return)\s+\(?|, |[$@/\\.-]|[({,]\{)$"
    }
)["source"]
_FRAME_BEFORE = compile_all({"frame": r'^\s*(?:[|│]\s*)?File "[^"]*", line \d+'})["frame"]
_BARE_LEAD = compile_all(
    {
        "lead": r"(?:^|[:\]>})»'\"`|(] ?|\b(?:[Uu]ncaught|by|rejection|raised|with|promise\)|threw|got|an?|failed) )[^\w]{0,20}$"
    }
)["lead"]
_CAUSE_LEAD = compile_all({"cause": r"(?i)(?:\[?\bcaused?\b(?: by)?\]?:?|⎿|↳|reason:)\s*\W{0,4}$"})["cause"]
_GROUPS = ("ExceptionGroup", "BaseExceptionGroup", "AggregateError")
_PLAIN = ("Error", "Exception")
_QUOTES = (b"'", b'"', b"`")


@dataclass(frozen=True, slots=True)
class Chain:
    """Exceptions outermost first, the byte range of each, and which one is the client's."""

    exceptions: tuple[ExceptionFact, ...]
    places: tuple[tuple[int, int], ...]
    principal: int | None


@dataclass(slots=True)
class _Seen:
    """One exception as printed; `inner` are those its own line or its [cause] blocks name."""

    name: str
    message: str
    start: int
    end: int
    indent: int
    relation: Relation = "raised"
    inner: list[_Seen] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return (self.name, self.message[:60])

    @property
    def bare(self) -> str:
        return self.name.rpartition(".")[2]


def read_chain(data: bytes, hits: frozenset[str]) -> Chain:
    """Reads the chain; Python prints it innermost first, Node outermost first."""
    groups = _group(data, _find(data)) if "chain.head" in hits else []
    if "chain.field" in hits:
        groups = _with_fields(data, groups)
    if not groups and "chain.head" in hits:
        groups = [[seen] for seen in _mentions(data)]
    facts: list[ExceptionFact] = []
    places: list[tuple[int, int]] = []
    known: set[tuple[str, str]] = set()
    # The last error is the one the program ended with; one of a client tells more than one of other code.
    ordered = sorted(groups, key=lambda group: any(map(_is_client, _flat(group))))[::-1]
    told = {seen.bare for group in groups for seen in _flat(group) if seen.message}
    for group in ordered:
        # A summary line that repeats a class without its message adds nothing.
        if all(seen.key in known or (not seen.message and seen.bare in told) for seen in _flat(group)):
            continue
        for number, seen in enumerate(_flat(group)):
            if len(facts) == _MOST:
                break
            if number and seen.key in known:
                continue
            known.add(seen.key)
            module, _, bare = seen.name.rpartition(".")
            relation: Relation = seen.relation if number else "raised"
            facts.append(ExceptionFact(public_module(module), bare, seen.message, relation))
            places.append((seen.start, seen.end))
    principal = next(
        (
            number
            for number, fact in enumerate(facts)
            if is_client_class(fact.module, fact.name, fact.message)
        ),
        None,
    )
    return Chain(tuple(facts), tuple(places), principal if principal is not None else (0 if facts else None))


def _is_client(seen: _Seen) -> bool:
    module, _, bare = seen.name.rpartition(".")
    return is_client_class(public_module(module), bare, seen.message)


def _flat(group: list[_Seen]) -> list[_Seen]:
    flat = []
    for seen in group:
        flat.append(seen)
        flat.extend(seen.inner)
    return flat


def _find(data: bytes) -> list[_Seen]:
    hits = deque((hit for hit in _PATTERNS["head"].finditer(data)), maxlen=_MOST_HITS)
    return [seen for hit in hits if (seen := _see(data, hit))]


def _see(data: bytes, hit: Any) -> _Seen | None:
    start, name_end = hit.span(1)
    line_start = data.rfind(b"\n", max(0, start - _LINE_BYTES), start) + 1 or max(0, start - _LINE_BYTES)
    lead = data[line_start:start]
    name = hit.group(1).decode("utf-8", "replace")
    bare = name.rpartition(".")[2]
    known = is_client_class(name.rpartition(".")[0], bare, "")
    if _IN_SOURCE.search(lead) or (lead[:1].isspace() and _follows_frame(data, line_start)):
        return None
    if bare in _PLAIN and name == bare and (not _BARE_LEAD.search(lead) or lead.endswith(b"API ")):
        return None
    if bracketed := hit.group(2):
        # Node prints the code there; the AI SDK its own full name.
        name = bracketed.decode() if bracketed.startswith(b"AI_") else name
    at = hit.end()
    if hit.group(4):
        closing = hit.group(4) + b")"
        end = data.find(closing, at, at + _MESSAGE_BYTES)
        end = end if end >= 0 else _line_end(data, at)
        message = data[at:end]
    elif hit.group(6) is not None:
        known = known or is_client_class("", bare, hit.group(6).decode("utf-8", "replace"))
        if not known and bare == name and lead.strip():
            return None
        message, end = hit.group(6), at
    elif hit.group(5):
        message, end = b"", at
    else:
        alone = not hit.group(3).startswith(b":")
        if alone and lead.strip() and lead[-1:] in _QUOTES:
            return None  # AttributeError: module 'anthropic' has no attribute 'X'
        if alone and lead.strip(b" \t|+-*>`'\"") and not known and not _CAUSE_LEAD.search(lead):
            return None
        message, end = _message(data, at, lead)
    return _Seen(
        name,
        message.decode("utf-8", "replace").strip().removesuffix(" {"),
        start,
        max(end, name_end),
        len(lead) - len(lead.lstrip()),
    )


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


def _group(data: bytes, found: list[_Seen]) -> list[list[_Seen]]:
    """Seen exceptions -> chains, each outermost first, in the order of the text."""
    groups: list[list[_Seen]] = []
    previous: _Seen | None = None
    head: _Seen | None = None  # the one whose line or cause blocks are being read
    for seen in found:
        if previous is None or head is None:
            groups.append([seen])
            previous = head = seen
            continue
        between = data[previous.end : seen.start] if previous.end < seen.start else b""
        if seen.start < head.end:
            _add_inner(head, seen, "cause")
        elif b"direct cause of the following" in between or b"During handling of the above" in between:
            head.relation = "cause" if b"direct cause of the following" in between else "context"
            groups[-1].insert(0, seen)
            head = seen
        elif _CAUSE_LEAD.search(data[max(0, seen.start - 40) : seen.start]):
            _add_inner(head, seen, "cause")
        elif head.name.endswith(_GROUPS) or (b"\n    at " in between and seen.indent >= head.indent + 4):
            _add_inner(head, seen, "group")
        else:
            groups.append([seen])
            head = seen
        previous = seen
    return groups


def _add_inner(head: _Seen, seen: _Seen, relation: Relation) -> None:
    last = head.inner[-1] if head.inner else head
    # litellm.exceptions.X: litellm.X: … says one class twice.
    if last.bare == seen.bare and (not seen.message or seen.message[:40] in last.message):
        return
    if len(head.inner) < _MOST:
        seen.relation = relation
        head.inner.append(seen)


def _with_fields(data: bytes, groups: list[list[_Seen]]) -> list[list[_Seen]]:
    seen_names = {seen.bare for group in groups for seen in _flat(group)}
    found = []
    for count, hit in enumerate(_PATTERNS["field"].finditer(data)):
        if count >= _MOST:
            break
        name = hit.group(1).decode("utf-8", "replace")
        bare = name.rpartition(".")[2]
        if (
            bare.removeprefix("AI_") not in {known.removeprefix("AI_") for known in seen_names}
            and bare not in _PLAIN
        ):
            seen_names.add(bare)
            found.append([_Seen(name, "", hit.start(1), hit.end(1), 0)])
    return found + groups


def _mentions(data: bytes) -> list[_Seen]:
    """Classes of clients that prose names, where nothing is printed as raised."""
    if len(data) > 4000:
        return []
    found: dict[str, _Seen] = {}
    for count, hit in enumerate(_PATTERNS["mention"].finditer(data)):
        if count >= _MOST:
            break
        name = hit.group(1).decode("utf-8", "replace")
        lead = data[max(0, hit.start(1) - 40) : hit.start(1)]
        if is_client_class(name.rpartition(".")[0], name.rpartition(".")[2], "") and not _IN_SOURCE.search(
            lead
        ):
            found.setdefault(name, _Seen(name, "", hit.start(1), hit.end(1), 0))
    return list(found.values())
