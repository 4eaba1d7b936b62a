"""Options that several commands share."""

from __future__ import annotations

import click

format_option = click.option(
    "--format", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True
)
language_option = click.option(
    "--language",
    type=click.Choice(["python", "typescript"]),
    help="Show code in this language (default: the language of the text).",
)


def _check_client(context: click.Context, parameter: click.Parameter, id: str | None) -> str | None:
    if id is None:
        return None
    from diagnostic.world.clients import clients, suggest_clients

    if id not in clients():
        raise click.BadParameter(suggest_clients(id))
    return id


client_option = click.option(
    "--client",
    metavar="ID",
    callback=_check_client,
    help="Give the steps for this client, such as n8n or claude-code (default: what the text shows).",
)
