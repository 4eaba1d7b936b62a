"""The exceptions a paste shows as one chain, outermost first, whoever printed them."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostic.report.classes import is_client_class, public_module
from diagnostic.report.exceptions import (
    CAUSE_LEAD,
    MOST,
    PLAIN,
    SIGNS,
    Seen,
    find_exceptions,
    find_fields,
    find_mentions,
)
from diagnostic.report.facts import ExceptionFact, Relation
from diagnostic.report.lines import take_before

__all__ = ["SIGNS", "Chain", "read_chain"]

_LEAD_BYTES = 40
_GROUPS = ("ExceptionGroup", "BaseExceptionGroup", "AggregateError")


@dataclass(frozen=True, slots=True)
class Chain:
    """Exceptions outermost first, the byte range of each, and the index of the client's own exception."""

    exceptions: tuple[ExceptionFact, ...]
    places: tuple[tuple[int, int], ...]
    main_exception_index: int | None

    @property
    def main_exception(self) -> ExceptionFact | None:
        """The client's exception, or the outermost one if none is a client's."""
        return None if self.main_exception_index is None else self.exceptions[self.main_exception_index]


def read_chain(data: bytes, hits: frozenset[str]) -> Chain:
    """Reads the chain; Python prints it innermost first, Node outermost first."""
    groups = _group(data, find_exceptions(data)) if "chain.head" in hits else []
    if "chain.field" in hits:
        groups = _with_fields(data, groups)
    if not groups:
        groups = [[seen] for seen in find_mentions(data)]
    ordered = _order(groups)
    facts = tuple(fact for fact, _ in ordered)
    clients = (
        number for number, fact in enumerate(facts) if is_client_class(fact.module, fact.name, fact.message)
    )
    return Chain(facts, tuple(place for _, place in ordered), next(clients, 0 if facts else None))


def _order(groups: list[list[Seen]]) -> list[tuple[ExceptionFact, tuple[int, int]]]:
    """Each exception once: the last chain first, and chains of a client before those of other code."""
    # The last error is the one the program ended with; one of a client tells more than one of other code.
    ordered = sorted(groups, key=lambda group: any(map(_is_client, _flat(group))))[::-1]
    told = {seen.bare for group in groups for seen in _flat(group) if seen.message}
    known: set[tuple[str, str]] = set()
    found: list[tuple[ExceptionFact, tuple[int, int]]] = []
    for group in ordered:
        # A summary line that repeats a class without its message adds nothing.
        if all(seen.key in known or (not seen.message and seen.bare in told) for seen in _flat(group)):
            continue
        for number, seen in enumerate(_flat(group)):
            if not number or seen.key not in known:
                known.add(seen.key)
                found.append((_fact(seen), (seen.start, seen.end)))
    return found[:MOST]


def _fact(seen: Seen) -> ExceptionFact:
    module, _, bare = seen.name.rpartition(".")
    return ExceptionFact(public_module(module), bare, seen.message, seen.relation)


def _is_client(seen: Seen) -> bool:
    module, _, bare = seen.name.rpartition(".")
    return is_client_class(public_module(module), bare, seen.message)


def _flat(group: list[Seen]) -> list[Seen]:
    return [one for seen in group for one in (seen, *seen.inner)]


def _group(data: bytes, found: list[Seen]) -> list[list[Seen]]:
    """Seen exceptions -> chains, each outermost first, in the order of the text."""
    if not found:
        return []
    groups = [found[:1]]
    previous = head = found[0]  # head: the one whose line or cause blocks are being read
    for seen in found[1:]:
        between = data[previous.end : seen.start]
        if seen.start < head.end:
            _add_inner(head, seen, "cause")
        elif b"direct cause of the following" in between or b"During handling of the above" in between:
            head.relation = "cause" if b"direct cause of the following" in between else "context"
            groups[-1].insert(0, seen)
            head = seen
        elif CAUSE_LEAD.search(take_before(data, seen.start, _LEAD_BYTES)):
            _add_inner(head, seen, "cause")
        elif head.name.endswith(_GROUPS) or (b"\n    at " in between and seen.indent >= head.indent + 4):
            _add_inner(head, seen, "group")
        else:
            groups.append([seen])
            head = seen
        previous = seen
    return groups


def _add_inner(head: Seen, seen: Seen, relation: Relation) -> None:
    last = head.inner[-1] if head.inner else head
    # litellm.exceptions.X: litellm.X: … says one class twice.
    if last.bare == seen.bare and seen.message[:40] in last.message:
        return
    seen.relation = relation
    head.inner.append(seen)


def _with_fields(data: bytes, groups: list[list[Seen]]) -> list[list[Seen]]:
    known = {seen.bare.removeprefix("AI_") for group in groups for seen in _flat(group)}
    found: list[list[Seen]] = []
    for seen in find_fields(data):
        bare = seen.bare.removeprefix("AI_")
        if bare not in known and bare not in PLAIN:
            known.add(bare)
            found.append([seen])
    return found + groups
