"""`diagnostic gaps`: the errors that people sent, without an answer or with a wrong one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diagnostic.paths import install_command

if TYPE_CHECKING:
    from diagnostic.intake import Store
    from diagnostic.intake.gaps import Gap

database_option = click.option(
    "--database",
    envvar="DIAGNOSTIC_INTAKE_DATABASE_URL",
    metavar="URL",
    help="The database of the server's intake (default: $DIAGNOSTIC_INTAKE_DATABASE_URL).",
)


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--drop", is_flag=True, help="Delete the gap with this NUMBER: all its submissions.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@database_option
def gaps(number: int | None, drop: bool, format: str, database: str | None) -> int:
    """List the errors that people sent, without an answer or with a wrong one, most often sent first; or show
    the texts of one, by its NUMBER.
    """
    if drop and number is None:
        raise click.UsageError("--drop needs the NUMBER of a gap")
    store = open_store(database)
    if number is None:
        found = read_gaps(store)
        if format == "json":
            click.echo(json.dumps([_as_json(gap) for gap in found], indent=1))
        else:
            _print_list(found)
        return 0
    gap = pick_gap(store, number)
    if drop:
        count = store.delete_numbers([one.id for one in gap.submissions])
        click.echo(f"Gap {number} is deleted: {count} submissions.")
        return 0
    click.echo(json.dumps(_as_json(gap), indent=1) if format == "json" else _show(gap))
    return 0


def open_store(url: str | None) -> Store:
    """The store of the server's intake, or a usage error that says what to do."""
    if not url:
        raise click.UsageError("no database: pass --database URL, or set DIAGNOSTIC_INTAKE_DATABASE_URL")
    try:
        from diagnostic.intake import Store
    except ModuleNotFoundError:
        raise click.ClickException(f"this needs the extra: {install_command('intake')}") from None
    try:
        # Only the server creates a database: one created here for a misspelt path would look like an empty
        # one.
        file = url.partition("?")[0].removeprefix("sqlite:///")
        if url.startswith("sqlite:///") and not Path(file).exists():
            raise ValueError(f"there is no file {file}")
        # The server's own setting, so that exactly the texts it keeps are shown.
        return Store(url, int(os.environ.get("DIAGNOSTIC_INTAKE_DAYS", "90")))
    except ValueError as error:
        raise click.ClickException(f"--database or DIAGNOSTIC_INTAKE_DAYS: {error}") from None


def read_gaps(store: Store) -> list[Gap]:
    """The gaps of a store, most often sent first."""
    from diagnostic.intake.gaps import find_gaps

    return find_gaps(store.read())


def pick_gap(store: Store, number: int) -> Gap:
    """The gap with this number, or a usage error that lists the numbers."""
    found = read_gaps(store)
    for gap in found:
        if gap.number == number:
            return gap
    numbers = ", ".join(str(gap.number) for gap in found[:10]) or "none"
    raise click.ClickException(f"there is no gap {number}; there are: {numbers}")


def _print_list(found: list[Gap]) -> None:
    """Printed line by line, because diagnosing each gap with the current rules takes time."""
    if not found:
        click.echo("No gaps: nobody has sent an error.")
        return
    rows = [("NUMBER", "SENT", "FIRST", "LAST")]
    for gap in found:
        counts = (str(gap.number), str(len(gap.submissions)))
        rows.append((*counts, f"{gap.first_sent:%Y-%m-%d}", f"{gap.last_sent:%Y-%m-%d}"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row, gap in zip(rows, (None, *found), strict=True):
        note = f" (the current rules match it: {gap.answer})" if gap and gap.is_known else ""
        error = gap.sentence[:100] + note if gap else "ERROR"
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join([*cells, error]))


def _show(gap: Gap) -> str:
    lines = [
        f"Gap {gap.number}, sent {len(gap.submissions)} times from {gap.first_sent:%Y-%m-%d %H:%M} to"
        f" {gap.last_sent:%Y-%m-%d %H:%M} UTC"
    ]
    if gap.doubted:
        lines.append(f"Doubted answers: {', '.join(gap.doubted)}")
    if gap.nearest:
        lines.append(f"Closest causes: {', '.join(gap.nearest)}")
    for text in dict.fromkeys(one.text for one in gap.submissions):
        lines += ["", text]
    return "\n".join(lines)


def _as_json(gap: Gap) -> dict[str, object]:
    return {
        "number": gap.number,
        "sentence": gap.sentence,
        "count": len(gap.submissions),
        "first_sent": gap.first_sent.isoformat(),
        "last_sent": gap.last_sent.isoformat(),
        "doubted": gap.doubted,
        "nearest": list(gap.nearest),
        "answer": gap.answer,
        "is_known": gap.is_known,
        "texts": list(dict.fromkeys(one.text for one in gap.submissions)),
    }
