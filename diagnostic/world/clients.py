"""rules/_clients/*.toml -> the clients that print errors of the Claude API, and the
signs that identify each.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from diagnostic.file_cache import cached
from diagnostic.paths import RULES, read_toml
from diagnostic.world.files import DataFileError, SignTable, Strength, Table, join_signs, read_table

ClientKind = Literal["sdk", "framework", "app", "gateway", "claude-code", "http"]
ClientLanguage = Literal[
    "python", "typescript", "go", "java", "kotlin", "ruby", "php", "csharp", "rust", "shell"
]
# The program that a person uses wraps the libraries that it is made of, so it ranks above them.
_RANKS: dict[ClientKind, int] = {
    "app": 70,
    "claude-code": 60,
    "framework": 50,
    "sdk": 30,
    "gateway": 25,
    "http": 10,
}
# A program that a text only names ranks below any that printed it, but an app that a person names still ranks
# above the SDK that it uses.
_PENALTIES: dict[Strength, int] = {"strong": 0, "weak": 28, "named": 35}


class Action(Table, frozen=True, kw_only=True):
    """How to do an action of rules/_shared/actions.toml in a client: Markdown, and an https:// address."""

    text: str
    source: str


class ClientFile(Table, frozen=True, kw_only=True):
    """One file of rules/_clients."""

    name: str
    kind: ClientKind
    language: ClientLanguage | None = None
    roots: list[str] = []
    rank: int | None = None
    examples: str | None = None
    carries_sdk: bool = False
    signs: list[SignTable]
    actions: dict[str, Action] = {}


class Client(msgspec.Struct, frozen=True, eq=False):
    """A program or library that calls the API."""

    id: str
    name: str  # as used in a sentence
    kind: ClientKind
    language: ClientLanguage | None
    roots: tuple[str, ...]  # packages and modules that stack frames name
    rank: int  # of several clients that are found, the one with the highest rank is what the person uses
    examples: str  # prefix of its files in examples/
    carries_sdk: bool  # whether the official SDKs send their requests through it
    signs: dict[Strength, str]
    actions: dict[str, Action]

    def weight(self, strength: Strength) -> int:
        """How strongly a sign of this strength shows that the person uses this client."""
        return self.rank - _PENALTIES[strength]


def in_sentence(client: Client) -> str:
    """The client's name for use within a sentence."""
    article = next((word for word in ("The ", "Your ", "An ", "A ") if client.name.startswith(word)), "")
    return article.lower() + client.name[len(article) :]


@cache
def clients() -> dict[str, Client]:
    """The installed clients by id, loaded once."""
    folder, actions = RULES / "_clients", RULES / "_shared" / "actions.toml"
    sources = [*folder.glob("*.toml"), actions, *Path(__file__).parent.glob("*.py")]
    packed = cached("clients", sources, lambda: msgspec.msgpack.encode(load_clients(folder, actions)))
    return msgspec.msgpack.decode(packed, type=dict[str, Client])


def suggest_clients(id: str) -> str:
    """A sentence for an unknown client id: similar ids, or all. It omits the id, which may be any text."""
    from difflib import get_close_matches  # deferred: hardly any start needs it

    near = get_close_matches("-".join(id[:80].lower().split()), clients(), cutoff=0.5)
    return f"Unknown client; {'similar' if near else 'known'} ids: {', '.join(near or clients())}."


@cache
def neutral_roots() -> frozenset[str]:
    """Packages whose frames do not show whose error it is: they support several vendors, including Claude."""
    kinds = ("framework", "app", "gateway")
    roots = (root for client in clients().values() if client.kind in kinds for root in client.roots)
    aws = (root for id in ("boto3", "aws-sdk-javascript") for root in clients()[id].roots)
    return frozenset(roots) | frozenset(aws)


@cache
def transport_roots() -> frozenset[str]:
    """The HTTP libraries that the official SDKs send their requests through."""
    return frozenset(root for client in clients().values() if client.carries_sdk for root in client.roots)


def load_clients(folder: Path, actions: Path) -> dict[str, Client]:
    """Reads and checks all files. Raises DataFileError on the first error."""
    vocabulary = read_toml(actions).keys()
    return {path.stem: _read_client(path, vocabulary) for path in sorted(folder.glob("*.toml"))}


def _read_client(path: Path, vocabulary: Collection[str]) -> Client:
    table = read_table(path, ClientFile)
    if not table.name.strip():
        raise DataFileError(path, "$.name: is empty")
    for id, action in table.actions.items():
        if id not in vocabulary:
            raise DataFileError(path, f"$.actions.{id}: is not in _shared/actions.toml")
        if not action.text.strip() or not action.source.startswith("https://"):
            raise DataFileError(path, f"$.actions.{id}: needs a text, and a source that begins with https://")
    return Client(
        id=path.stem,
        name=table.name,
        kind=table.kind,
        language=table.language,
        roots=tuple(table.roots),
        rank=_RANKS[table.kind] if table.rank is None else table.rank,
        examples=table.examples or path.stem,
        carries_sdk=table.carries_sdk,
        signs=join_signs(path, table.signs),
        actions={id: replace(action, text=action.text.strip()) for id, action in table.actions.items()},
    )
