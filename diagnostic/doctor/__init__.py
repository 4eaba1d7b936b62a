"""`diagnostic doctor`: checks the connection to the Claude API layer by layer; shows cause and fix of a
failure.
"""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import click

LIMIT_SECONDS = 20.0


class _Url(click.ParamType):
    name = "URL"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            url = urlsplit(value)
            if url.scheme in ("http", "https") and url.hostname and url.port != 0:
                return value
        except ValueError:
            pass
        self.fail("give an address such as https://gateway.example.com, without /v1", param, ctx)


@click.command()
@click.option(
    "--base-url", type=_Url(), help="Instead of ANTHROPIC_BASE_URL: a gateway, or `diagnostic lab`."
)
@click.option("--model", help="Model for the call and the stream (default: the newest listed Haiku).")
@click.option("--no-call", is_flag=True, help="Stop before anything that costs money.")
@click.option(
    "--limit",
    type=click.FloatRange(0.1, 600),
    default=LIMIT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Time limit for each layer.",
)
@click.option("--format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option(
    "--language",
    type=click.Choice(["python", "typescript"]),
    default="python",
    show_default=True,
    help="Language of the fix, in the text format.",
)
def doctor(
    base_url: str | None, model: str | None, no_call: bool, limit: float, format: str, language: str
) -> int:
    """Check this machine's connection to the Claude API, layer by layer; stop at the first failure, with its
    cause and fix.

    A call of one token and a short stream are billed; everything before them is free.
    """
    from diagnostic.doctor import report
    from diagnostic.doctor.layers import Settings, run_checks

    settings = Settings(base_url, model, not no_call, limit)
    try:
        if format == "text":
            return report.print_layers(run_checks(settings), language)
        layers = list(run_checks(settings))
        write = report.write_json if format == "json" else report.write_markdown
        sys.stdout.write(write(layers))
        return 1 if layers[-1].failure else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of the pipe has closed it (`| head`); this is not a failure of the machine.
        sys.stderr.close()
        return 0
