"""rules/_shared/actions.toml -> what people without their own code can do, worded for any program."""

from __future__ import annotations

from functools import cache

import msgspec

from diagnostic.file_cache import cached
from diagnostic.paths import RULES, read_toml

# The id of the step that is an action: the action's own, behind this.
ACTION = "action-"


class CommonAction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do, and how to do it in most programs: prose in Markdown."""

    title: str
    text: str


@cache
def common_actions() -> dict[str, CommonAction]:
    """Action id -> action, in file order."""
    path, kind = RULES / "_shared" / "actions.toml", dict[str, CommonAction]
    packed = cached(
        "actions", (path, __file__), lambda: msgspec.msgpack.encode(msgspec.convert(read_toml(path), kind))
    )
    return msgspec.msgpack.decode(packed, type=kind)
