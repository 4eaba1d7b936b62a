"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

format_option = click.option(
    "--format", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True
)
language_option = click.option(
    "--language",
    type=click.Choice(["python", "typescript"]),
    help="Show code in this language (default: the language of the text).",
)


def make_console() -> Console:
    """Rich on standard output; it is loaded only for terminals, and nothing of a text is read as markup."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)
