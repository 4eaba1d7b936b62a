"""`diagnostic rules`: what an author of rules needs."""

from __future__ import annotations

from pathlib import Path

import click

from diagnostic.paths import RULES


@click.group()
def rules() -> None:
    """Check the rules, start a new one, or print the schema of rule.toml for an editor."""


@rules.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--matrix", is_flag=True, help="Show each rule's hits over all examples of all rules.")
def check(ids: tuple[str, ...], matrix: bool) -> int:
    """Load every rule, and try all of them, or only these, on their examples."""
    from diagnostic.check import check_rules, draw_matrix
    from diagnostic.rules import RuleError

    try:
        result = check_rules(only=ids)
    except (RuleError, ValueError) as error:
        click.echo(f"diagnostic: {error}", err=True)
        return 1
    if matrix:
        click.echo(draw_matrix(result), nl=False)
    for problem in result.problems:
        click.echo(problem, err=True)
    click.echo(f"{result.causes} causes, {result.examples} examples, {len(result.problems)} problems")
    return 1 if result.problems else 0


@rules.command()
@click.argument("id")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=RULES,
    help="Where the rule folders are (default: those of this installation).",
)
def new(id: str, folder: Path) -> int:
    """Make a folder for a new cause that passes all checks; then put the real error into it."""
    from diagnostic.rules import RuleError
    from diagnostic.rules.new import make_folder

    try:
        made = make_folder(folder, id)
    except RuleError as error:
        click.echo(f"diagnostic: {error}", err=True)
        return 1
    click.echo(f"{made} is there. Replace what it says, then run: diagnostic rules check {id}")
    return 0


@rules.command()
def schema() -> int:
    """Print the JSON Schema of rule.toml."""
    from diagnostic.rules.schema import json_schema

    click.echo(json_schema().decode(), nl=False)
    return 0
