"""rules/_shared/actions.toml -> what people without their own code can do, worded for any program."""

from __future__ import annotations

from functools import cache

import msgspec

from diagnostic.paths import RULES, read_toml


class CommonAction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do, and how to do it in most programs: prose in Markdown."""

    title: str
    text: str


@cache
def common_actions() -> dict[str, CommonAction]:
    """Action id -> action, in file order."""
    return msgspec.convert(read_toml(RULES / "_shared" / "actions.toml"), dict[str, CommonAction])
