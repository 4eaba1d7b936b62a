"""`diagnostic rules`: commands for authors of rules."""

from __future__ import annotations

import os
from pathlib import Path

import click

from diagnostic.cli.gaps import database_option, open_store, pick_gap
from diagnostic.paths import RULES

# Only in a checkout: texts that no rule may match.
_NEGATIVES = RULES.parent / "tests" / "unmatched"
_NO_EVIDENCE = (
    "Nothing in its texts shows that a Claude client printed them: first look up who else has had this error."
)


@click.group()
def rules() -> None:
    """Check the rules, start a new one, or print the schema of rule.toml for an editor."""


@rules.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--matrix", is_flag=True, help="Show each rule's hits over all examples of all rules.")
def check(ids: tuple[str, ...], matrix: bool) -> int:
    """Load every rule, and try all of them, or only these, on their examples.

    Warns of facts that were read more than 90 days ago: pages may state what is no longer true.
    """
    from datetime import date

    from diagnostic.check import check_rules, format_matrix
    from diagnostic.rules import RuleError, load_rules
    from diagnostic.rules.dated import find_old, read_dated

    try:
        book = load_rules()
        if unknown := [id for id in ids if id not in book.causes]:
            raise click.UsageError(f"unknown cause {unknown[0]!r}; run `diagnostic causes` for the list")
        result = check_rules(book, only=ids)
    except (RuleError, ValueError) as error:
        click.echo(f"diagnostic: {error}", err=True)
        return 1
    if matrix:
        click.echo(format_matrix(result), nl=False)
    for problem in result.problems:
        click.echo(problem, err=True)
    for warning in find_old(read_dated(RULES), date.today()):
        click.echo(f"warning: {warning}", err=True)
    counts = ((result.causes, "cause"), (result.examples, "example"), (len(result.problems), "problem"))
    click.echo(", ".join(f"{count} {noun}{'s' if count != 1 else ''}" for count, noun in counts))
    return 1 if result.problems else 0


@rules.command()
@click.argument("id")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=RULES,
    help="Where the rule folders are (default: those of this installation).",
)
@click.option(
    "--from-gap", type=int, metavar="NUMBER", help="Draft the rule from a gap of `diagnostic gaps`."
)
@database_option
def new(id: str, folder: Path, from_gap: int | None, database: str | None) -> int:
    """Make a folder for a new cause that passes all checks; then put the real error into it."""
    from diagnostic.rules import RuleError
    from diagnostic.rules.new import make_folder

    try:
        if from_gap is not None:
            click.echo(_draft(id, folder, from_gap, database))
            return 0
        made = make_folder(folder, id)
    except RuleError as error:
        click.echo(f"diagnostic: {error}", err=True)
        return 1
    click.echo(f"{made} was created. Replace its content, then run: diagnostic rules check {id}")
    return 0


def _draft(id: str, folder: Path, number: int, database: str | None) -> str:
    gap = pick_gap(open_store(database), number)
    from diagnostic.intake.draft import DraftError, draft_rule

    try:
        draft = draft_rule(gap, id, folder, _NEGATIVES if _NEGATIVES.is_dir() else None)
    except DraftError as error:
        raise click.ClickException(str(error)) from None
    return "\n".join(
        [
            f"{os.path.relpath(draft.folder)} is a draft of gap {number}.",
            f"  Distinctive phrase: {draft.phrase}",
            f"  Closest causes: {', '.join(draft.nearest) or 'none'}",
            "  No example of another rule and no negative contains it. Answers to its texts, before -> now:",
            *(f"    {answer}" for answer in draft.answers),
            *([] if draft.has_evidence else [f"  {_NO_EVIDENCE}"]),
            f"  Who else has had it: {draft.threads}",
            "Put the real output into examples/, write down the fix, then run:",
            f"  diagnostic rules check {id}",
        ]
    )


@rules.command()
def schema() -> int:
    """Print the JSON Schema of rule.toml."""
    from diagnostic.rules.schema import json_schema

    click.echo(json_schema().decode(), nl=False)
    return 0
