"""Which client printed the text: of all that it shows, the one that the person uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from diagnostic.report.facts import Language
from diagnostic.world.clients import Client, clients

SIGNS = {
    f"{client.id}.{strength}": source
    for client in clients().values()
    for strength, source in client.signs.items()
}
_STRONG = "strong"


def read_client(hits: frozenset[str], modules: Iterable[str], language: Language) -> str | None:
    """The id of the outermost client that signs, frames and exceptions show."""
    weights = dict(_weigh(hits, modules))
    if not weights:
        return None
    # The official SDKs share class names and bodies; the language tells them apart.
    return max(weights, key=lambda client: (weights[client], client.language == language)).id


def shows_client(hits: frozenset[str], id: str) -> bool:
    """Does the text hold what only this client prints?"""
    return f"client.{id}.{_STRONG}" in hits


def _weigh(hits: frozenset[str], modules: Iterable[str]) -> Iterator[tuple[Client, int]]:
    roots = {root for module in modules for root in _roots(module)}
    shown_by_roots = {id for root in roots & _by_root().keys() for id in _by_root()[root]}
    shown = {_by_sign()[hit] for hit in hits & _by_sign().keys()}
    known = clients()
    for id in sorted(shown | shown_by_roots, key=_rank().__getitem__):
        client = known[id]
        if id in shown_by_roots:
            yield client, client.weight(_STRONG)
        else:
            yield client, max(client.weight(one) for one in client.signs if f"client.{id}.{one}" in hits)


@cache
def _rank() -> dict[str, int]:
    """The id of each client -> its place among them."""
    return {id: place for place, id in enumerate(clients())}


@cache
def _by_sign() -> dict[str, str]:
    """What a pass over the text calls a sign -> the client's id."""
    return {f"client.{sign}": sign.rpartition(".")[0] for sign in SIGNS}


@cache
def _by_root() -> dict[str, list[str]]:
    """Root of an import -> ids of the clients that it shows."""
    ids: dict[str, list[str]] = {}
    for client in clients().values():
        for root in client.roots:
            ids.setdefault(root, []).append(client.id)
    return ids


def _roots(module: str) -> Iterator[str]:
    """a.b/c as a, a.b and a.b/c."""
    for at, char in enumerate(module.replace("/", ".")):
        if char == ".":
            yield module[:at]
    yield module
