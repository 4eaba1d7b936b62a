"""The exceptions of a paste as one chain, outermost first, in the format of any language."""

from __future__ import annotations

import msgspec

from diagnostic.report.classes import is_client_class, public_module
from diagnostic.report.exceptions import (
    CAUSE_PREFIX,
    GENERIC_CLASSES,
    MAX_EXCEPTIONS,
    SIGNS,
    PrintedException,
    find_exceptions,
    find_fields,
    find_mentions,
)
from diagnostic.report.facts import ExceptionFact, Relation
from diagnostic.report.lines import take_before

__all__ = ["SIGNS", "Chain", "read_chain"]

_PREFIX_BYTES = 40
_GROUP_CLASSES = ("ExceptionGroup", "BaseExceptionGroup", "AggregateError")


class Chain(msgspec.Struct, frozen=True):
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
    chains = _group_into_chains(data, find_exceptions(data)) if "chain.head" in hits else []
    if "chain.field" in hits:
        chains = _prepend_classes_of_fields(data, chains)
    if not chains:
        chains = [[exception] for exception in find_mentions(data)]
    if not chains:
        return Chain((), (), None)
    ordered = _order([_flatten(chain) for chain in chains])
    facts = tuple(fact for fact, _ in ordered)
    clients = (
        number for number, fact in enumerate(facts) if is_client_class(fact.module, fact.name, fact.message)
    )
    return Chain(facts, tuple(place for _, place in ordered), next(clients, 0 if facts else None))


def _order(chains: list[list[PrintedException]]) -> list[tuple[ExceptionFact, tuple[int, int]]]:
    """Each exception once: the last chain first, and chains of a client before those of other code."""
    # The program ended with the last error; a client's exception says more than other code's.
    ordered = sorted(chains, key=lambda chain: any(map(_is_client, chain)))[::-1]
    classes_with_message = {
        exception.class_name for chain in chains for exception in chain if exception.message
    }
    listed: set[tuple[str, str]] = set()
    found: list[tuple[ExceptionFact, tuple[int, int]]] = []
    for chain in ordered:
        # A summary line that repeats a class without its message adds nothing.
        if all(
            exception.key in listed
            or (not exception.message and exception.class_name in classes_with_message)
            for exception in chain
        ):
            continue
        for number, exception in enumerate(chain):
            if not number or exception.key not in listed:
                listed.add(exception.key)
                found.append((_to_fact(exception), (exception.start, exception.end)))
    return found[:MAX_EXCEPTIONS]


def _to_fact(exception: PrintedException) -> ExceptionFact:
    module, _, class_name = exception.name.rpartition(".")
    return ExceptionFact(public_module(module), class_name, exception.message, exception.relation)


def _is_client(exception: PrintedException) -> bool:
    module, _, class_name = exception.name.rpartition(".")
    return is_client_class(public_module(module), class_name, exception.message)


def _flatten(chain: list[PrintedException]) -> list[PrintedException]:
    return [each for exception in chain for each in (exception, *exception.inner)]


def _group_into_chains(data: bytes, found: list[PrintedException]) -> list[list[PrintedException]]:
    """Printed exceptions -> chains, each outermost first, in the order of the text."""
    if not found:
        return []
    chains = [found[:1]]
    previous = head = found[0]  # head: the exception whose line or [cause] blocks are being read
    for exception in found[1:]:
        between = data[previous.end : exception.start]
        if exception.start < head.end:
            _add_inner(head, exception, "cause")
        elif b"direct cause of the following" in between or b"During handling of the above" in between:
            head.relation = "cause" if b"direct cause of the following" in between else "context"
            chains[-1].insert(0, exception)
            head = exception
        elif CAUSE_PREFIX.search(take_before(data, exception.start, _PREFIX_BYTES)):
            _add_inner(head, exception, "cause")
        elif head.name.endswith(_GROUP_CLASSES) or (
            b"\n    at " in between and exception.indent >= head.indent + 4
        ):
            _add_inner(head, exception, "group")
        else:
            chains.append([exception])
            head = exception
        previous = exception
    return chains


def _add_inner(head: PrintedException, exception: PrintedException, relation: Relation) -> None:
    last = head.inner[-1] if head.inner else head
    # litellm.exceptions.X: litellm.X: … names the same class twice.
    if last.class_name == exception.class_name and exception.message[:40] in last.message:
        return
    exception.relation = relation
    head.inner.append(exception)


def _prepend_classes_of_fields(
    data: bytes, chains: list[list[PrintedException]]
) -> list[list[PrintedException]]:
    known = {exception.class_name.removeprefix("AI_") for chain in chains for exception in _flatten(chain)}
    found: list[list[PrintedException]] = []
    for exception in find_fields(data):
        class_name = exception.class_name.removeprefix("AI_")
        if class_name not in known and class_name not in GENERIC_CLASSES:
            known.add(class_name)
            found.append([exception])
    return found + chains
