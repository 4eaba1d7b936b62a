"""`diagnostic explain`: the diagnosis of one text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diagnostic.cli.options import client_option, format_option, language_option

if TYPE_CHECKING:
    from diagnostic.finding import Finding


@click.command()
@click.argument("error", required=False, default="-", metavar="[FILE | TEXT | -]")
@format_option
@language_option
@client_option
@click.option("--full", is_flag=True, help="Show all steps, evidence and facts, not only what to do first.")
@click.option(
    "--ask", is_flag=True, help="If no rule matches, ask Claude for a second opinion (needs a key)."
)
def explain(error: str, format: str, language: str | None, client: str | None, full: bool, ask: bool) -> int:
    """Explain an error: name a file, give the text in quotes, or pipe it in."""
    from diagnostic.diagnosis import diagnose
    from diagnostic.text import MaskingError

    if ask and format != "text":
        raise click.UsageError("--ask prints while Claude writes, so it works with --format text only")
    text = _read(error)
    if not text.strip():
        raise click.UsageError(
            "no input: pass a file or pipe text in, as in `my-program 2>&1 | diagnostic explain`"
        )
    try:
        diagnosis = diagnose(text, client=client)
    except MaskingError:
        raise click.UsageError(
            "the secrets in this text could not be redacted, so no output is shown"
        ) from None
    if format == "json":
        from diagnostic.render.json import encode_answer

        click.echo(encode_answer(diagnosis).decode())
    elif format == "markdown":
        from diagnostic.render.markdown import render_markdown

        click.echo(render_markdown(diagnosis), nl=False)
    else:
        from diagnostic.render.terminal import make_console, print_brief, print_diagnosis

        console = make_console()
        show = print_diagnosis if full else print_brief
        show(diagnosis, console, language)
        if not full and not diagnosis.is_of_other_software:
            console.print(f"{_hint(diagnosis.findings)}: the same command with --full", style="dim")
        if ask and not diagnosis.findings:
            from diagnostic.opinion.terminal import print_opinion

            return print_opinion(diagnosis, console)
    return 0 if diagnosis.findings else 1


def _hint(findings: tuple[Finding, ...]) -> str:
    """What the full answer shows beyond the short one."""
    if not findings:
        return "How to narrow it down"
    return "With the evidence in your text" if findings[0].evidence else "Why it happens, and similar errors"


def _read(error: str) -> str:
    from diagnostic.text.encoding import decode

    if error == "-":
        if sys.stdin.isatty():
            click.echo("Paste the error, then press Ctrl-D (on Windows Ctrl-Z and Enter).", err=True)
        return decode(sys.stdin.buffer.read())
    try:
        return decode(Path(error).read_bytes())
    except OSError as problem:
        if _names_a_file(error):
            raise click.UsageError(f"cannot read {error}: {problem.strerror}") from None
    except ValueError:  # a null byte cannot be part of a file name
        pass
    return error


def _names_a_file(argument: str) -> bool:
    """Whether the argument looks like a file name: errors contain spaces, or no dot and no slash."""
    path = Path(argument)
    is_one_word = len(argument.split()) == 1
    return is_one_word and (
        path.is_dir() or path.suffix in (".txt", ".log", ".json", ".out", ".err", ".gz") or "/" in argument
    )
