"""rules/_shared/actions.toml -> what people without code of their own can do, in words that fit every
program.
"""

from __future__ import annotations

from functools import cache

from diagnostic.paths import RULES, read_toml


@cache
def action_titles() -> dict[str, str]:
    """Action id -> its title, in the order of the file."""
    return read_toml(RULES / "_shared" / "actions.toml")
