"""The `diagnostic` command: exit status 0 if a cause was found, 1 if none was, 2 on bad usage."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TextIO

import click

# Command -> where it is defined, and its one-line help. A command is imported only when it runs.
COMMANDS = {
    "explain": ("diagnostic.cli.explain:explain", "Explain an error: a text, a file, or standard input."),
    "causes": ("diagnostic.cli.causes:causes", "List the causes, or show one."),
    "scan": ("diagnostic.scan:scan", "Count the Claude API errors in logs."),
    "doctor": (
        "diagnostic.doctor:doctor",
        "Check this machine's connection to the Claude API, layer by layer.",
    ),
    "serve": ("diagnostic.serve:serve", "Serve the web page and the API."),
    "mcp": ("diagnostic.mcp:mcp", "Serve the diagnosis to assistants over MCP."),
    "lab": ("diagnostic.lab:lab", "Simulate the Claude API with faults, on this machine."),
    "gaps": ("diagnostic.cli.gaps:gaps", "List the errors that people sent: no answer, or a wrong one."),
    "rules": ("diagnostic.cli.rules:rules", "Check the rules, or start a new one."),
}


class _Commands(click.Group):
    """Finds a command in COMMANDS, and suggests one for a mistyped name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        return getattr(import_module(module), name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="error-diagnostic", prog_name="diagnostic")
def cli() -> None:
    """Find out what an error of the Claude API means, who has to act, whether to retry, and what to do first.

    \b
    some-command 2>&1 | diagnostic explain
    diagnostic explain "529 overloaded_error"
    """


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    ends_soon = argv is None and sys.argv[1:2] == ["explain"]
    if ends_soon:
        gc.disable()
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_encode(stream)
    try:
        status = cli.main(args=argv, prog_name="diagnostic", standalone_mode=False) or 0
        if ends_soon:
            if sys.stdout:  # None if the caller closed it
                sys.stdout.flush()
            # Freeing all that was imported, and looking for cycles in it, would take a fifth of the time.
            os._exit(status)
        return status
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # The reader of the pipe has closed it (`| head`); this is not an error.
        sys.stderr.close()
        return 0


def _never_fail_to_encode(stream: TextIO) -> None:
    # Windows code pages lack characters that a text may contain.
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
