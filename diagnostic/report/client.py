"""Which client printed the text: among all clients in it, the one that the person uses."""

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
    """Whether the text contains output of this client only."""
    return f"client.{id}.{_STRONG}" in hits


def _weigh(hits: frozenset[str], modules: Iterable[str]) -> Iterator[tuple[Client, int]]:
    roots = {root for module in modules for root in _module_prefixes(module)}
    shown_by_roots = {id for root in roots & _clients_of_root().keys() for id in _clients_of_root()[root]}
    shown = {_client_of_hit()[hit] for hit in hits & _client_of_hit().keys()}
    known = clients()
    for id in sorted(shown | shown_by_roots, key=_order().__getitem__):
        client = known[id]
        if id in shown_by_roots:
            yield client, client.weight(_STRONG)
        else:
            yield (
                client,
                max(
                    client.weight(strength) for strength in client.signs if f"client.{id}.{strength}" in hits
                ),
            )


@cache
def _order() -> dict[str, int]:
    """Client id -> position among the clients."""
    return {id: place for place, id in enumerate(clients())}


@cache
def _client_of_hit() -> dict[str, str]:
    """Hit of a pass over the text -> client id."""
    return {f"client.{sign}": sign.rpartition(".")[0] for sign in SIGNS}


@cache
def _clients_of_root() -> dict[str, list[str]]:
    """Import root -> ids of the clients that use it."""
    ids: dict[str, list[str]] = {}
    for client in clients().values():
        for root in client.roots:
            ids.setdefault(root, []).append(client.id)
    return ids


def _module_prefixes(module: str) -> Iterator[str]:
    """a.b/c -> a, a.b and a.b/c."""
    for at, char in enumerate(module.replace("/", ".")):
        if char == ".":
            yield module[:at]
    yield module
