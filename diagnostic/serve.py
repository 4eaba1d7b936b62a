"""`diagnostic serve`: the app on a production server, one worker a core."""

from __future__ import annotations

import argparse
import os
import sys


def main(argv: list[str]) -> int:
    """Serves until stopped."""
    parser = argparse.ArgumentParser(prog="diagnostic serve", description="Serves the page and the API.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    options = parser.parse_args(argv)

    # A faulty rule stops the start here, with its place, rather than in each worker.
    from diagnostic.diagnosis import rulebook
    from diagnostic.rules import RuleError

    try:
        rulebook()
    except RuleError as error:
        print(f"diagnostic: {error}", file=sys.stderr)
        return 1

    from granian import Granian
    from granian.constants import Interfaces

    print(f"Error Diagnostic on http://{options.host}:{options.port}", file=sys.stderr)
    Granian(
        "diagnostic.web:create_app",
        factory=True,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
    return 0
