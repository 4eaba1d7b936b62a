"""`diagnostic lab`: a loopback server that plays the Messages API and breaks in a chosen way."""

from __future__ import annotations

import argparse
import asyncio
import sys

DEFAULT_PORT = 8529


def main(argv: list[str]) -> int:
    """Serves faults on 127.0.0.1 until stopped."""
    from diagnostic.lab.catalogue import FAULTS

    parser = argparse.ArgumentParser(
        prog="diagnostic lab",
        description="Plays the Claude API on 127.0.0.1 and breaks in a chosen way, so that you can see your program fail, then see it fixed.",
    )
    parser.add_argument("--list", action="store_true", help="list the faults")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    options = parser.parse_args(argv)
    if options.list:
        width = max(map(len, FAULTS))
        for fault in FAULTS.values():
            print(f"{fault.name:<{width}}  {fault.title}")
        return 0
    try:
        asyncio.run(_serve(options.port))
    except OSError as error:
        print(f"diagnostic lab: cannot listen on port {options.port}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


async def _serve(port: int) -> None:
    from diagnostic.lab.server import Lab

    # The key is a dummy, so that a real one is never typed here; headers and bodies are never printed.
    async with Lab(port, log=lambda line: print(line, flush=True)) as lab:
        environment = lab.environment("drop-mid-stream")
        print("Point your program at a fault, in another terminal:\n")
        for name, value in environment.items():
            print(f"  export {name}={value}")
        print("\nThe first path segment is the fault (`diagnostic lab --list`); drop-mid-stream+1 fails once, then answers.")
        print(f"TLS faults listen on port {lab.tls_port}, the proxy on port {lab.proxy_port}.\n", flush=True)
        await asyncio.Event().wait()
