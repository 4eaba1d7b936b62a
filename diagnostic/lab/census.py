"""The newest packages -> rules/_facts/sentences.jsonl: the messages that they can raise or print, and causes.

`make census` downloads the packages by name, with pip and npm, and reads them as text. Known messages keep
their cause. New ones have none until somebody reviews them, and `tests/test_census.py` fails until then.
"""

from __future__ import annotations

import re
import sys
import tarfile
import tempfile
from pathlib import Path

from diagnostic.lab.census_claude_code import read_program
from diagnostic.lab.census_javascript import read_tarball
from diagnostic.lab.census_python import Message, read_wheel
from diagnostic.lab.packages import tarball, wheel
from diagnostic.world.sentences import PATH, Sentence, load_sentences, save_sentences

_PYTHON = ("anthropic", "claude-agent-sdk")
_TYPESCRIPT = (
    "@anthropic-ai/sdk",
    "@anthropic-ai/bedrock-sdk",
    "@anthropic-ai/vertex-sdk",
    "@anthropic-ai/foundry-sdk",
    "@anthropic-ai/aws-sdk",
    "@anthropic-ai/google-cloud-sdk",
    "@anthropic-ai/claude-agent-sdk",
)
# Claude Code itself is in the packages of the platforms; each holds the same program.
_CLAUDE_CODE = "@anthropic-ai/claude-code"
_PLATFORM = f"{_CLAUDE_CODE}-linux-x64"
# Every resource checks its ids with the same message, so only one of these messages is listed.
_EMPTY_ID = re.compile(r"(Expected a non-empty value for `)\w+(` but received \{)\w+(\})")


def main(folder: str = "") -> None:
    """Downloads what is missing in `folder` (a temporary one if none is given), and writes the file."""
    known = {(line.package, line.sentence): line for line in (load_sentences() if PATH.exists() else ())}
    found: dict[tuple[str, str], Sentence] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for package, messages in _read_packages(Path(folder or temporary)):
            for printed, text in sorted(messages):
                sentence = _EMPTY_ID.sub(r"\1{name}\2value\3", text)
                old = known.get((package, sentence))
                found[package, sentence] = old or Sentence(package, sentence, printed)
    save_sentences(list(found.values()))
    for key in sorted(found.keys() - known.keys()):
        print("new: ", *key)
    for key in sorted(known.keys() - found.keys()):
        print("gone:", *key)
    print(f"{len(found)} messages, {sum(line.cause is None for line in found.values())} without a cause")


def _read_packages(folder: Path) -> list[tuple[str, set[Message]]]:
    read = [(name, read_wheel(wheel(name, folder))) for name in _PYTHON]
    read += [(name, read_tarball(tarball(name, folder))) for name in _TYPESCRIPT]
    with tarfile.open(tarball(_PLATFORM, folder)) as files:
        program = files.extractfile("package/claude")
        if program is None:
            raise SystemExit(f"{_PLATFORM} holds no program")
        read.append((_CLAUDE_CODE, read_program(program.read())))
    return read


if __name__ == "__main__":
    main(*sys.argv[1:2])
