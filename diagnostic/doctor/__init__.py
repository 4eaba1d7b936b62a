"""`diagnostic doctor`: this machine's way to the Claude API, layer by layer, and the cause and fix where it breaks."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

LIMIT_SECONDS = 20.0


def main(argv: list[str]) -> int:
    """Exit 0 where every layer works, 1 where one failed, 2 on bad usage."""
    parser = argparse.ArgumentParser(
        prog="diagnostic doctor",
        description="Checks this machine's way to the Claude API layer by layer, and stops with cause and fix where one fails. "
        "A call of one token and a short stream are billed; everything before them is free.",
    )
    parser.add_argument(
        "--base-url", type=_url, help="instead of ANTHROPIC_BASE_URL: a gateway, or `diagnostic lab`"
    )
    parser.add_argument("--model", help="for the call and the stream (default: the newest Haiku of the list)")
    parser.add_argument("--no-call", action="store_true", help="stop before anything that costs money")
    parser.add_argument(
        "--limit",
        type=_seconds,
        default=LIMIT_SECONDS,
        metavar="SECONDS",
        help="for each layer (default: %(default)g)",
    )
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument(
        "--language",
        choices=("python", "typescript"),
        default="python",
        help="of the fix, in the text format",
    )
    options = parser.parse_args(argv)

    from diagnostic.doctor import report
    from diagnostic.doctor.layers import Settings, run_checks

    settings = Settings(options.base_url, options.model, not options.no_call, options.limit)
    try:
        if options.format == "text":
            return report.print_layers(run_checks(settings), options.language)
        layers = list(run_checks(settings))
        write = report.write_json if options.format == "json" else report.write_markdown
        sys.stdout.write(write(layers))
        return 1 if layers[-1].failure else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`); nothing is wrong with the machine.
        sys.stderr.close()
        return 0


def _url(text: str) -> str:
    try:
        url = urlsplit(text)
        if url.scheme in ("http", "https") and url.hostname and url.port != 0:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("an address such as https://gateway.example.com, without /v1")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 600:
        raise argparse.ArgumentTypeError("from 0.1 to 600 seconds")
    return seconds
