"""`diagnostic lab`: a loopback server that simulates the Messages API with a chosen fault."""

from __future__ import annotations

import asyncio
import sys

import click

DEFAULT_PORT = 8529


@click.command()
@click.argument("fault", default="drop-mid-stream")
@click.option("--list", "is_list", is_flag=True, help="List the faults.")
@click.option("--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True)
def lab(fault: str, is_list: bool, port: int) -> int:
    """Simulate the Claude API with faults on 127.0.0.1, so that you see your program fail, then see it fixed.

    FAULT is the fault that the printed variables select; every other fault works too.
    """
    from diagnostic.lab.catalogue import FAULTS

    if is_list:
        print(_list())
        return 0
    if fault not in FAULTS:
        print(f"diagnostic lab: there is no fault {fault!r}: see diagnostic lab --list", file=sys.stderr)
        return 2
    try:
        asyncio.run(_serve(port, fault))
    except OSError as error:
        print(f"diagnostic lab: cannot listen on port {port}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _list() -> str:
    from diagnostic.lab.catalogue import FAULTS, GROUPS

    width = max(map(len, FAULTS))
    parts = [
        "\n".join([f"{title}:", *(f"  {fault.name:<{width}}  {fault.title}" for fault in group)])
        for title, group in GROUPS.items()
    ]
    return "\n\n".join(parts)


async def _serve(port: int, fault: str) -> None:
    from diagnostic.lab.catalogue import FAULTS
    from diagnostic.lab.server import Lab
    from diagnostic.lab.variables import line_here

    # The key is a dummy, so that nobody has to type a real one here; headers and bodies are never printed.
    async with Lab(port, log=lambda line: print(line, flush=True)) as lab:
        print(f"{fault}: {FAULTS[fault].title}. Run your program in another terminal, with:\n")
        for name, value in lab.environment(fault).items():
            print(f"  {line_here(name, value)}")
        if FAULTS[fault].target == "http":
            url = lab.environment(f"{fault}+1")["ANTHROPIC_BASE_URL"]
            print(f"\nTo see it fail once and then answer:\n\n  {line_here('ANTHROPIC_BASE_URL', url)}")
        print(
            "\nIncoming requests are listed here without headers or bodies. Press Ctrl-C to stop.\n",
            flush=True,
        )
        await asyncio.Event().wait()
