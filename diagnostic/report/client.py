"""Which client printed the text: of all that it shows, the one that the person uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    weights = dict(_weigh(hits, list(modules)))
    if not weights:
        return None
    # The official SDKs share class names and bodies; the language tells them apart.
    return max(weights, key=lambda client: (weights[client], client.language == language)).id


def shows_client(hits: frozenset[str], id: str) -> bool:
    """Does the text hold what only this client prints?"""
    return f"client.{id}.{_STRONG}" in hits


def _weigh(hits: frozenset[str], modules: list[str]) -> Iterator[tuple[Client, int]]:
    for client in clients().values():
        if any(_is_part(module, root) for module in modules for root in client.roots):
            yield client, client.weight(_STRONG)
            continue
        strengths = [strength for strength in client.signs if f"client.{client.id}.{strength}" in hits]
        if strengths:
            yield client, max(client.weight(strength) for strength in strengths)


def _is_part(module: str, root: str) -> bool:
    return module == root or module.startswith((f"{root}.", f"{root}/"))
