"""`diagnostic causes`: the catalogue in a terminal."""

from __future__ import annotations

import difflib

import click

from diagnostic.cli.options import format_option, language_option
from diagnostic.rules import Rulebook


@click.command()
@click.argument("id", required=False)
@format_option
@language_option
def causes(id: str | None, format: str, language: str | None) -> int:
    """List the causes, or show one by its ID or another name of it, such as 529."""
    from diagnostic.diagnosis import rulebook

    rules = rulebook()
    if id is None:
        click.echo(_list(rules, format), nl=False)
        return 0
    cause = rules.causes.get(rules.aliases.get(id, id))
    if cause is None:
        near = difflib.get_close_matches(id, [*rules.causes, *rules.aliases], 3)
        hint = f"Did you mean {', '.join(near)}?" if near else "`diagnostic causes` lists them."
        click.echo(f"diagnostic: unknown cause {id!r}. {hint}", err=True)
        return 1
    if format == "json":
        from diagnostic.render.json import encode_cause

        click.echo(encode_cause(cause).decode())
    elif format == "markdown":
        from diagnostic.render.markdown import render_cause

        click.echo(render_cause(cause), nl=False)
    else:
        from diagnostic.render.terminal import make_console, print_cause

        print_cause(cause, make_console(), language)
    return 0


def _list(rules: Rulebook, format: str) -> str:
    if format == "json":
        import msgspec

        from diagnostic.render.json import cause_ref

        return msgspec.json.encode([cause_ref(cause) for cause in rules.causes.values()]).decode() + "\n"
    width = max(map(len, rules.causes))
    return "".join(f"{id:<{width}}  {cause.title}\n" for id, cause in rules.causes.items())
